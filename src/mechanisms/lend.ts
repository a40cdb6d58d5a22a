/**
 * Credit. A firm short of money may not ask, be refused, or get less than it asked: three different gates. Banks judge
 * risk with an effort that pays only as far as they can lose, ask for collateral, and lend without it only with a
 * guarantee; agencies accept what earns their owners' return within their means.
 */
import { exp, log, normalCdf } from '../world/arithmetic.ts'
import { netWorth, workingCapital } from '../world/firm.ts'
import { balancesOf, purposeIndex, transfer } from '../world/ledger.ts'
import type { Draws } from '../world/random.ts'
import type { World } from '../world/world.ts'
import { netWorthOfTop } from './lend/eligibility.ts'
import {
  agencyLoad, decideRequests, guaranteeMargin, guaranteeParameters, guaranteeTerms, type GuaranteeTerms, payFee, type Request,
} from './lend/guarantee.ts'
import {
  defaultChance, lossBuffer, lossGivenDefault, riskParameters, screeningEffort, seenLogRisk, yearlyProfitSpread,
} from './lend/risk.ts'
import { mechanism, type ParameterValues, type Policy } from './mechanism.ts'

/** Quarters that a loan runs (L35: one year). */
const TENOR = 4

const parameters = {
  ...riskParameters,
  ...guaranteeParameters,
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
  collateralShare: {
    unit: 'share of the loan', default: 1, minimum: 0, maximum: 2,
    mark: 'assumed', source: 'R24: 41 % name missing collateral', meaning: 'collateral that a bank asks for beside a loan without guarantee',
  },
  haircut: {
    unit: 'share of book value', default: 0.5, minimum: 0.1, maximum: 1,
    mark: 'recalled', source: 'L34: haircut 0.4-0.7', meaning: 'what a bank counts accepted assets as collateral for',
  },
  acceptedAssets: {
    unit: 'share of fixed assets', default: 0.4, minimum: 0.05, maximum: 1,
    mark: 'assumed', source: 'L34: banks take land and buildings, most assets of SMEs are neither',
    meaning: 'fixed assets that banks accept as collateral at all',
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
    unit: 'yuan', default: 12_000, minimum: 0, maximum: 200_000,
    mark: 'assumed', source: 'R24: long wait, 46 %; about six weeks of a clerk', meaning: 'what asking for a loan costs a firm',
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

/** The rate that covers funding, hurdle, expected loss and screening: (f + h + p LGD s + c) / (1 - p). */
export function requiredRate(funding: number, hurdle: number, risk: number, loss: number, cost: number): number {
  return (funding + hurdle + risk * loss + cost) / (1 - Math.min(risk, 0.99))
}

export const lend = mechanism({
  name: 'lend',
  purpose: 'firms short of money ask banks; banks screen, price and ration; agencies guarantee within capital and appetite',
  parameters,
  switchable: true,
  run(world, inForce, parameters, random) {
    const policy = inForce.general
    world.eligibleNetWorth = netWorthOfTop(world, policy['guarantee.eligibleShare'])
    const office: Office = {
      world,
      policy,
      parameters,
      terms: guaranteeTerms(policy, parameters.reguaranteePremium),
      draws: random.site('lend', world.step),
      requests: [],
    }
    for (let visit = 0; visit < world.firmCount; visit++) {
      const firm = world.visits[visit]
      const need = needOf(world, firm, parameters)
      if (need > 0) seekLoan(office, firm, need)
    }
    settleRequests(office)
  },
})

interface Office {
  readonly world: World
  readonly policy: Policy
  readonly parameters: Parameters
  readonly terms: GuaranteeTerms
  readonly draws: Draws
  readonly requests: PendingRequest[]
}

/** What a lender could know of a firm. */
interface Prospect {
  readonly loss: number
  readonly buffer: number
  readonly spread: number
  readonly logRisk: number
}

interface PendingRequest extends Request {
  /** Loan against collateral that the firm takes when no agency guarantees; 0 for none. */
  readonly otherwise: number
  readonly prospect: Prospect
}

/** Agencies decide; a firm without a guarantee falls back on what its collateral is good for. */
function settleRequests(office: Office): void {
  const { world, policy, parameters } = office
  for (const { request, accepted } of decideRequests(world, office.requests, policy, office.terms)) {
    if (!accepted) {
      if (request.otherwise > 0) lendPlain(office, request.firm, request.otherwise, request.prospect)
      continue
    }
    payOut(office, request.firm, request.amount, request.rate, request.risk, request.agency + 1)
    const covered = Math.round(request.amount * policy['guarantee.coverage'])
    payFee(world, request.firm, request.agency, covered, policy, parameters.reguaranteePremium)
    world.events.newGuarantees++
  }
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
  const loss = lossGivenDefault(world, firm, parameters.liquidation, need)
  const buffer = lossBuffer(world, firm, parameters.liquidation, parameters.horizon, c.loan[firm])
  const spread = yearlyProfitSpread(world, firm, parameters.horizon)
  const truth = defaultChance(buffer, spread * c.riskiness[firm])
  const secured = Math.floor((parameters.haircut * parameters.acceptedAssets * c.assets[firm]) / parameters.collateralShare)
  const offered = Math.min(need, secured)
  const plain = offered >= parameters.leastPart * need
  const eligible = offered < need && c.large[firm] === 0 && netWorth(world, firm) >= world.eligibleNetWorth

  // First gate: asking. A firm that expects a refusal, or too little, does not ask.
  const amount = eligible ? need : offered
  const cost = parameters.screeningCost / Math.max(1, amount)
  const expected = requiredRate(parameters.fundingCost, parameters.hurdle, truth, loss, cost)
  const chance = plain || eligible ? normalCdf((parameters.highestRate - expected) / parameters.guess) : 0
  const subsidy = subsidyShare(office, firm, amount, expected) * expected * c.confidence[firm]
  if (chance * (parameters.benefit + subsidy) * amount < parameters.applicationCost) {
    c.lastDiscouraged[firm] = world.step
    return
  }
  c.lastApplication[firm] = world.step
  world.events.loanApplications++

  // Second gate: being refused; third: getting less than asked, where collateral ends.
  if (draws.uniform(owner, 0) < parameters.refusal) return
  const prospect = { loss, buffer, spread, logRisk: log(c.riskiness[firm]) }
  const request = eligible && policy['guarantee.coverage'] > 0 ? guaranteeRequest(office, firm, need, prospect) : undefined
  if (request) office.requests.push({ ...request, otherwise: plain ? offered : 0, prospect })
  else if (plain) lendPlain(office, firm, offered, prospect)
}

/** Share of the interest that the fund promises to a firm on its list, within what it pays on one loan. */
function subsidyShare({ world, policy, parameters }: Office, firm: number, amount: number, rate: number): number {
  if (world.organisations.columns.interestListed[firm] === 0) return 0
  return Math.min(policy['fund.interestShare'], parameters.subsidyCap / Math.max(1, amount * rate))
}

/** A loan against collateral, if the rate that covers its risk as the bank sees it is one it may ask. */
function lendPlain(office: Office, firm: number, amount: number, prospect: Prospect): void {
  const { world, parameters, draws } = office
  const effort = screeningEffort(1, parameters.screening)
  const risk = seenByBank(office, firm, prospect, effort, draws)
  const asked = requiredRate(
    parameters.fundingCost, parameters.hurdle, risk, prospect.loss, (parameters.screeningCost * effort * effort) / amount,
  )
  if (asked > parameters.highestRate) return
  payScreening(world, firm, effort, parameters)
  payOut(office, firm, amount, Math.max(asked, parameters.lowestRate), risk, 0)
}

function seenByBank(office: Office, firm: number, prospect: Prospect, effort: number, draws: Draws): number {
  const noise = draws.normal(office.world.organisations.columns.id[firm], 1)
  const seen = seenLogRisk(prospect.logRisk, noise, effort, office.parameters.screeningNoise)
  return defaultChance(prospect.buffer, prospect.spread * exp(seen))
}

/** With a guarantee the bank asks what its own share of the loss costs it, and looks as closely as that share pays. */
function guaranteeRequest(office: Office, firm: number, need: number, prospect: Prospect): Request | undefined {
  const { world, policy, parameters, terms, draws } = office
  const owner = world.organisations.columns.id[firm]
  const coverage = policy['guarantee.coverage']
  const agency = owner % world.agencies.count
  const limit = (parameters.clientLimit * balancesOf(world.ledger, 'agencies')[agency]) / world.scale
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
  const margin = guaranteeMargin(terms, risk, prospect.loss, policy['guarantee.profitPressure'], parameters)
  if (margin < world.agencies.columns.caution[agency]) return undefined
  return { firm, agency, amount: need, rate: Math.max(asked, parameters.lowestRate), risk, margin }
}

function payScreening(world: World, firm: number, effort: number, parameters: Parameters): void {
  const bank = world.organisations.columns.id[firm] % world.banks.count
  transfer(world.ledger, purposeIndex.screening, bank, 0, Math.round(parameters.screeningCost * effort * effort))
}

/** Pays a loan out; one that fell due is repaid out of it. `agency` is agency + 1, or 0. */
function payOut(office: Office, firm: number, amount: number, rate: number, risk: number, agency: number): void {
  const { world, policy } = office
  const c = world.organisations.columns
  const bank = c.id[firm] % world.banks.count
  const { lent } = world.banks.columns
  transfer(world.ledger, purposeIndex.bankFunding, 0, bank, amount)
  transfer(world.ledger, purposeIndex.loans, bank, firm, amount)
  lent[bank] += amount
  if (c.loan[firm] > 0) repay(world, firm, c.loan[firm])
  c.loan[firm] = amount
  c.loanRate[firm] = rate
  c.loanDue[firm] = world.step + TENOR
  c.loanBank[firm] = bank
  c.loanAgency[firm] = agency
  c.loanRisk[firm] = risk
  c.loanCoverage[firm] = agency > 0 ? policy['guarantee.coverage'] : 0
  c.loanBankShare[firm] = policy['guarantee.bankShare']
  c.loanReguaranteeShare[firm] = policy['guarantee.reguaranteeShare']
  c.loanGovernmentShare[firm] = policy['guarantee.governmentShare']
  c.loanSubsidyShare[firm] = subsidyShare(office, firm, amount, rate)
  c.lastLoan[firm] = world.step
  const { events } = world
  events.loansGranted++
  events.loanVolume += amount
  events.loanInterestWeighted += Math.round(amount * rate)
}

/** Repays principal of the running loan; what is fully repaid releases its guarantee. */
export function repay(world: World, firm: number, amount: number): void {
  const c = world.organisations.columns
  const bank = c.loanBank[firm]
  transfer(world.ledger, purposeIndex.repayments, firm, bank, amount)
  transfer(world.ledger, purposeIndex.bankFundingReturned, bank, 0, amount)
  world.banks.columns.lent[bank] -= amount
  if (amount === c.loan[firm]) releaseGuarantee(world, firm)
  c.loan[firm] -= amount
}

/** The agency's own share of a covered loss, as agreed when the loan was made. */
export function agencyShareOf(world: World, firm: number): number {
  const { loanBankShare, loanReguaranteeShare, loanGovernmentShare } = world.organisations.columns
  return Math.max(0, 1 - loanBankShare[firm] - loanReguaranteeShare[firm] - loanGovernmentShare[firm])
}

/** The agency stands for the loan no longer, whether it was repaid or paid out for. */
export function releaseGuarantee(world: World, firm: number): void {
  const c = world.organisations.columns
  if (c.loanAgency[firm] === 0) return
  const agency = c.loanAgency[firm] - 1
  const covered = Math.round(c.loan[firm] * c.loanCoverage[firm])
  const { guaranteed, meanReleased } = world.agencies.columns
  guaranteed[agency] -= agencyLoad(c.loan[firm], c.loanCoverage[firm], agencyShareOf(world, firm))
  meanReleased[agency] += covered
  world.events.guaranteesReleased += covered
  c.loanAgency[firm] = 0
  c.loanCoverage[firm] = 0
}
