import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fund } from '../../src/mechanisms/fund.ts'
import { merit, reviewScore } from '../../src/mechanisms/fund/applying.ts'
import { innovate } from '../../src/mechanisms/innovate.ts'
import type { LeverName } from '../../src/mechanisms/levers.ts'
import { plan } from '../../src/mechanisms/plan.ts'
import { quarterlyWages } from '../../src/world/firm.ts'
import { balancesOf, purposeIndex, SME_FUND } from '../../src/world/ledger.ts'
import type { World } from '../../src/world/world.ts'
import { defaultsOf, policyWith } from '../support/innovation-world.ts'
import { act, firmsOf, isTechnologySme, region, total } from '../support/region.ts'

const defaults = defaultsOf(fund)
const GRANT = 610_000

/** A region in the quarter of the call. */
function inSpring(): World {
  const world = region()
  world.quarter = 8001
  return world
}

type Levers = Partial<Record<LeverName, number>>
/** Grants of the SME fund in a single call: other lines and funds, misuse, and who hears of it are in fund.test.ts. */
const grantsAlone: Levers = {
  'fund.budget': 20, 'fund.innovationBudget': 0, 'fund.lines.services': 0, 'fund.lines.keyIndustries': 0, 'fund.shares.interest': 0,
  'fund.shares.equity': 0, 'coordination.supervision': 4,
}
const call = (world: World, levers: Levers = {}, parameters: Record<string, number> = {}): Float64Array =>
  act(world, fund, { policy: policyWith({ ...grantsAlone, ...levers }), parameters: { awarenessNeeded: 0, ...parameters } })

const applicants = (world: World): number[] => firmsOf(world, ({ paperwork }, firm) => paperwork[firm] > 0)
const winners = (world: World): number[] => applicants(world).filter((firm) => world.organisations.columns.grantEnds[firm] > world.step)
const mean = (values: Float64Array, rows: readonly number[]): number => total(rows.map((row) => values[row])) / rows.length

describe('formulas', () => {
  it('merit is of the firm and of its project, in standard deviations', () => {
    expect(merit(0.9, 0.6, 0, 0.7)).toBeCloseTo(1.05, 14)
    expect(merit(0, 0.6, -2, 0.7)).toBeCloseTo(-1.4, 14)
    expect(merit(-0.6, 0.6, 1, 0.7)).toBeCloseTo(0, 14)
  })
  it('a score is what reviewers see of merit, and what connections are worth', () => {
    expect(reviewScore(1.5, -0.5, 3, 0, 0, 0)).toBe(1)
    expect(reviewScore(1.5, -0.5, 3, 1, 0, 0)).toBe(3)
    expect(reviewScore(1.5, -0.5, 3, 0.1, 0, 0)).toBeCloseTo(1.2, 14)
  })
})

