import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lend } from '../../src/mechanisms/lend.ts'
import { netWorthOfTop } from '../../src/mechanisms/lend/eligibility.ts'
import { agencyLoad, decideRequests, guaranteeMargin, guaranteeTerms, payFee, type Request } from '../../src/mechanisms/lend/guarantee.ts'
import { agencyShareOf } from '../../src/mechanisms/lend/loans.ts'
import { defaultChance, lossBuffer, lossGivenDefault, requiredRate, screeningEffort, seenLogRisk } from '../../src/mechanisms/lend/risk.ts'
import type { LeverName } from '../../src/mechanisms/levers.ts'
import { netWorth, workingCapital } from '../../src/world/firm.ts'
import { balancesOf, purposeIndex, transfer } from '../../src/world/ledger.ts'
import type { World } from '../../src/world/world.ts'
import { defaultsOf, policyWith } from '../support/innovation-world.ts'
import { act, clearDebts, firmsOf, indebt, region, total } from '../support/region.ts'

const defaults = defaultsOf(lend)
type Levers = Partial<Record<LeverName, number>>
/** Banks and agencies alone: what takes their place is in finance.test.ts. */
const quarter = (world: World, levers: Levers = {}, parameters: Record<string, number> = {}): Float64Array =>
  act(world, lend, {
    policy: policyWith({ 'finance.innovativeVolume': 0, 'finance.directAccess': 0, ...levers }), parameters: { neighbours: 0, ...parameters },
  })

const isSme = (c: World['organisations']['columns'], firm: number): boolean => c.large[firm] === 0
const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('formulas of banks', () => {
  it('the rate breaks even: who pays covers those who fail, funding, hurdle and screening', () => {
    expect(requiredRate(0.035, 0.029, 0, 0.6, 0)).toBeCloseTo(0.064, 15)
    fc.assert(fc.property(fc.double({ min: 0, max: 0.9, noNaN: true }), share, (risk, loss) => {
      const rate = requiredRate(0.035, 0.02, risk, loss, 0.003)
      // Per yuan lent, interest comes from those who pay, and the loss from those who do not.
      expect((1 - risk) * rate - risk * loss).toBeCloseTo(0.035 + 0.02 + 0.003, 12)
    }))
    expect(requiredRate(0.035, 0.02, 1, 1, 0)).toBeLessThan(Infinity)
  })

  it('screening is in proportion to what the lender can lose, and decides how much of the truth it sees', () => {
    expect(screeningEffort(1, 0.8)).toBe(0.8)
    expect(screeningEffort(0.2, 0.8)).toBeCloseTo(0.16, 15)
    expect(screeningEffort(0, 0.8)).toBe(0)
    expect(seenLogRisk(0.7, -2, 1, 0.5)).toBe(0.7)
    expect(seenLogRisk(0.7, -2, 0, 0.5)).toBe(-1)
    expect(seenLogRisk(0.7, -2, 0.8, 0.5)).toBeCloseTo(0.36, 15)
  })

  it('the chance of default is that of a normal profit to use up the buffer (Merton)', () => {
    expect(defaultChance(0, 100)).toBe(0.5)
    expect(defaultChance(1.6448536269514722 * 100, 100)).toBeCloseTo(0.05, 10)
    expect(defaultChance(-1.2815515655446004 * 100, 100)).toBeCloseTo(0.9, 10)
    expect(defaultChance(1e9, 100)).toBeLessThan(1e-12)
    fc.assert(fc.property(fc.double({ min: -9e6, max: 9e6, noNaN: true }), fc.double({ min: 1, max: 5e6, noNaN: true }), (buffer, spread) => {
      expect(defaultChance(buffer + 1e5, spread)).toBeLessThanOrEqual(defaultChance(buffer, spread))
    }))
  })

  it('the buffer is what a sale of assets brings, cash and profit of the horizon, less debt; a loan so covered loses least', () => {
    const world = region()
    const [firm] = firmsOf(world)
    const c = world.organisations.columns
    c.assets[firm] = 1e6
    c.cash[firm] = 300_000
    c.meanProfit[firm] = 50_000
    expect(lossBuffer(world, firm, 0.2, 1, 400_000)).toBeCloseTo(200_000 + 300_000 + 200_000 - 400_000, 6)
    expect(lossBuffer(world, firm, 0.2, 2, 0)).toBeCloseTo(900_000, 6)
    expect(lossGivenDefault(world, firm, 0.2, 400_000, 0)).toBe(0.5)
    expect(lossGivenDefault(world, firm, 0.2, 100_000, 0)).toBe(0.1)
  })
})

