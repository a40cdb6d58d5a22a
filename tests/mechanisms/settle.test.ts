import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LeverName } from '../../src/mechanisms/levers.ts'
import { settle } from '../../src/mechanisms/settle.ts'
import { workingCapital } from '../../src/world/firm.ts'
import { createJournal } from '../../src/world/journal.ts'
import { balancesOf, purposeIndex } from '../../src/world/ledger.ts'
import type { World } from '../../src/world/world.ts'
import { defaultsOf, policyWith } from '../support/innovation-world.ts'
import { act, clearDebts, firmsOf, indebt, type Loan, region, total } from '../support/region.ts'

const defaults = defaultsOf(settle)
/** Nobody earns or pays anything but what a failure costs. */
const quiet = { fundingCost: 0, capitalIncome: 0, agencyCost: 0 }

type Levers = Partial<Record<LeverName, number>>
const quarter = (world: World, levers: Levers = {}, parameters: Record<string, number> = {}): Float64Array =>
  act(world, settle, { policy: policyWith(levers), parameters })

/** A region without debts, away from the general meetings at the end of the year. */
function debtFree(): World {
  const world = region()
  clearDebts(world)
  world.quarter = 8000
  return world
}

/** A firm that has nothing left and failed. */
function ruin(world: World, firm: number, loan: Loan): void {
  const { cash, assets, insolvent } = world.organisations.columns
  cash[firm] = 0
  assets[firm] = 0
  insolvent[firm] = 1
  indebt(world, firm, loan)
}

describe('a firm with a loan', () => {
  const borrower = (cash: number, loan: Loan): { world: World; firm: number; flows: Float64Array } => {
    const world = debtFree()
    const [firm] = firmsOf(world, ({ large }, row) => large[row] === 0)
    indebt(world, firm, loan)
    world.organisations.columns.cash[firm] = cash
    return { world, firm, flows: quarter(world, {}, quiet) }
  }

  it('pays a quarter of the yearly interest', () => {
    const { world, firm, flows } = borrower(1e9, { amount: 1_000_000, rate: 0.07, quarters: 3 })
    expect(flows[purposeIndex.interest]).toBe(17_500)
    expect(world.organisations.columns.cash[firm]).toBe(1e9 - 17_500)
    expect(world.organisations.columns.loan[firm]).toBe(1_000_000)
    // The bank's owners take its profit.
    expect(flows[purposeIndex.bankDividends]).toBe(17_500)
    expect(total(balancesOf(world.ledger, 'banks'))).toBe(0)
  })

  it('repays when the principal is due, and its guarantee is released', () => {
    const { world, firm, flows } = borrower(1e9, { amount: 1_000_000, quarters: 0, agency: 1, coverage: 0.8 })
    const { loan, cash, insolvent } = world.organisations.columns
    expect([loan[firm], cash[firm], insolvent[firm]]).toEqual([0, 1e9 - 1_000_000, 0])
    expect(flows[purposeIndex.repayments]).toBe(1_000_000)
    expect(world.agencies.columns.guaranteed[1]).toBe(0)
    expect(world.events.guaranteesReleased).toBe(800_000)
    expect(world.events.guaranteePayouts).toBe(0)
    const shared = borrower(1e9, { amount: 1_000_000, quarters: 0, agency: 1, coverage: 0.8, bankShare: 0.25 })
    expect(shared.world.events.guaranteesReleased).toBe(600_000)
  })

  it('fails when it cannot repay out of what its business does not tie up', () => {
    const probe = debtFree()
    const [row] = firmsOf(probe, ({ large }, row) => large[row] === 0)
    const tied = defaults.tied * workingCapital(probe, row, probe.organisations.columns.meanRevenue[row])
    const enough = Math.ceil(tied) + 100_000
    expect(borrower(enough, { amount: 100_000, quarters: 0 }).world.events.defaults).toBe(0)
    const { world, firm, flows } = borrower(enough - 2, { amount: 100_000, quarters: 0 })
    expect(world.events.defaults).toBe(1)
    expect(world.organisations.columns.loan[firm]).toBe(0)
    // Claims and stocks are lost, but what is left of cash and assets is enough here: the bank loses nothing.
    expect(flows[purposeIndex.writeDowns]).toBe(Math.floor(tied))
    expect(flows[purposeIndex.repayments]).toBe(Math.min(100_000, enough - 2 - Math.floor(tied) + flows[purposeIndex.liquidation]))
  })

  it('fails when it cannot pay its interest', () => {
    const { world, flows } = borrower(10, { amount: 1_000_000, rate: 0.07, quarters: 3 })
    expect(world.events.defaults).toBe(1)
    expect(flows[purposeIndex.interest]).toBe(10)
  })
})

