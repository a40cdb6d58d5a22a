/**
 * Credit and what takes its place. A firm short of money may sell shares, not ask, be refused, or get less than it asked.
 * Banks judge risk with an effort that pays only as far as they can lose, ask for collateral, and lend without it only
 * with a guarantee, of an agency or of neighbours; agencies accept what earns their owners' return within their means.
 * Whom no bank serves may turn to innovative financing, which is dearer and limited.
 */
import { exp, log, normalCdf } from '../world/arithmetic.ts'
import { netWorth, workingCapital } from '../world/firm.ts'
import { balancesOf, purposeIndex, transfer } from '../world/ledger.ts'
import type { Draws, Randomness } from '../world/random.ts'
import type { World } from '../world/world.ts'
import { type Acceptance, acceptanceOf, collateralParameters, securityOf } from './lend/collateral.ts'
import { netWorthOfTop } from './lend/eligibility.ts'
import { fundersParameters, lendInnovative, type Unserved } from './lend/funders.ts'
import {
  agencyLoad, decideRequests, guaranteeMargin, guaranteeParameters, guaranteeTerms, type GuaranteeTerms, payFee, type Request,
} from './lend/guarantee.ts'
import { type Issuer, listingParameters, possibleIssue, sellShares } from './lend/listing.ts'
import { type Loan, NO_PEERS, payOut } from './lend/loans.ts'
import { type Candidate, mutualParameters, standForEachOther } from './lend/mutual.ts'
import { closeQuota, openQuota, quotaParameters, ration, smallOrMicro } from './lend/quota.ts'
import {
  defaultChance, lossBuffer, lossGivenDefault, type Prospect, requiredRate, riskParameters, screeningEffort, seenLogRisk, yearlyProfitSpread,
} from './lend/risk.ts'
import { mechanism, type ParameterValues, type Policy } from './mechanism.ts'

const parameters = {
  ...riskParameters,
  ...collateralParameters,
  ...guaranteeParameters,
  ...mutualParameters,
  ...fundersParameters,
  ...listingParameters,
  ...quotaParameters,
  fundingCost: {
    unit: 'rate per year', default: 0.035, minimum: 0.01, maximum: 0.08,
    mark: 'recalled', source: 'one-year deposit rate of 2012 and its cost', meaning: 'what lent money costs a bank',
  },
  hurdle: {
    unit: 'rate per year', default: 0.029, minimum: 0, maximum: 0.05,
    mark: 'assumed', source: 'return on capital, taxes and branches of banks; with the funding cost just below the rate of the best SMEs', meaning: 'margin that a bank asks for above its cost',
  },
  screeningCost: {
    unit: 'yuan per loan', default: 8000, minimum: 0, maximum: 100_000,
    mark: 'assumed', source: 'R24: long wait; about two weeks of an officer', meaning: 'work of looking as closely as an own share of 1 asks for',
  },
  lowestRate: {
    unit: 'rate per year', default: 0.066, minimum: 0.04, maximum: 0.1,
    mark: 'recalled', source: 'evidence 2B: benchmark 6.0 % and a mark-up of 10 %', meaning: 'rate for the best SMEs',
  },
  highestRate: {
    unit: 'rate per year', default: 0.09, minimum: 0.05, maximum: 0.2,
    mark: 'recalled', source: 'evidence 2B: benchmark 6.0 % and a mark-up of 50 %', meaning: 'highest rate of a bank loan',
  },
  leastPart: {
    unit: 'share of the amount asked', default: 0.4, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'property 13: getting less than asked', meaning: 'smallest part of the need for which a loan still makes sense',
  },
  precaution: {
    unit: 'share of working capital', default: 1.1, minimum: 0, maximum: 4,
    mark: 'assumed', source: 'survival first', meaning: 'cash that a firm wants for its production, beside its plans',
  },
  smallestNeed: {
    unit: 'share of quarterly revenue', default: 0.08, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'less is bridged by paying later', meaning: 'need below which a firm does not think of a loan',
  },
  benefit: {
    unit: 'share of the amount', default: 0.08, minimum: 0, maximum: 0.5,
    mark: 'assumed', source: 'informal loans cost 13-15 % (R25) against 7 %', meaning: 'what a bank loan is worth to a firm in need, above its cost',
  },
  applicationCost: {
    unit: 'yuan', default: 13_000, minimum: 0, maximum: 200_000,
    mark: 'assumed', source: 'R24: long wait, 46 %; about six weeks of a clerk',
    meaning: 'what asking for a loan costs a firm that nobody shows which product fits',
  },
  guess: {
    unit: 'rate', default: 0.012, minimum: 0.001, maximum: 0.1,
    mark: 'assumed', source: 'firms do not see into the bank', meaning: 'error with which firms guess the rate that a bank would ask from them',
  },
  subsidyCap: {
    unit: 'yuan per loan', default: 1e6, minimum: 0, maximum: 1e7,
    mark: 'recalled', source: 'L03', meaning: 'most interest that the fund pays back on one loan',
  },
  refusal: {
    unit: 'share', default: 0.05, minimum: 0, maximum: 1,
    mark: 'read', source: 'R25: 3.7 % of applications are rejected in good years', meaning: 'applications that a bank turns down for reasons of its own',
  },
} as const
type Parameters = ParameterValues<typeof parameters>