describe('the call', () => {
  it('never pays and promises beyond the budget, on which reviews come, and spends all but less than a grant while anybody is left', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 60, noNaN: true }), fc.double({ min: 0.1, max: 3, noNaN: true }), (budget, size) => {
        const world = inSpring()
        const { grantRest } = world.organisations.columns
        const promisedBefore = total(grantRest)
        const flows = call(world, { 'fund.budget': budget, 'fund.grantSize': size })
        const given = Math.round(budget * 1e6)
        const accepted = firmsOf(world, ({ grantEnds }, firm) => grantEnds[firm] === world.step)
        expect(accepted).toEqual([])
        const spent = flows[purposeIndex.grants] + total(grantRest) - promisedBefore
        expect(flows[purposeIndex.fundAppropriation]).toBe(given + flows[purposeIndex.reviews])
        expect(spent).toBeLessThanOrEqual(given)
        if (world.events.grantsAwarded < world.events.grantApplications) expect(given - spent).toBeLessThan(Math.round(size * 1e6))
        expect(world.events.grantsAwarded).toBe(winners(world).length)
        expect(world.events.grantApplications).toBe(applicants(world).length)
      }),
      { numRuns: 25 },
    )
  })

  it('goes by score, the best first', () => {
    const world = inSpring()
    world.expectedCutoffs.fill(-20)
    // What is left of a score without projects, noise and connections is opportunity.
    call(world, { 'fund.reviewNoise': 0, 'fund.connectionWeight': 0 }, { projectSpread: 0 })
    const { opportunity } = world.organisations.columns
    const won = new Set(winners(world))
    const lost = applicants(world).filter((firm) => !won.has(firm))
    expect(won.size).toBeGreaterThan(10)
    expect(lost.length).toBeGreaterThan(10)
    const worst = Math.min(...[...won].map((firm) => opportunity[firm]))
    expect(worst).toBeGreaterThanOrEqual(Math.max(...lost.map((firm) => opportunity[firm])))
    expect(world.grantSuccess).toBe(won.size / (won.size + lost.length))
    // The cut-off is the score of the first who got nothing.
    expect(world.grantCutoff).toBeCloseTo(merit(Math.max(...lost.map((firm) => opportunity[firm])), world.region.population.opportunitySpread.value, 0, 0), 12)
  })

  it('picks worse projects the less reviewers see, and the better connected the more connections count', () => {
    const won = (levers: Levers): { merit: number; connection: number } => {
      const world = inSpring()
      // Everybody who may applies, whatever the chance.
      world.expectedCutoffs.fill(-20)
      call(world, levers, { projectSpread: 0 })
      const { opportunity, connection } = world.organisations.columns
      return { merit: mean(opportunity, winners(world)), connection: mean(connection, winners(world)) }
    }
    const exact = won({ 'fund.reviewNoise': 0, 'fund.connectionWeight': 0 })
    const usual = won({ 'fund.reviewNoise': 1, 'fund.connectionWeight': 0 })
    const blind = won({ 'fund.reviewNoise': 4, 'fund.connectionWeight': 0 })
    expect(exact.merit).toBeGreaterThan(usual.merit)
    expect(usual.merit).toBeGreaterThan(blind.merit)
    const connected = won({ 'fund.reviewNoise': 0, 'fund.connectionWeight': 0.8 })
    expect(connected.connection).toBeGreaterThan(exact.connection + 0.5)
    expect(connected.merit).toBeLessThan(exact.merit)
  })

  it('is feared less when nobody was turned away', () => {
    const world = inSpring()
    world.expectedCutoffs.fill(50)
    call(world, { 'fund.reviewNoise': 0 })
    expect(applicants(world)).toEqual([])
    expect(Math.max(...world.expectedCutoffs)).toBeLessThan(50)
  })

  it('is held in the second quarter of the year alone, and not without a budget', () => {
    for (const [season, budget] of [[0, 20], [2, 20], [3, 20], [1, 0]]) {
      const world = inSpring()
      world.quarter = 8000 + season
      call(world, { 'fund.budget': budget })
      expect(applicants(world)).toEqual([])
      expect(world.events.grantsAwarded).toBe(0)
    }
  })

  it('never awards firms that are large, outside technology, without skilled staff, own share or a plan of that size, or still in a project', () => {
    const unfit: readonly [string, (world: World, firm: number) => void][] = [
      ['large', (world, firm) => (world.organisations.columns.large[firm] = 1)],
      ['outside technology', (world, firm) => (world.organisations.columns.technology[firm] = 0)],
      ['without skilled staff', (world, firm) => (world.organisations.columns.skilled[firm] = 0)],
      ['in a project', (world, firm) => (world.organisations.columns.grantEnds[firm] = world.step + 1)],
      ['without its own share', (world, firm) => (world.organisations.columns.cash[firm] = GRANT / 2 - 1)],
      ['with too little R&D of its own', (world, firm) => (world.organisations.columns.rdPlan[firm] = GRANT / 8 - 1)],
    ]
    const plain = inSpring()
    call(plain)
    const best = winners(plain)
    for (const [name, spoil] of unfit) {
      const world = inSpring()
      for (const firm of best) spoil(world, firm)
      const cash = world.organisations.columns.cash.slice()
      call(world)
      for (const firm of best) {
        expect(world.organisations.columns.paperwork[firm], name).toBe(0)
        expect(world.organisations.columns.cash[firm], name).toBe(cash[firm])
      }
      // Others get what these would have had.
      expect(winners(world).length, name).toBeGreaterThan(0)
    }
  })
})