describe('formulas of agencies', () => {
  const policy = (levers: Levers) => policyWith(levers).general
  const reform: Levers = { 'guarantee.bankShare': 0.2, 'guarantee.reguaranteeShare': 0.3, 'guarantee.governmentShare': 0.1 }

  it('terms: the agency bears what nobody else does, less compensation, and shares its fee with the re-guarantor', () => {
    expect(guaranteeTerms(policy({}), 0.5)).toEqual({ ownShare: 1, netShare: 1, income: 0.022 })
    const terms = guaranteeTerms(policy({ ...reform, 'guarantee.compensation': 0.5 }), 0.5)
    expect(terms.ownShare).toBeCloseTo(0.4, 15)
    expect(terms.netShare).toBeCloseTo(0.2, 15)
    expect(terms.income).toBeCloseTo(0.022 * (1 - 0.15), 15)
    const nothing = guaranteeTerms(policy({ 'guarantee.bankShare': 0.8, 'guarantee.governmentShare': 0.6 }), 0.5)
    expect(nothing.ownShare).toBe(0)
  })

  it('margin: fee less expected loss after recovery, cost and return on the capital that it ties', () => {
    const own = { agencyCost: 0.006, capitalIncome: 0.03, capitalUse: 0.2, recovery: 0.35 }
    const margin = (levers: Levers, risk: number, profit: number): number =>
      guaranteeMargin(guaranteeTerms(policy(levers), 0.5), risk, 0.8, profit, own)
    expect(margin({}, 0, 0.03)).toBeCloseTo(0.022 - 0.006, 15)
    expect(margin({}, 0.02, 0.05)).toBeCloseTo(0.022 - 0.02 * 0.8 * 0.65 - 0.006 - 0.004, 15)
    // Sharing the loss makes a risk acceptable that an agency alone would refuse.
    expect(margin({}, 0.05, 0.05)).toBeLessThan(0)
    expect(margin({ 'guarantee.governmentShare': 0.6 }, 0.05, 0.05)).toBeGreaterThan(0)
  })

  it('counts the covered principal at its own share, in whole yuan', () => {
    expect(agencyLoad(1_000_001, 0.8, 0.4)).toBe(320_000)
    expect(agencyLoad(1_000_002, 0.8, 0.4)).toBe(320_001)
    expect(agencyLoad(5e6, 1, 0)).toBe(0)
  })

  it('a fee is paid by firm and government together, and the re-guarantor gets its part of it', () => {
    const world = region()
    const [firm] = firmsOf(world)
    const { flows } = world.ledger
    flows.fill(0)
    payFee(world, firm, 1, 1_000_000, policy({ ...reform, 'guarantee.feeSubsidy': 0.25 }), 0.5)
    expect(flows[purposeIndex.guaranteeFees]).toBe(16_500)
    expect(flows[purposeIndex.feeSubsidies]).toBe(5500)
    expect(flows[purposeIndex.guaranteeAppropriation]).toBe(5500)
    expect(flows[purposeIndex.reguaranteePremiums]).toBe(3300)
  })

  it('takes requests by margin, the best first, within capital times the cap, in whatever order they come', () => {
    const capital = balancesOf(region().ledger, 'agencies')
    const requests = (world: World): Request[] =>
      firmsOf(world).slice(0, 40).map((firm, index) => ({
        firm, agency: index % 2, amount: Math.round(capital[0] * (0.3 + (index % 7) / 10)), rate: 0.07, risk: 0.01, margin: ((index * 29) % 40) / 1000,
      }))
    const accepted = (order: (all: Request[]) => Request[]): Set<number> => {
      const world = region()
      clearDebts(world)
      const general = policy({ 'guarantee.leverageCap': 3 })
      const decided = decideRequests(world, order(requests(world)), general, guaranteeTerms(general, 0.5), 0)
      for (const agency of [0, 1]) {
        const stands = world.agencies.columns.guaranteed[agency]
        expect(stands).toBeLessThanOrEqual(3 * capital[agency])
        const own = decided.filter(({ request }) => request.agency === agency)
        expect(total(own.filter((one) => one.accepted).map((one) => one.request.amount))).toBe(stands)
        for (const { request, accepted } of own) {
          if (accepted) continue
          // What stood before it, by margin, leaves no room for it.
          const better = own.filter((one) => one.accepted && one.request.margin > request.margin)
          expect(total(better.map((one) => one.request.amount)) + request.amount).toBeGreaterThan(3 * capital[agency])
        }
      }
      return new Set(decided.filter((one) => one.accepted).map((one) => one.request.firm))
    }
    const inOrder = accepted((all) => all)
    expect(inOrder.size).toBeGreaterThan(4)
    expect(accepted((all) => all.toReversed())).toEqual(inOrder)
  })

  it('stops far below the cap where owners ask for more margin the more is at stake', () => {
    const world = region()
    const [capital] = balancesOf(world.ledger, 'agencies')
    const leverage = (levers: Parameters<typeof policy>[0]): number => {
      clearDebts(world)
      const general = policy(levers)
      const requests = firmsOf(world).slice(0, 40).map((firm): Request => ({ firm, agency: 0, amount: Math.round(capital / 10), rate: 0.07, risk: 0, margin: 0.006 }))
      decideRequests(world, requests, general, guaranteeTerms(general, 0.5), 0.003)
      return world.agencies.columns.guaranteed[0] / capital
    }
    // Margin over charge is the leverage: 0.006 / 0.003, twice that at half the pressure.
    expect(leverage({})).toBeCloseTo(2, 1)
    expect(leverage({ 'guarantee.profitPressure': 0.025 })).toBeCloseTo(4, 1)
    expect(leverage({ 'guarantee.leverageCap': 1.5 })).toBeCloseTo(1.5, 1)
  })
})