describe('the loss of a loan', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })

  it('falls on bank, owners, re-guarantor, government and agency, and their parts add up to the yuan', () => {
    const shares = fc.tuple(share, share, share).map(([a, b, c]) => {
      const sum = Math.max(1, a + b + c)
      return { bankShare: a / sum, reguaranteeShare: b / sum, governmentShare: c / sum }
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000_000 }), share, shares, fc.double({ min: 0, max: 0.8, noNaN: true }), (amount, coverage, split, compensation) => {
        const world = debtFree()
        ruin(world, firmsOf(world)[3], { amount, agency: 0, coverage, ...split })
        const capital = balancesOf(world.ledger, 'agencies')
        const before = capital[0]
        world.journal = createJournal()
        const flows = quarter(world, { 'guarantee.compensation': compensation }, quiet)
        const bank = flows[purposeIndex.bankCapital]
        const owners = flows[purposeIndex.recoveries]
        const reguarantor = flows[purposeIndex.reguaranteePayouts]
        const government = flows[purposeIndex.sharedLosses] + flows[purposeIndex.riskCompensation]
        const agency = before - capital[0]
        expect(bank + owners + reguarantor + government + agency).toBe(amount)
        expect(flows[purposeIndex.guaranteeAppropriation]).toBe(government)
        expect(world.journal.loans).toMatchObject([{ event: 'defaulted', amount, agency: 1, coverage, payout: flows[purposeIndex.payouts], byGovernment: government }])

        // Each bears what was agreed: shares of the covered loss, of which owners bring back a part of what was paid out.
        const covered = amount * coverage
        const net = 1 - defaults.recovery
        const near = (value: number, expected: number): void => expect(Math.abs(value - expected)).toBeLessThanOrEqual(3)
        near(bank, amount - covered * (1 - split.bankShare))
        near(reguarantor, covered * split.reguaranteeShare * net)
        near(flows[purposeIndex.sharedLosses], covered * split.governmentShare * net)
        near(agency, covered * Math.max(0, 1 - split.bankShare - split.reguaranteeShare - split.governmentShare) * net * (1 - compensation))
      }),
      { numRuns: 40 },
    )
  })

  it('is the bank\'s alone without a guarantee', () => {
    const world = debtFree()
    ruin(world, firmsOf(world)[3], { amount: 700_000 })
    const flows = quarter(world, {}, quiet)
    expect(flows[purposeIndex.bankCapital]).toBe(700_000)
    expect(flows[purposeIndex.payouts]).toBe(0)
    expect(world.ledger.writtenOff).toBe(700_000)
    expect(world.banks.columns.bad[0]).toBe(700_000)
  })

  it('goes back to the bank where the capital of an agency ends, and the lower identities come first', () => {
    const world = debtFree()
    const capital = balancesOf(world.ledger, 'agencies')
    const [first, second] = firmsOf(world)
    const amount = Math.round(0.6 * capital[0])
    const start = capital[0]
    ruin(world, second, { amount, agency: 0 })
    ruin(world, first, { amount, agency: 0 })
    const flows = quarter(world, {}, { ...quiet, recovery: 0 })
    expect(flows[purposeIndex.payouts]).toBe(start)
    expect(flows[purposeIndex.bankCapital]).toBe(2 * amount - start)
    expect(capital[0]).toBe(0)
  })
})