export const lend = mechanism({
  name: 'lend',
  purpose: 'firms short of money sell shares or ask banks, which screen, price and ration; agencies and neighbours guarantee; investors lend to the rest',
  parameters,
  switchable: true,
  existsFor: { metric: 'revenue', without: 'lower' },
  run(world, inForce, parameters, random) {
    const policy = inForce.general
    world.eligibleNetWorth = netWorthOfTop(world, policy['guarantee.eligibleShare'])
    const quota = openQuota(world, policy['finance.smallMicroQuota'], parameters)
    const office: Office = {
      world,
      policy,
      parameters,
      terms: guaranteeTerms(policy, parameters.reguaranteePremium),
      accepted: acceptanceOf(policy['finance.alternativeCollateral']),
      draws: random.site('lend', world.step),
      requests: [],
      agreed: [],
      unserved: [],
    }
    askForMoney(office, random)
    settleRequests(office)
    const { granted, cut, left } = ration(world, office.agreed, quota, parameters)
    const lent: Lent = { small: 0, other: 0 }
    for (const loan of granted) grant(office, loan, lent)
    for (const loan of cut) refuse(office, loan)
    lendToNeighbours(office, left, lent, random)
    const volume = Math.round((policy['finance.innovativeVolume'] * 1e6) / 4)
    lendInnovative(world, office.unserved.filter(({ firm }) => !servedNow(world, firm)), volume, parameters, random)
    closeQuota(world, lent.small, lent.other, parameters)
  },
})

interface Office {
  readonly world: World
  readonly policy: Policy
  readonly parameters: Parameters
  readonly terms: GuaranteeTerms
  readonly accepted: Acceptance
  readonly draws: Draws
  readonly requests: PendingRequest[]
  /** Loans that banks are willing to make. */
  readonly agreed: Agreed[]
  readonly unserved: Applicant[]
}

/** Yuan that banks have lent in this quarter. */
interface Lent {
  small: number
  other: number
}

/** A loan against the firm's own collateral. Money in yuan. */
interface PlainLoan {
  readonly firm: number
  readonly amount: number
  /** Share lost in a default, pledges counted. */
  readonly loss: number
  readonly pledge: number
  readonly personal: number
  readonly prospect: Prospect
}

interface Applicant extends Unserved {
  /** What its own collateral is good for. */
  readonly offered: number
  /** A bank has said no to the firm itself, not to its collateral. */
  readonly refused: boolean
}

interface Agreed extends Loan {
  readonly applicant: Applicant
}

interface PendingRequest extends Request {
  /** What becomes of the firm when no agency guarantees. */
  readonly otherwise: PlainLoan | undefined
  readonly applicant: Applicant
}

