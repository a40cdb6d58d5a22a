/** Firms, universities and institutes: the organisations that hold knowledge and collaborate. */
import { createTable, type Table } from './table.ts'

/** Technology fields of the Chinese high-tech catalogue. */
export const FIELDS = 8
/** Specialisms of one field; eight fields of 64 make the 512 bits of an organisation's set. */
export const SPECIALISMS_PER_FIELD = 64
export const SPECIALISMS = FIELDS * SPECIALISMS_PER_FIELD
/** 32-bit words of a specialism set. */
export const WORDS = SPECIALISMS / 32

export const FIRM = 0
export const UNIVERSITY = 1
export const INSTITUTE = 2
export const kindNames = ['firm', 'university', 'institute'] as const

/** Firms that may stand for the loan of another. */
export const PEERS = 2

/** Step that never comes, or no row. */
export const NEVER = -1_000_000
/** Log of technological opportunity of a firm whose business R&D cannot improve. */
export const NO_OPPORTUNITY = -100

const specification = {
  // Identity, for life
  id: 'uint32',
  kind: 'uint8',
  alive: 'uint8',
  /** Step of birth; negative for those older than the burn-in. */
  born: 'int32',
  sector: 'uint8',
  cluster: 'uint8',
  /** 1 in the technology stratum, which firms join and leave once a year. */
  technology: 'uint8',
  /** 1 once it has outgrown the size rule of SMEs. */
  large: 'uint8',
  /** 1 when alive at the scenario's start: the cohort. */
  cohort: 'uint8',
  /** 1 when a trial treats it. */
  treated: 'uint8',

  // What a firm is born with and nobody else sees
  /** Log of the cost advantage: unit costs are multiplied by exp(-efficiency). */
  efficiency: 'float64',
  /** Log of technological opportunity, `NO_OPPORTUNITY` for most firms of the other stratum. */
  opportunity: 'float64',
  /** Multiplies the spread of its customers' orders. */
  riskiness: 'float64',
  /** Standing with reviewers, in standard deviations. */
  connection: 'float64',
  /** Where its fractional head-counts are rounded, 0 to 1. */
  rounding: 'float64',

  // People
  employees: 'int32',
  skilled: 'int32',
  vacancies: 'int32',
  /** Skilled persons who left in this quarter. */
  leavers: 'int32',
  /** Accumulated training, seats per skilled person. */
  training: 'float64',
  /** Skilled persons in teams whose prizes are still fresh. */
  recognised: 'float64',
  /** The firm that its latest newcomer left: row, and identity, because rows are reused; identity 0 without one. */
  acquaintance: 'int32',
  acquaintanceId: 'uint32',

  // Money, whole yuan
  cash: 'float64',
  /** Fixed assets, yuan. */
  assets: 'float64',
  /** Of this quarter. */
  revenue: 'float64',
  profit: 'float64',
  /** Exponentially weighted over about a year, yuan per quarter. */
  meanRevenue: 'float64',
  meanProfit: 'float64',
  /** Profit of the tax year so far, losses carried forward, and super-deductions that found no profit. */
  taxable: 'float64',
  lossesForward: 'float64',
  deductionForward: 'float64',
  /** Accounts of the calendar year so far, technology firms only: sales, R&D, technology sold. */
  yearRevenue: 'float64',
  yearRd: 'float64',
  yearContracts: 'float64',
  /** Tax position as `plan` has settled it: tax rate below the standard one, R&D deducted beyond its cost, share refunded. */
  taxRelief: 'float64',
  superDeduction: 'float64',
  lossRefund: 'float64',
  /** What the owners believe a year earns, as a share of revenue. */
  belief: 'float64',
  /** 1 when wages, interest or principal fell due and could not be paid. */
  insolvent: 'uint8',

  // R&D and knowledge
  rdPlan: 'float64',
  investmentPlan: 'float64',
  rdSpending: 'float64',
  /** Of that, materials and equipment; the rest is in the payroll. */
  rdMaterials: 'float64',
  rdStock: 'float64',
  /** Step of the last yearly look at which the firm did R&D or had the skilled staff of a technology firm; of birth without one. */
  lastTechnology: 'int32',
  /** Log competence relative to the frontier (0). */
  competence: 'float64',
  absorptive: 'float64',
  /** Expertise in each field relative to the frontier (1). */
  knowledge: ['float64', FIELDS],
  specialisms: ['uint32', WORDS],
  /** Hazard still to pass before the next innovation. */
  innovationWait: 'float64',
  /** Of this quarter. */
  innovations: 'int32',
  jointInnovations: 'int32',
  radicalInnovations: 'int32',
  /** Of the joint ones, those with a university or institute. */
  scienceInnovations: 'int32',
  lastInnovation: 'int32',

  // High-tech certificate
  certificateEnds: 'int32',
  /** R&D over sales that the firm means to report for it; 0 without that aim. */
  highTechAim: 'float64',
  /** 1 when what is missing to the aim is made up of other costs. */
  relabels: 'uint8',
  /** Tax that the certificate has saved, yuan. */
  certificateRelief: 'float64',

  // Ties
  /** Active ties. */
  degree: 'int32',
  searching: 'uint8',
  /** The large firm that it supplies: row, and identity, because rows are reused; identity 0 without one. */
  customer: 'int32',
  customerId: 'uint32',

  // Advice
  /** Row + 1 of the university or institute whose expert advises the firm, 0 without; those rows never move. */
  adviser: 'int32',
  adviceEnds: 'int32',
  /** Experts that a university or institute has lent to firms. */
  experts: 'int32',

  // Information
  /** Its manager's attention to information, 0 to 1: what it is without publicity, and now. */
  interest: 'float64',
  attention: 'float64',
  /** How well informed it is of schemes, partners and loans, 0 to 1. */
  awareness: 'float64',

  // Incubator
  /** Incubator + 1, 0 outside. */
  incubator: 'uint8',
  /** Step in which the stay ends or ended. */
  tenancyEnds: 'int32',

  // Grant
  /** R&D per quarter that the firm means to do under the running grant. */
  grantDuty: 'float64',
  grantEnds: 'int32',
  /** Paid on acceptance, by the SME fund and by the innovation fund. */
  grantRest: 'float64',
  innovationRest: 'float64',
  /** Money of the running project in all, R&D per quarter that was promised for it, and R&D since it began. */
  grantMoney: 'float64',
  grantPromise: 'float64',
  grantSpent: 'float64',
  grantStart: 'int32',
  /** Part of the project that the firm leaves undone to use the money elsewhere. */
  grantDiverted: 'float64',
  /** Step up to which it is excluded from calls. */
  grantBan: 'int32',
  /** Of the SME fund's last call: true merit, score, and 0 not applied, 1 refused, 2 won. */
  grantMerit: 'float64',
  grantScore: 'float64',
  grantStatus: 'uint8',
  /** What a partner would have been worth in the last call to a firm that had none, yuan expected. */
  partnerPrize: 'float64',
  /** Skilled staff-years spent on applications in this quarter. */
  paperwork: 'float64',

  // Other support
  /** 1 when the fund has put it on the list for interest subsidies. */
  interestListed: 'uint8',
  /** Money for setting up a collaboration that is still to be used, yuan. */
  voucher: 'float64',
  /** The fund's share of the firm, and the step in which it is sold. */
  stake: 'float64',
  stakeEnds: 'int32',
  /** Believed probability that a scheme keeps what it promises. */
  confidence: 'float64',
  /** What the firm saw of schemes in this quarter: promises kept and broken. */
  promisesKept: 'int32',
  promisesBroken: 'int32',

  // Loan: at most one at a time
  loan: 'float64',
  loanRate: 'float64',
  loanDue: 'int32',
  loanBank: 'uint8',
  /** Agency + 1, 0 without a guarantee. */
  loanAgency: 'uint8',
  loanCoverage: 'float64',
  /** Shares of the covered loss as agreed when the loan was made; the agency bears the rest. */
  loanBankShare: 'float64',
  loanReguaranteeShare: 'float64',
  loanGovernmentShare: 'float64',
  /** Share of the interest that the fund promised to pay back. */
  loanSubsidyShare: 'float64',
  /** Default probability that the lender or agency believed in. */
  loanRisk: 'float64',
  /** 1 when it is owed to the funders of innovative financing and not to a bank. */
  loanInnovative: 'uint8',
  /** What pledged claims and rights bring the bank when the firm fails, and what its owners have promised; yuan. */
  loanPledge: 'float64',
  loanPersonal: 'float64',
  /** Firms that stand for the loan: rows, and identities, because rows are reused; identity 0 without one. */
  loanPeer: ['int32', PEERS],
  loanPeerId: ['uint32', PEERS],
  /** 1 once outsiders hold shares that they can sell. */
  listed: 'uint8',
  /** True chance of default in a year when the firm last thought of a loan; lenders see it in part. */
  defaultRisk: 'float64',
  /** Step in which it last asked for a guarantee. */
  lastGuaranteeRequest: 'int32',
  lastNeed: 'int32',
  lastLoan: 'int32',
  lastApplication: 'int32',
  lastDiscouraged: 'int32',
} as const

export type Organisations = Table<typeof specification>

export function createOrganisations(capacity: number): Organisations {
  return createTable(specification, capacity)
}

/** Bits set in a 32-bit word. */
export function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