it('eligible are the SMEs of highest net worth, as many as the lever says', () => {
  const world = region()
  const worths = firmsOf(world, isSme).map((firm) => netWorth(world, firm))
  let before = Infinity
  for (const share of [0.02, 0.1, 0.3, 0.5, 0.8, 0.95]) {
    const bound = netWorthOfTop(world, share)
    expect(worths.filter((worth) => worth >= bound).length / worths.length).toBeCloseTo(share, 1.5)
    expect(bound).toBeLessThan(before)
    before = bound
  }
  expect(netWorthOfTop(world, 1)).toBe(-Infinity)
})

/** Yuan that a firm lacks for its plans, what is due and its reserve. */
function lack(world: World, firm: number): number {
  const { cash, loan, rdPlan, investmentPlan, meanProfit, meanRevenue } = world.organisations.columns
  return Math.round(
    investmentPlan[firm] + rdPlan[firm] + loan[firm] - Math.max(0, meanProfit[firm])
      + defaults.precaution * workingCapital(world, firm, meanRevenue[firm]) - cash[firm],
  )
}

/** A region without debts whose SMEs are sound, but short of cash. */
function shortOfCash(): World {
  const world = region()
  clearDebts(world)
  // Banks pay for screening before `settle` closes their books for the quarter.
  for (let bank = 0; bank < world.banks.count; bank++) transfer(world.ledger, purposeIndex.bankCapital, 0, bank, 1e8)
  const { cash, meanProfit, meanRevenue } = world.organisations.columns
  for (const [index, firm] of firmsOf(world, isSme).entries()) {
    meanProfit[firm] = Math.round(0.08 * meanRevenue[firm])
    cash[firm] = Math.round((index % 4) / 4 * workingCapital(world, firm, meanRevenue[firm]))
  }
  return world
}

const collateral = (world: World, firm: number): number =>
  Math.floor((defaults.haircut * defaults.acceptedAssets * world.organisations.columns.assets[firm]) / defaults.collateralShare)

describe('three gates between a need and a loan', () => {
  it('discouraged: who has neither collateral nor a guarantee in sight does not ask', () => {
    const world = shortOfCash()
    const { assets, loan, lastNeed, lastApplication, lastDiscouraged } = world.organisations.columns
    const bare = firmsOf(world, isSme).filter((_, index) => index % 4 === 0)
    for (const firm of bare) assets[firm] = 1000
    quarter(world, { 'guarantee.eligibleShare': 0 })
    const needy = bare.filter((firm) => lastNeed[firm] === world.step)
    expect(needy.length).toBeGreaterThan(bare.length / 2)
    for (const firm of needy) {
      expect(lastDiscouraged[firm]).toBe(world.step)
      expect(lastApplication[firm]).toBeLessThan(world.step)
      expect(loan[firm]).toBe(0)
    }
    expect(world.events.loanApplications).toBeGreaterThan(0)
  })

  it('refused: who asks may get nothing', () => {
    const world = shortOfCash()
    const flows = quarter(world, {}, { refusal: 1 })
    expect(world.events.loanApplications).toBeGreaterThan(100)
    expect(world.events.loansGranted).toBe(0)
    expect(flows[purposeIndex.loans]).toBe(0)
    const usual = shortOfCash()
    quarter(usual)
    expect(usual.events.loansGranted / usual.events.loanApplications).toBeGreaterThan(0.8)
    expect(usual.events.loansGranted).toBeLessThan(usual.events.loanApplications)
  })

  it('rationed: a loan is what is lacking, or what the collateral is good for', () => {
    const world = shortOfCash()
    const needs = new Map(firmsOf(world, isSme).map((firm) => [firm, lack(world, firm)]))
    quarter(world, { 'guarantee.eligibleShare': 0 })
    const { loan, loanAgency, loanRate, loanDue } = world.organisations.columns
    let [full, part] = [0, 0]
    for (const [firm, need] of needs) {
      if (loan[firm] === 0) continue
      expect(loan[firm]).toBe(Math.min(need, collateral(world, firm)))
      expect(loan[firm]).toBeGreaterThanOrEqual(defaults.leastPart * need)
      expect(loanAgency[firm]).toBe(0)
      expect(loanDue[firm]).toBe(world.step + 4)
      expect(loanRate[firm]).toBeGreaterThanOrEqual(defaults.lowestRate)
      expect(loanRate[firm]).toBeLessThanOrEqual(defaults.highestRate)
      if (loan[firm] < need) part++
      else full++
    }
    expect(Math.min(full, part)).toBeGreaterThan(20)
  })

  it('a firm with enough cash does not think of a loan', () => {
    const world = region()
    clearDebts(world)
    for (const firm of firmsOf(world)) world.organisations.columns.cash[firm] = 1e11
    quarter(world)
    expect(world.events.loanApplications).toBe(0)
    expect(firmsOf(world, ({ lastNeed }, firm) => lastNeed[firm] === world.step)).toEqual([])
  })
})