/** Every firm in need, those first that sell shares. */
function askForMoney(office: Office, random: Randomness): void {
  const { world, policy, parameters } = office
  const { meanRevenue } = world.organisations.columns
  const places = (policy['finance.directAccess'] * world.firmCount) / 4
  const issuers: Issuer[] = []
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    const need = needOf(world, firm, parameters)
    if (need === 0) continue
    const proceeds = places > 0 ? possibleIssue(world, firm, need, parameters) : 0
    if (proceeds > 0) issuers.push({ firm, need, proceeds })
    else seekLoan(office, firm, need)
  }
  for (const { firm, need } of sellShares(world, issuers, places, parameters, random)) {
    if (need > parameters.smallestNeed * meanRevenue[firm]) seekLoan(office, firm, need)
  }
}

/** Agencies decide; a firm without a guarantee falls back on what its collateral is good for. */
function settleRequests(office: Office): void {
  const { world, policy } = office
  for (const { request, accepted } of decideRequests(world, office.requests, policy, office.terms)) {
    const { firm, amount, rate, risk, agency, otherwise, applicant } = request
    if (accepted) office.agreed.push({ firm, amount, rate, risk, agency: agency + 1, pledge: 0, personal: 0, peers: NO_PEERS, applicant })
    else if (otherwise) lendPlain(office, otherwise, applicant)
    else office.unserved.push(applicant)
  }
}

function grant(office: Office, loan: Loan, lent: Lent): void {
  const { world, policy, parameters } = office
  payOut(world, policy, loan)
  world.organisations.columns.loanSubsidyShare[loan.firm] = subsidyShare(office, loan.firm, loan.amount, loan.rate)
  if (smallOrMicro(world, loan.firm, parameters)) lent.small += loan.amount
  else lent.other += loan.amount
  if (loan.agency === 0) return
  const covered = Math.round(loan.amount * policy['guarantee.coverage'])
  payFee(world, loan.firm, loan.agency - 1, covered, policy, parameters.reguaranteePremium)
  world.events.newGuarantees++
}

/** A loan beyond the quota is not made; an agency that had taken it has room again. */
function refuse({ world, policy, terms, unserved }: Office, { amount, agency, applicant }: Agreed): void {
  if (agency > 0) world.agencies.columns.guaranteed[agency - 1] -= agencyLoad(amount, policy['guarantee.coverage'], terms.ownShare)
  unserved.push({ ...applicant, refused: true })
}

const servedNow = (world: World, firm: number): boolean => world.organisations.columns.lastLoan[firm] === world.step

/** Firms to which a bank would lend if somebody stood for them look for neighbours in the same position. */
function lendToNeighbours(office: Office, left: number, lent: Lent, random: Randomness): void {
  const { world, parameters, draws } = office
  const { id, lastApplication } = world.organisations.columns
  const candidates = withinQuota(office, left, office.unserved.flatMap((applicant) => candidateOf(office, applicant)))
  for (const { candidate, amount, peers } of standForEachOther(world, candidates, parameters, random)) {
    const { firm, rate, risk } = candidate
    lastApplication[firm] = world.step
    world.events.loanApplications++
    if (draws.uniform(id[firm], 0) < parameters.refusal) continue
    grant(office, { firm, amount, rate, risk, agency: 0, pledge: 0, personal: 0, peers }, lent)
  }
}

function candidateOf(office: Office, { firm, need, offered, refused, prospect }: Applicant): Candidate[] {
  const { world, parameters } = office
  if (refused || world.organisations.columns.large[firm] === 1) return []
  const { rate, risk } = judge(office, firm, need, prospect, prospect.loss)
  return rate > parameters.highestRate ? [] : [{ firm, need, offered, prospect, rate: Math.max(rate, parameters.lowestRate), risk }]
}

/** As many small and micro firms, the least risky first, as fit what the quota has left. */
function withinQuota({ world, parameters }: Office, left: number, candidates: Candidate[]): Candidate[] {
  if (left === Infinity) return candidates
  const { id } = world.organisations.columns
  let rest = left
  candidates.sort((a, b) => a.risk - b.risk || id[a.firm] - id[b.firm])
  return candidates.filter(({ firm, need }) => {
    if (!smallOrMicro(world, firm, parameters)) return true
    rest -= need
    return rest >= 0
  })
}

