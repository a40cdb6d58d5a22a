/**
 * Who paid whom, for what, how much. Money moves only through `transfer`, from an account of one sector to an account
 * of another, in whole yuan, so that every sum is exact in any order and nothing can appear or vanish.
 */
import { laidOutForFractions } from './layout.ts'

export const sectors = [
  'firms',
  'universities',
  'banks',
  'agencies',
  'reguarantor',
  'alliances',
  'funders',
  'households',
  'outside',
  'government:treasury',
  'government:sme-fund',
  'government:innovation-fund',
  'government:coordination-office',
  'government:guarantee-programme',
  'government:talent-programme',
  'government:science-commission',
  'government:alliance-programme',
  'government:information-programme',
  'government:platform-programme',
] as const
export type Sector = (typeof sectors)[number]

export const isGovernment = (sector: string): boolean => sector.startsWith('government:')
/** Accounts that pay for instruments; the treasury only fills them. */
export const isProgramme = (sector: string): boolean => isGovernment(sector) && sector !== 'government:treasury'

/** Accounts of the SME fund: grants of the financing and key-industry lines, interest, stakes, services. */
export const SME_FUND = { grants: 0, interest: 1, equity: 2, services: 3 } as const

/** The only sectors that may owe: they close the accounts of the region. */
export const openSectors: readonly Sector[] = ['households', 'outside']