describe('a guarantee', () => {
  it('opens credit to firms that lack collateral: they get all they need', () => {
    const open = shortOfCash()
    const needs = new Map(firmsOf(open, isSme).map((firm) => [firm, lack(open, firm)]))
    quarter(open, { 'guarantee.eligibleShare': 1, 'guarantee.leverageCap': 30 })
    const closed = shortOfCash()
    quarter(closed, { 'guarantee.eligibleShare': 0 })
    const { loan, loanAgency } = open.organisations.columns
    const guaranteed = firmsOf(open, ({ loanAgency }, firm) => loanAgency[firm] > 0)
    expect(guaranteed.length).toBe(open.events.newGuarantees)
    expect(guaranteed.length).toBeGreaterThan(20)
    for (const firm of guaranteed) {
      expect(loan[firm]).toBe(needs.get(firm))
      expect(collateral(open, firm)).toBeLessThan(loan[firm])
      expect(closed.organisations.columns.loan[firm]).toBeLessThan(loan[firm])
    }
    expect(closed.organisations.columns.loanAgency.some((agency) => agency > 0)).toBe(false)
    expect(loanAgency.some((agency) => agency > 0)).toBe(true)
    expect(open.events.loanVolume).toBeGreaterThan(closed.events.loanVolume)
  })

  it('is given within the leverage cap, and to no client for more than a tenth of the capital', () => {
    const given = (leverageCap: number, clientLimit: number): number => {
      const world = shortOfCash()
      const capital = balancesOf(world.ledger, 'agencies').slice()
      quarter(world, { 'guarantee.eligibleShare': 1, 'guarantee.leverageCap': leverageCap }, { clientLimit })
      const { guaranteed } = world.agencies.columns
      capital.forEach((own, agency) => expect(guaranteed[agency]).toBeLessThanOrEqual(leverageCap * own))
      const { loan, loanAgency, loanCoverage } = world.organisations.columns
      for (const firm of firmsOf(world, ({ loanAgency }, row) => loanAgency[row] > 0)) {
        const load = agencyLoad(loan[firm], loanCoverage[firm], agencyShareOf(world, firm))
        expect(load).toBeLessThanOrEqual(clientLimit * capital[loanAgency[firm] - 1])
      }
      return total(guaranteed)
    }
    const plain = given(30, 0.1)
    // Both bounds bind.
    expect(given(0.05, 0.1)).toBeLessThan(plain / 2)
    expect(given(30, 0.005)).toBeLessThan(plain)
  })

  it('is refused by an agency that has grown cautious', () => {
    const world = shortOfCash()
    world.agencies.columns.caution.fill(1)
    quarter(world, { 'guarantee.eligibleShare': 1 })
    expect(world.events.newGuarantees).toBe(0)
    expect(world.events.loansGranted).toBeGreaterThan(0)
  })
})

it('a loan that falls due is repaid out of the new one, and its guarantee released', () => {
  const world = shortOfCash()
  const firm = firmsOf(world, isSme).find((row) => collateral(world, row) > lack(world, row) + 50_000 && lack(world, row) > 200_000)!
  indebt(world, firm, { amount: 50_000, quarters: 0, agency: 1 })
  const before = world.organisations.columns.cash[firm]
  const flows = quarter(world, { 'guarantee.eligibleShare': 0 }, { refusal: 0, highestRate: 0.2 })
  const c = world.organisations.columns
  expect(flows[purposeIndex.repayments]).toBe(50_000)
  expect(world.events.guaranteesReleased).toBe(50_000)
  expect(world.agencies.columns.guaranteed[1]).toBe(0)
  expect(c.loanAgency[firm]).toBe(0)
  expect(c.loan[firm]).toBeGreaterThan(200_000)
  expect(c.cash[firm]).toBe(before + c.loan[firm] - 50_000)
})