/** Yuan that a firm lacks for its plans, the principal due and a reserve; 0 when it is too little or a loan still runs. */
function needOf(world: World, firm: number, parameters: Parameters): number {
  const { cash, loan, loanDue, rdPlan, investmentPlan, meanProfit, meanRevenue } = world.organisations.columns
  if (loan[firm] > 0 && loanDue[firm] > world.step) return 0
  const wanted =
    investmentPlan[firm] + rdPlan[firm] + loan[firm] - Math.max(0, meanProfit[firm])
    + parameters.precaution * workingCapital(world, firm, meanRevenue[firm])
  const need = Math.round(wanted - cash[firm])
  return need > parameters.smallestNeed * meanRevenue[firm] ? need : 0
}

function seekLoan(office: Office, firm: number, need: number): void {
  const { world, policy, parameters, draws } = office
  const c = world.organisations.columns
  const owner = c.id[firm]
  c.lastNeed[firm] = world.step

  // What the firm itself knows.
  const loss = lossGivenDefault(world, firm, parameters.liquidation, need, 0)
  const buffer = lossBuffer(world, firm, parameters.liquidation, parameters.horizon, c.loan[firm])
  const spread = yearlyProfitSpread(world, firm, parameters.horizon)
  const prospect = { loss, buffer, spread, logRisk: log(c.riskiness[firm]) }
  const truth = defaultChance(buffer, spread * c.riskiness[firm])
  c.defaultRisk[firm] = truth
  const plain = plainLoan(office, firm, need, prospect)
  const offered = plain.amount
  const enough = offered >= parameters.leastPart * need
  const eligible = offered < need && c.large[firm] === 0 && netWorth(world, firm) >= world.eligibleNetWorth
  const applicant = { firm, need, offered, prospect, refused: false }

  // First gate: asking. A firm that expects a refusal, or too little, does not ask.
  const amount = eligible ? need : offered
  const cost = parameters.screeningCost / Math.max(1, amount)
  const expected = requiredRate(parameters.fundingCost, parameters.hurdle, truth, eligible ? loss : plain.loss, cost)
  // A firm that is informed and rightly matched sees better what it would be asked, and has less to look for.
  const unmatched = 1 - world.platforms.finance.columns.accuracy[0] * c.awareness[firm]
  const chance = enough || eligible ? normalCdf((parameters.highestRate - expected) / (parameters.guess * Math.max(unmatched, 0.01))) : 0
  const subsidy = subsidyShare(office, firm, amount, expected) * expected * c.confidence[firm]
  if (chance * (parameters.benefit + subsidy) * amount < unmatched * parameters.applicationCost) {
    c.lastDiscouraged[firm] = world.step
    office.unserved.push(applicant)
    return
  }
  c.lastApplication[firm] = world.step
  world.events.loanApplications++

  // Second gate: being refused; third: getting less than asked, where collateral ends.
  if (draws.uniform(owner, 0) < parameters.refusal) {
    office.unserved.push({ ...applicant, refused: true })
    return
  }
  const request = eligible && policy['guarantee.coverage'] > 0 ? guaranteeRequest(office, firm, need, prospect) : undefined
  if (request) office.requests.push({ ...request, otherwise: enough ? plain : undefined, applicant })
  else if (enough) lendPlain(office, plain, applicant)
  else office.unserved.push(applicant)
}

/** What the firm's collateral is good for. Banks that miss a larger quota count more of it in small and micro firms. */
function plainLoan(office: Office, firm: number, need: number, prospect: Prospect): PlainLoan {
  const { world, parameters } = office
  const { secured, pledge, personal } = securityOf(world, firm, office.accepted, parameters)
  const relief = world.lending.relief > 1 && smallOrMicro(world, firm, parameters) ? world.lending.relief : 1
  const limit = Math.floor(secured * relief)
  const amount = Math.min(need, limit)
  const part = limit > 0 ? amount / limit : 0
  const pledged = { pledge: Math.floor(pledge * part), personal: Math.floor(personal * part) }
  const loss = lossGivenDefault(world, firm, parameters.liquidation, need, pledged.pledge + pledged.personal)
  return { firm, amount, loss, ...pledged, prospect }
}

/** Share of the interest that the fund promises to a firm on its list, within what it pays on one loan. */
function subsidyShare({ world, policy, parameters }: Office, firm: number, amount: number, rate: number): number {
  if (world.organisations.columns.interestListed[firm] === 0) return 0
  return Math.min(policy['fund.interestShare'], parameters.subsidyCap / Math.max(1, amount * rate))
}