describe('the capital of an agency', () => {
  /** Years of the same payout in each quarter; capital at the end of each year. */
  function years(count: number, payout: number, levers: Levers): { start: number; ends: number[] } {
    const world = debtFree()
    const capital = balancesOf(world.ledger, 'agencies')
    const start = capital[0] = world.agencies.columns.paidIn[0]
    const firms = firmsOf(world)
    const ends: number[] = []
    for (let step = 0; step < 4 * count; step++) {
      ruin(world, firms[step], { amount: payout, agency: 0 })
      quarter(world, levers, { ...quiet, capitalIncome: 0.03, recovery: 0 })
      world.step++
      world.quarter++
      if (world.quarter % 4 === 0) ends.push(capital[0])
    }
    return { start, ends }
  }
  const PAYOUT = 2_000_000
  const growth = 1 + 0.03 / 4
  const yearly = growth ** 4
  const paid = PAYOUT * (growth + growth ** 2 + growth ** 3 + yearly)

  it('falls under constant payouts as K g^n - x (g + ... + g^n)', () => {
    const { start, ends } = years(6, PAYOUT, {})
    ends.forEach((end, year) => {
      const n = 4 * (year + 1)
      const closed = start * growth ** n - (PAYOUT * growth * (growth ** n - 1)) / (growth - 1)
      expect(Math.abs(end - closed)).toBeLessThan(2 * n)
    })
    expect(ends.at(-1)).toBeLessThan(0.8 * start)
  })

  it('settles where replenishment balances payouts, geometrically', () => {
    const share = 0.4
    const { start, ends } = years(16, PAYOUT, { 'guarantee.replenishment': share })
    const factor = (1 - share) * yearly
    const settled = (share * start - (1 - share) * paid) / (1 - factor)
    ends.forEach((end, year) => expect(Math.abs(end - (settled + factor ** (year + 1) * (start - settled)))).toBeLessThan(20))
    expect(ends.at(-1)! / settled).toBeCloseTo(1, 3)
  })

  it('is whole again each year with full replenishment, and never above what was paid in', () => {
    const full = years(3, PAYOUT, { 'guarantee.replenishment': 1 })
    expect(full.ends).toEqual([full.start, full.start, full.start])
    const idle = years(3, 1, {})
    expect(idle.ends).toEqual([idle.start, idle.start, idle.start])
  })

  it('pays for the work of its guarantees', () => {
    const world = debtFree()
    indebt(world, firmsOf(world)[0], { amount: 8e6, quarters: 3, agency: 0, coverage: 0.5 })
    world.organisations.columns.cash[firmsOf(world)[0]] = 1e9
    expect(quarter(world, {}, { ...quiet, agencyCost: 0.006 })[purposeIndex.agencyCosts]).toBe(6000)
  })
})

describe('caution', () => {
  /** Of an agency with guarantees of 10 million yuan that have ended, a tenth of them by a payout. */
  const cautionAfter = (levers: Levers, credibility = 0): number => {
    const world = debtFree()
    const { meanPayouts, meanReleased, caution } = world.agencies.columns
    meanPayouts.fill(0)
    meanReleased.fill(0)
    const [repaying, failing] = firmsOf(world)
    world.organisations.columns.cash[repaying] = 1e9
    indebt(world, repaying, { amount: 9_000_000, quarters: 0, agency: 0 })
    ruin(world, failing, { amount: 1_000_000, agency: 0 })
    quarter(world, levers, { ...quiet, recovery: 0, credibility })
    return caution[0]
  }

  it('rises with payouts beyond what is tolerated, in proportion to the pressure for profit', () => {
    expect(cautionAfter({ 'guarantee.tolerance': 0.02, 'guarantee.profitPressure': 0.05 })).toBeCloseTo(0.3 * 0.08, 12)
    expect(cautionAfter({ 'guarantee.tolerance': 0.02, 'guarantee.profitPressure': 0.1 })).toBeCloseTo(0.6 * 0.08, 12)
    expect(cautionAfter({ 'guarantee.tolerance': 0.1 })).toBe(0)
    expect(cautionAfter({ 'guarantee.profitPressure': 0 })).toBe(0)
  })

  it('is less the fewer guarantees there are to tell from', () => {
    const tolerance = { 'guarantee.tolerance': 0.02 }
    // With a weight of 10 million yuan on what is expected, all agencies are seen half way to the tolerated 0.02, and this one half way to all.
    expect(cautionAfter(tolerance, 10e6)).toBeCloseTo(0.3 * 0.08 * 0.75, 12)
    expect(cautionAfter(tolerance, 1e12)).toBeCloseTo(0, 6)
  })

  it('falls as government compensates', () => {
    expect(cautionAfter({ 'guarantee.compensation': 0.5 })).toBeCloseTo(0.3 * 0.03, 12)
  })
})

it('the re-guarantor is made whole by government at the end of the year', () => {
  const world = debtFree()
  world.quarter = 8003
  const capital = balancesOf(world.ledger, 'reguarantor')
  const start = capital[0]
  ruin(world, firmsOf(world)[0], { amount: 1_000_000, agency: 0, reguaranteeShare: 0.5 })
  const flows = quarter(world, {}, { ...quiet, recovery: 0 })
  expect(flows[purposeIndex.reguaranteePayouts]).toBe(500_000)
  expect(capital[0]).toBe(Math.round(world.region.population.reguarantorCapital.value * 1e6))
  expect(flows[purposeIndex.reguarantorCapital] - flows[purposeIndex.reguarantorDividends]).toBe(500_000 + capital[0] - start)
})