/** Every purpose has one payer and one payee. */
export const purposes = {
  sales: ['outside', 'firms', 'goods and services sold'],
  technologySales: ['outside', 'firms', 'technology of own and joint innovations sold under contracts'],
  wages: ['firms', 'households', 'wages of ordinary staff'],
  skilledWages: ['firms', 'households', 'wages of skilled staff, R&D staff included'],
  materials: ['firms', 'outside', 'materials, rents and bought services'],
  rdMaterials: ['firms', 'outside', 'materials and equipment of R&D'],
  investment: ['firms', 'outside', 'fixed assets bought'],
  liquidation: ['outside', 'firms', 'fixed assets of a firm that ends, sold'],
  writeDowns: ['firms', 'outside', 'stocks and claims on customers of a failed firm that nobody pays for'],
  dividends: ['firms', 'households', 'withdrawn by owners'],
  founding: ['households', 'firms', 'capital paid in by founders'],
  closing: ['firms', 'households', 'what is left to the owners of a firm that closes'],
  corporateTax: ['firms', 'government:treasury', 'corporate income tax'],
  taxPenalties: ['firms', 'government:treasury', 'tax saved by certificates that an audit withdrew, and penalties'],
  taxRefunds: ['government:treasury', 'firms', 'super-deduction paid in cash to firms without taxable profit'],
  certification: ['firms', 'households', 'applying for a high-tech certificate, and making costs look like R&D'],
  collaboration: ['firms', 'households', 'setting up and running ties between firms'],
  technologyContracts: ['firms', 'universities', 'set-up and fees of ties with universities and institutes'],
  inventorIncome: ['universities', 'households', "inventors' share of what contracts bring"],
  universitySupport: ['government:treasury', 'universities', 'basic funding of universities and institutes'],
  universityStaff: ['universities', 'households', 'staff of universities and institutes'],
  loans: ['banks', 'firms', 'loans paid out'],
  repayments: ['firms', 'banks', 'principal repaid, recoveries after default included'],
  interest: ['firms', 'banks', 'interest on loans'],
  bankFunding: ['outside', 'banks', 'money that banks borrow to lend'],
  bankFundingReturned: ['banks', 'outside', 'money that banks give back'],
  bankFundingCost: ['banks', 'outside', 'interest that banks pay'],
  screening: ['banks', 'households', 'work of assessing borrowers'],
  bankDividends: ['banks', 'households', 'bank profit'],
  bankCapital: ['households', 'banks', 'bank losses made good by owners'],
  guaranteeFees: ['firms', 'agencies', 'guarantee fees'],
  feeSubsidies: ['government:guarantee-programme', 'agencies', 'part of the fee paid by government'],
  payouts: ['agencies', 'banks', 'covered losses paid to banks'],
  riskCompensation: ['government:guarantee-programme', 'agencies', 'part of payouts given back by government'],
  sharedLosses: ['government:guarantee-programme', 'agencies', "government's agreed share of covered losses"],
  recoveries: ['households', 'agencies', 'paid by owners who stood behind a guaranteed loan'],
  reguaranteePremiums: ['agencies', 'reguarantor', 'price of re-guarantee'],
  reguaranteePayouts: ['reguarantor', 'agencies', "the re-guarantor's share of covered losses"],
  replenishment: ['government:guarantee-programme', 'agencies', 'capital given to agencies after payouts'],
  agencyCosts: ['agencies', 'households', 'staff of guarantee agencies'],
  agencyIncome: ['outside', 'agencies', 'interest on the capital of agencies'],
  agencyDividends: ['agencies', 'households', 'profit of agencies above their paid-in capital'],
  reguarantorIncome: ['outside', 'reguarantor', 'interest on the capital of the re-guarantor'],
  reguarantorDividends: ['reguarantor', 'households', 'profit of the re-guarantor above its paid-in capital'],
  reguarantorCapital: ['government:guarantee-programme', 'reguarantor', 'losses of the re-guarantor made good'],
  innovativeFunding: ['households', 'funders', 'put into trusts, collective notes and micro-credit companies'],
  innovativeLoans: ['funders', 'firms', 'loans of innovative financing paid out'],
  innovativeRepayments: ['firms', 'funders', 'their principal repaid, recoveries after default included'],
  innovativeInterest: ['firms', 'funders', 'their interest'],
  innovativeCosts: ['funders', 'households', 'work of arranging and assessing them'],
  innovativeReturns: ['funders', 'households', 'principal and interest that investors get back'],
  pledges: ['outside', 'firms', 'pledged claims and rights of a failed firm, collected or sold'],
  ownersGuarantees: ['households', 'banks', 'paid by owners who stood behind a loan of their firm'],
  peerPayouts: ['firms', 'banks', 'paid by firms that stood for the loan of another'],
  equityIssues: ['households', 'firms', 'shares sold to outside investors'],
  issueCosts: ['firms', 'households', 'sponsors, auditors and lawyers of an issue of shares'],
  grants: ['government:sme-fund', 'firms', 'R&D grants'],
  reviews: ['government:sme-fund', 'households', 'review of grant applications'],
  interestSubsidies: ['government:sme-fund', 'firms', 'part of the interest on a loan, paid back to the borrower'],
  equityStakes: ['government:sme-fund', 'firms', 'stakes bought in technology firms'],
  equityReturns: ['firms', 'government:sme-fund', "the fund's part of what owners withdraw and of what is left at closing"],
  equitySales: ['households', 'government:sme-fund', 'stakes of the fund bought back by owners'],
  serviceVouchers: ['government:sme-fund', 'firms', 'part of the cost of setting up a collaboration'],
  innovationGrants: ['government:innovation-fund', 'firms', 'R&D grants of the science and technology innovation fund'],
  innovationReviews: ['government:innovation-fund', 'households', 'review of applications to the innovation fund'],
  grantRecoveries: ['firms', 'government:coordination-office', 'misused grant money paid back, with the penalty'],
  grantAudits: ['government:coordination-office', 'households', 'audits of grant projects'],
  coordination: ['government:coordination-office', 'households', 'shared register, joint rules and calendar of the bureaus'],
  talentAwards: ['government:talent-programme', 'households', 'awards to recruits, leading talents and prize winners'],
  talentProjects: ['government:talent-programme', 'firms', 'project money of leading talents'],
  training: ['government:talent-programme', 'households', "government's part of training"],
  trainingFees: ['firms', 'households', "firms' part of training"],
  adviceFees: ['firms', 'households', "firms' part of the pay of part-time experts"],
  adviceSubsidies: ['government:talent-programme', 'households', "government's part of the pay of part-time experts"],
  taxRebates: ['government:talent-programme', 'households', 'income-tax rebates of senior staff'],
  highTechAudits: ['government:science-commission', 'households', 'audits of high-tech certificates'],
  transformationBonuses: ['government:science-commission', 'firms', 'bonuses on results taken over from universities and institutes'],
  allianceDues: ['firms', 'alliances', 'yearly dues of members'],
  allianceSupport: ['government:alliance-programme', 'alliances', 'support of recognised alliances'],
  allianceStaff: ['alliances', 'households', 'secretariats and general meetings of alliances'],
  allianceProjects: ['alliances', 'firms', "firms' part in joint projects of their alliance"],
  allianceResearch: ['alliances', 'universities', "universities' and institutes' part in joint projects of their alliance"],
  allianceClosing: ['alliances', 'households', 'what is left of an alliance that dissolves, given to the public'],
  informationBuilding: ['government:information-programme', 'outside', 'building and renewal of information platforms'],
  informationCoFunding: ['households', 'outside', "private partners' part of building information platforms"],
  informationOperation: ['government:information-programme', 'households', 'staff and content of information platforms'],
  publicity: ['government:information-programme', 'households', 'publicity to managers'],
  informationEvaluation: ['government:information-programme', 'households', 'measuring the use of information platforms'],
  servicePlatforms: ['government:platform-programme', 'households', 'staff of public service platforms'],
  financePlatform: ['government:platform-programme', 'households', 'staff of the financial services platform'],
  incubatorSupport: ['government:platform-programme', 'firms', 'rents and services of tenants of incubators'],
  incubatorStaff: ['government:platform-programme', 'households', 'management of incubators'],
  allianceAppropriation: ['government:treasury', 'government:alliance-programme', 'budget of the alliance programme'],
  fundAppropriation: ['government:treasury', 'government:sme-fund', 'budget of the SME fund'],
  guaranteeAppropriation: ['government:treasury', 'government:guarantee-programme', 'budget of the guarantee programme'],
  talentAppropriation: ['government:treasury', 'government:talent-programme', 'budget of the talent programme'],
  commissionAppropriation: ['government:treasury', 'government:science-commission', 'budget of the science commission'],
  informationAppropriation: ['government:treasury', 'government:information-programme', 'budget of the information programme'],
  platformAppropriation: ['government:treasury', 'government:platform-programme', 'budget of the platform programme'],
  fundLapse: ['government:sme-fund', 'government:treasury', 'unspent money of the SME fund'],
  innovationAppropriation: ['government:treasury', 'government:innovation-fund', 'budget of the innovation fund'],
  innovationLapse: ['government:innovation-fund', 'government:treasury', 'unspent money of the innovation fund'],
  coordinationAppropriation: ['government:treasury', 'government:coordination-office', 'budget of the coordination office'],
  coordinationLapse: ['government:coordination-office', 'government:treasury', 'recovered money handed on'],
  publicServices: ['government:treasury', 'households', 'tax spent outside the model'],
  publicBorrowing: ['households', 'government:treasury', 'what the treasury borrows'],
} as const satisfies Record<string, readonly [Sector, Sector, string]>
export type Purpose = keyof typeof purposes