describe('a grant', () => {
  it('is paid to 70 % at once and the rest when the project is accepted, two years later', () => {
    const world = inSpring()
    const { cash, grantDuty, grantEnds, grantRest } = world.organisations.columns
    const before = cash.slice()
    call(world)
    const won = winners(world)
    for (const firm of won) {
      expect(cash[firm] - before[firm]).toBe(0.7 * GRANT)
      expect(grantRest[firm]).toBe(0.3 * GRANT)
      expect(grantDuty[firm]).toBe((2 * GRANT) / 8)
      expect(grantEnds[firm]).toBe(world.step + 8)
    }
    for (let quarter = 1; quarter <= 8; quarter++) {
      world.step++
      world.quarter++
      call(world, { 'fund.budget': 0 })
      for (const firm of won) {
        expect(cash[firm] - before[firm]).toBe(quarter < 8 ? 0.7 * GRANT : GRANT)
        expect(grantDuty[firm] > 0).toBe(quarter < 8)
      }
    }
    expect(balancesOf(world.ledger, 'government:sme-fund')[0]).toBeGreaterThanOrEqual(0)
  })

  it('adds little R&D in a firm that is rich in cash, and much in one that could not pay for its plan', () => {
    const added = (cashOf: (wages: number) => number): number => {
      const research = (budget: number): { world: World; spent: Float64Array } => {
        const world = inSpring()
        const c = world.organisations.columns
        // Firms alike but for size: each plans more than a grant would oblige it to.
        for (const firm of firmsOf(world, isTechnologySme)) {
          c.rdPlan[firm] = 400_000
          c.skilled[firm] = 40
          c.cash[firm] = cashOf(quarterlyWages(world, firm))
        }
        call(world, { 'fund.budget': budget })
        act(world, innovate)
        return { world, spent: c.rdSpending }
      }
      const [without, granted] = [research(0), research(20)]
      const won = winners(granted.world)
      expect(won.length).toBeGreaterThan(10)
      return total(won.map((firm) => granted.spent[firm] - without.spent[firm])) / (won.length * 0.7 * GRANT)
    }
    const rich = added(() => 1e9)
    const constrained = added((wages) => Math.max(GRANT / 2, wages + 10_000))
    expect(rich).toBeLessThan(0.02)
    expect(constrained).toBeGreaterThan(0.5)
  })

  it('obliges: a firm that would do less on its own does the project', () => {
    const world = inSpring()
    call(world)
    const { rdPlan, cash, grantDuty } = world.organisations.columns
    const won = winners(world)
    for (const firm of won) cash[firm] = 1e9
    act(world, plan)
    for (const firm of won) expect(rdPlan[firm]).toBeGreaterThanOrEqual(grantDuty[firm])
    expect(won.some((firm) => rdPlan[firm] === grantDuty[firm])).toBe(true)
  })
})

it('paperwork takes skilled time from those who apply, in the quarter of the call', () => {
  const world = inSpring()
  call(world)
  const asked = applicants(world)
  for (const firm of asked) expect(world.organisations.columns.paperwork[firm]).toBe(defaults.paperwork)
  world.quarter++
  world.step++
  call(world)
  expect(applicants(world)).toEqual([])
})

it('spends all money for stakes: the last firm gets what is left', () => {
  for (const budget of [1, 5, 20]) {
    const world = inSpring()
    const before = balancesOf(world.ledger, 'government:sme-fund')[SME_FUND.equity]
    const flows = call(world, { 'fund.budget': budget, 'fund.shares.equity': 0.1 })
    expect(flows[purposeIndex.equityStakes]).toBe(before + budget * 1e5)
    expect(balancesOf(world.ledger, 'government:sme-fund')[SME_FUND.equity]).toBe(0)
  }
})