/** A loan against collateral, if the rate that covers its risk as the bank sees it is one it may ask. */
function lendPlain(office: Office, plain: PlainLoan, applicant: Applicant): void {
  const { world, parameters } = office
  const { firm, amount, loss, pledge, personal, prospect } = plain
  const { rate, risk } = judge(office, firm, amount, prospect, loss)
  if (rate > parameters.highestRate) {
    office.unserved.push({ ...applicant, refused: true })
    return
  }
  payScreening(world, firm, screeningEffort(1, parameters.screening), parameters)
  office.agreed.push({ firm, amount, rate: Math.max(rate, parameters.lowestRate), risk, agency: 0, pledge, personal, peers: NO_PEERS, applicant })
}

/** The rate that a bank must ask when it bears the whole loss, and the risk as it sees it. */
function judge(office: Office, firm: number, amount: number, prospect: Prospect, loss: number): { rate: number; risk: number } {
  const { parameters, draws } = office
  const effort = screeningEffort(1, parameters.screening)
  const risk = seenByBank(office, firm, prospect, effort, draws)
  const cost = (parameters.screeningCost * effort * effort) / amount
  return { rate: requiredRate(parameters.fundingCost, parameters.hurdle, risk, loss, cost), risk }
}

function seenByBank(office: Office, firm: number, prospect: Prospect, effort: number, draws: Draws): number {
  const noise = draws.normal(office.world.organisations.columns.id[firm], 1)
  const seen = seenLogRisk(prospect.logRisk, noise, effort, office.parameters.screeningNoise)
  return defaultChance(prospect.buffer, prospect.spread * exp(seen))
}

/** With a guarantee the bank asks what its own share of the loss costs it, and looks as closely as that share pays. */
function guaranteeRequest(office: Office, firm: number, need: number, prospect: Prospect): Request | undefined {
  const { world, policy, parameters, terms, draws } = office
  const { id, lastGuaranteeRequest } = world.organisations.columns
  const owner = id[firm]
  lastGuaranteeRequest[firm] = world.step
  const coverage = policy['guarantee.coverage']
  const agency = owner % world.agencies.count
  const capital = balancesOf(world.ledger, 'agencies')[agency]
  const limit = (parameters.clientLimit * capital) / world.scale
  if (need * coverage * terms.ownShare > limit) return undefined

  const ownShare = 1 - coverage * (1 - policy['guarantee.bankShare'])
  const effort = screeningEffort(ownShare, parameters.screening)
  const bankRisk = seenByBank(office, firm, prospect, effort, draws)
  const asked = requiredRate(
    parameters.fundingCost, parameters.hurdle, bankRisk * ownShare, prospect.loss,
    (parameters.screeningCost * effort * effort) / need,
  )
  // The fee comes on top of the rate: together they may cost the firm no more than the dearest loan without guarantee.
  const fee = coverage * policy['guarantee.feeCap'] * (1 - policy['guarantee.feeSubsidy'])
  if (asked > parameters.highestRate - fee) return undefined

  const seen = seenLogRisk(prospect.logRisk, draws.normal(owner, 2), parameters.agencyScreening, parameters.screeningNoise)
  const risk = defaultChance(prospect.buffer, prospect.spread * exp(seen))
  // What an agency below its paid-in capital loses is restored at the next general meeting, as far as government does so.
  const restored = capital < world.agencies.columns.paidIn[agency] ? policy['guarantee.replenishment'] : 0
  const netShare = terms.netShare * (1 - restored)
  const margin = guaranteeMargin({ ...terms, netShare }, risk, prospect.loss, policy['guarantee.profitPressure'], parameters)
  if (margin < world.agencies.columns.caution[agency]) return undefined
  payScreening(world, firm, effort, parameters)
  return { firm, agency, amount: need, rate: Math.max(asked, parameters.lowestRate), risk, margin }
}

function payScreening(world: World, firm: number, effort: number, parameters: Parameters): void {
  const bank = world.organisations.columns.id[firm] % world.banks.count
  transfer(world.ledger, purposeIndex.screening, bank, 0, Math.round(parameters.screeningCost * effort * effort))
}
