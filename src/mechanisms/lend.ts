/**
 * Credit. A firm short of money may not ask, be refused, or get less than it asked: three different gates. Banks judge
 * risk with an effort that pays only as far as they can lose, ask for collateral, and lend without it only with a
 * guarantee; agencies accept what earns their owners' return within their means.
 */
import { exp, log, normalCdf } from '../world/arithmetic.ts'
import { netWorth, quarterlyWages } from '../world/firm.ts'
import { balancesOf, purposeIndex, transfer } from '../world/ledger.ts'
import type { Draws } from '../world/random.ts'
import type { World } from '../world/world.ts'
import { netWorthOfTop } from './lend/eligibility.ts'
import {
  acceptRequests, agencyLoad, guaranteeMargin, guaranteeParameters, guaranteeTerms, type GuaranteeTerms, payFee, type Request,
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
    unit: 'rate per year', default: 0.012, minimum: 0, maximum: 0.05,
    mark: 'assumed', source: 'return on capital and taxes of banks', meaning: 'margin that a bank asks for above its cost',
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
    unit: 'share of book value', default: 0.45, minimum: 0.1, maximum: 1,
    mark: 'recalled', source: 'L34: haircut 0.4-0.7', meaning: 'what a bank counts fixed assets as collateral for',
  },
  leastPart: {
    unit: 'share of the amount asked', default: 0.4, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'property 13: getting less than asked', meaning: 'smallest part of the need for which a loan still makes sense',
  },
  precaution: {
    unit: 'quarters of wages', default: 0.8, minimum: 0, maximum: 4,
    mark: 'assumed', source: 'survival first', meaning: 'cash that a firm wants to keep beside its plans',
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
    acceptRequests(world, office.requests, policy, office.terms, (request) => {
      payOut(office, request.firm, request.amount, request.rate, request.risk, request.agency + 1)
      const covered = Math.round(request.amount * policy['guarantee.coverage'])
      payFee(world, request.firm, request.agency, covered, policy, parameters.reguaranteePremium)
      world.events.newGuarantees++
    })
  },
})

interface Office {
  readonly world: World
  readonly policy: Policy
  readonly parameters: Parameters
  readonly terms: GuaranteeTerms
  readonly draws: Draws
  readonly requests: Request[]
}

/** Yuan that a firm lacks for its plans, the principal due and a reserve; 0 when it is too little or a loan still runs. */
function needOf(world: World, firm: number, parameters: Parameters): number {
  const { cash, loan, loanDue, rdPlan, investmentPlan, meanProfit, meanRevenue } = world.organisations.columns
  if (loan[firm] > 0 && loanDue[firm] > world.step) return 0
  const wanted =
    investmentPlan[firm] + rdPlan[firm] + loan[firm] + parameters.precaution * quarterlyWages(world, firm)
    - Math.max(0, meanProfit[firm])
  const need = Math.round(wanted - cash[firm])
  return need > parameters.smallestNeed * meanRevenue[firm] ? need : 0
}

function seekLoan(office: Office, firm: number, need: number): void {
  const { world, policy, parameters, draws } = office
  const c = world.organisations.columns
  const owner = c.id[firm]
  c.lastNeed[firm] = world.step

  // What the firm itself knows.
  const debt = Math.max(need, 1)
  const loss = lossGivenDefault(world, firm, parameters.liquidation, debt)
  const buffer = lossBuffer(world, firm, parameters.liquidation, parameters.horizon, c.loan[firm])
  const spread = yearlyProfitSpread(world, firm, parameters.horizon)
  const logRisk = log(c.riskiness[firm])
  const truth = defaultChance(buffer, spread * c.riskiness[firm])
  const secured = Math.floor((parameters.haircut * c.assets[firm]) / parameters.collateralShare)
  const offered = Math.min(need, secured)
  const plain = offered >= parameters.leastPart * need
  const eligible = c.large[firm] === 0 && netWorth(world, firm) >= world.eligibleNetWorth

  // First gate: asking. A firm that expects a refusal, or too little, does not ask.
  const amount = plain ? offered : need
  const cost = parameters.screeningCost / Math.max(1, amount)
  const expected = requiredRate(parameters.fundingCost, parameters.hurdle, truth, loss, cost)
  const chance = plain || eligible ? normalCdf((parameters.highestRate - expected) / parameters.guess) : 0
  if (chance * parameters.benefit * amount < parameters.applicationCost) {
    c.lastDiscouraged[firm] = world.step
    return
  }
  c.lastApplication[firm] = world.step
  world.events.loanApplications++

  // Second gate: being refused.
  if (draws.uniform(owner, 0) < parameters.refusal) return
  if (plain) {
    const effort = screeningEffort(1, parameters.screening)
    const risk = defaultChance(buffer, spread * exp(seenLogRisk(logRisk, draws.normal(owner, 1), effort, parameters.screeningNoise)))
    const asked = requiredRate(parameters.fundingCost, parameters.hurdle, risk, loss, (parameters.screeningCost * effort * effort) / amount)
    if (asked <= parameters.highestRate) {
      payScreening(world, firm, effort, parameters)
      payOut(office, firm, amount, Math.max(asked, parameters.lowestRate), risk, 0)
      return
    }
  }
  if (eligible && policy['guarantee.coverage'] > 0) requestGuarantee(office, firm, need, { loss, buffer, spread, logRisk })
}

interface Prospect {
  readonly loss: number
  readonly buffer: number
  readonly spread: number
  readonly logRisk: number
}

/** With a guarantee the bank asks what its own share of the loss costs it, and looks as closely as that share pays. */
function requestGuarantee(office: Office, firm: number, need: number, prospect: Prospect): void {
  const { world, policy, parameters, terms, draws } = office
  const { id } = world.organisations.columns
  const { loss, buffer, spread, logRisk } = prospect
  const owner = id[firm]
  const coverage = policy['guarantee.coverage']
  const agency = owner % world.agencies.count
  const limit = (parameters.clientLimit * balancesOf(world.ledger, 'agencies')[agency]) / world.scale
  const amount = Math.floor(Math.min(need, limit / Math.max(0.01, coverage * Math.max(terms.ownShare, 0.1))))
  if (amount < parameters.leastPart * need) return

  const ownShare = 1 - coverage * (1 - policy['guarantee.bankShare'])
  const effort = screeningEffort(ownShare, parameters.screening)
  const bankNoise = draws.normal(owner, 1)
  const bankRisk = defaultChance(buffer, spread * exp(seenLogRisk(logRisk, bankNoise, effort, parameters.screeningNoise)))
  const asked = requiredRate(
    parameters.fundingCost, parameters.hurdle, bankRisk * ownShare, loss, (parameters.screeningCost * effort * effort) / amount,
  )
  if (asked > parameters.highestRate) return

  const seen = seenLogRisk(logRisk, draws.normal(owner, 2), parameters.agencyScreening, parameters.screeningNoise)
  const risk = defaultChance(buffer, spread * exp(seen))
  const margin = guaranteeMargin(terms, risk, loss, policy['guarantee.profitPressure'], parameters)
  if (margin < world.agencies.columns.caution[agency]) return
  office.requests.push({ firm, agency, amount, rate: Math.max(asked, parameters.lowestRate), risk, margin })
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
  c.lastLoan[firm] = world.step
  const { events } = world
  events.loansGranted++
  events.loanVolume += amount
  events.loanInterestWeighted += amount * rate
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