const purposeNames = Object.keys(purposes) as Purpose[]
/** Position of each purpose in the flow arrays. */
export const purposeIndex = Object.fromEntries(purposeNames.map((name, index) => [name, index])) as Record<Purpose, number>
const sectorIndex = new Map<string, number>(sectors.map((name, index) => [name, index]))
const payerSector = Int32Array.from(purposeNames, (name) => sectorIndex.get(purposes[name][0])!)
const payeeSector = Int32Array.from(purposeNames, (name) => sectorIndex.get(purposes[name][1])!)
export { purposeNames }

export interface Ledger {
  /** Balances by sector, then by account, in yuan. Firms and universities share the organisations' cash column. */
  balances: Float64Array[]
  /** Yuan by purpose in this quarter. */
  flows: Float64Array
  /** Loan principal struck off in this quarter because the borrower failed. */
  writtenOff: number
}

/** `cash` is the organisations' column; `accounts` says how many accounts each further sector has (1 if missing). */
export function createLedger(cash: Float64Array, accounts: Partial<Record<Sector, number>>): Ledger {
  const balances = sectors.map((sector) =>
    sector === 'firms' || sector === 'universities' ? cash : new Float64Array(accounts[sector] ?? 1),
  )
  return laidOutForFractions({ balances, flows: new Float64Array(purposeNames.length), writtenOff: 0 }, ['writtenOff'])
}

export function balancesOf(ledger: Ledger, sector: Sector): Float64Array {
  return ledger.balances[sectorIndex.get(sector)!]!
}

/** To be called when the organisations table has grown: its cash column is a new array then. */
export function attachCash(ledger: Ledger, cash: Float64Array): void {
  ledger.balances[sectorIndex.get('firms')!] = cash
  ledger.balances[sectorIndex.get('universities')!] = cash
}

/** The same for the column of the alliances. */
export function attachAllianceCash(ledger: Ledger, cash: Float64Array): void {
  ledger.balances[sectorIndex.get('alliances')!] = cash
}

/** Moves whole yuan from the payer's account to the payee's. Accounts are rows, or 0 where a sector has one account. */
export function transfer(ledger: Ledger, purpose: number, payer: number, payee: number, amount: number): void {
  if (!(amount >= 0) || amount !== Math.floor(amount)) {
    throw new RangeError(`a transfer for ${purposeNames[purpose]} must be whole yuan, not ${amount}`)
  }
  ledger.balances[payerSector[purpose]!]![payer]! -= amount
  ledger.balances[payeeSector[purpose]!]![payee]! += amount
  ledger.flows[purpose]! += amount
}

export function copyLedger(ledger: Ledger, cash: Float64Array, allianceCash: Float64Array): Ledger {
  const copy = {
    balances: ledger.balances.map((balances) => balances.slice()),
    flows: ledger.flows.slice(),
    writtenOff: ledger.writtenOff,
  }
  attachCash(copy, cash)
  attachAllianceCash(copy, allianceCash)
  return copy
}
