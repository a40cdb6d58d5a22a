import { describe, expect, it } from 'vitest'
import { burnIn, simulateArm } from '../../src/experiment/simulate.ts'
import { plan } from '../../src/mechanisms/plan.ts'
import { turnover } from '../../src/mechanisms/turnover.ts'
import { changeStrata, joins, leaves } from '../../src/mechanisms/turnover/strata.ts'
import { metricKeys } from '../../src/observe/metrics.ts'
import { createAudit, holdAudit } from '../../src/world/audit.ts'
import { countSpecialisms } from '../../src/world/knowledge.ts'
import { FIELDS, NO_OPPORTUNITY } from '../../src/world/organisations.ts'
import { createRandomness } from '../../src/world/random.ts'
import type { World } from '../../src/world/world.ts'
import { defaultsOf, policyWith } from '../support/innovation-world.ts'
import { experimentOf } from '../support/scenarios.ts'

const experiment = await experimentOf('scale: 0.5\nquarters: 24\nburnIn: 8')
const rules = defaultsOf(turnover) as Parameters<typeof changeStrata>[1]
const random = createRandomness('strata', 1)
const pristine = (): World => burnIn(experiment, 0)

/** A living SME for which `test` holds. */
function anSme(world: World, test: (row: number) => boolean): number {
  const { large } = world.organisations.columns
  return world.firms.subarray(0, world.firmCount).find((row) => large[row] === 0 && test(row))!
}

/** Gives the firm a staff of 100 with this many skilled persons, and some or no R&D. */
function staffed(world: World, firm: number, skilled: number, research: number): void {
  const columns = world.organisations.columns
  columns.employees[firm] = 100 - skilled
  columns.skilled[firm] = skilled
  columns.rdSpending[firm] = research
}

describe('strata', () => {
  it('a firm joins with R&D and skilled staff, and leaves when it has had neither for three years', () => {
    const world = pristine()
    const { technology, lastTechnology } = world.organisations.columns
    const firm = anSme(world, (row) => technology[row] === 0)
    staffed(world, firm, 5, 100_000)
    expect(joins(world, firm, rules)).toBe(true)
    staffed(world, firm, 5, 0)
    expect(joins(world, firm, rules)).toBe(false)
    staffed(world, firm, 4, 100_000)
    expect(joins(world, firm, rules)).toBe(false)

    for (const [skilled, research] of [[0, 1], [3, 0]] as const) {
      lastTechnology[firm] = world.step - 40
      staffed(world, firm, skilled, research)
      expect(leaves(world, firm, rules)).toBe(false)
      expect(lastTechnology[firm]).toBe(world.step)
    }
    staffed(world, firm, 2, 0)
    world.step += 11
    expect(leaves(world, firm, rules)).toBe(false)
    world.step += 1
    expect(leaves(world, firm, rules)).toBe(true)
  })

  it('between the two rules a firm stays where it is', () => {
    const world = pristine()
    const { technology, lastTechnology } = world.organisations.columns
    for (const stratum of [0, 1]) {
      const firm = anSme(world, (row) => technology[row] === stratum)
      lastTechnology[firm] = world.step - 40
      staffed(world, firm, 4, 0)
      changeStrata(world, rules, random)
      expect(technology[firm]).toBe(stratum)
    }
  })

  it('who joins knows what its birth gave it and can be met', () => {
    const world = pristine()
    const { technology, knowledge, specialisms, absorptive, innovationWait } = world.organisations.columns
    const firm = anSme(world, (row) => technology[row] === 0)
    const before = world.technologySlots.occupied
    staffed(world, firm, 20, 100_000)
    changeStrata(world, rules, random)
    expect(technology[firm]).toBe(1)
    expect(Math.max(...knowledge.subarray(firm * FIELDS, (firm + 1) * FIELDS))).toBeGreaterThanOrEqual(0.3)
    expect(countSpecialisms(specialisms, firm)).toBeGreaterThanOrEqual(6)
    expect(absorptive[firm]).toBeGreaterThan(0)
    expect(innovationWait[firm]).toBeGreaterThan(0)
    expect(world.technologySlots.rows[world.slotOf[firm]]).toBe(firm)
    expect(world.technologySlots.occupied).toBeGreaterThan(before)
    const first = [...knowledge.subarray(firm * FIELDS, (firm + 1) * FIELDS)]
    const again = pristine()
    staffed(again, firm, 20, 100_000)
    changeStrata(again, rules, random)
    expect([...again.organisations.columns.knowledge.subarray(firm * FIELDS, (firm + 1) * FIELDS)]).toEqual(first)
  })

  it('who leaves loses ties, expert, knowledge and its place; the books still agree', () => {
    const world = pristine()
    const { technology, degree, adviser, experts, knowledge, specialisms, lastTechnology, cohort } = world.organisations.columns
    const firm = anSme(world, (row) => technology[row] === 1 && degree[row] > 0)
    const slot = world.slotOf[firm]
    if (adviser[firm] === 0) {
      adviser[firm] = 1
      experts[0]++
    }
    const lender = adviser[firm] - 1
    const lent = experts[lender]
    cohort[firm] = 1
    lastTechnology[firm] = world.step - 12
    staffed(world, firm, 0, 0)
    const audit = createAudit(world)
    changeStrata(world, rules, random)
    expect(technology[firm]).toBe(0)
    expect([degree[firm], adviser[firm], countSpecialisms(specialisms, firm)]).toEqual([0, 0, 0])
    expect(experts[lender]).toBe(lent - 1)
    expect(knowledge.subarray(firm * FIELDS, (firm + 1) * FIELDS).every((level) => level === 0)).toBe(true)
    expect(world.technologySlots.rows[slot]).not.toBe(firm)
    // The cohort is fixed: who leaves the stratum is still one of those who were there at the start.
    expect(cohort[firm]).toBe(1)
    expect(() => holdAudit(world, audit, 'end')).not.toThrow()
  })

  it('the cohort keeps its size while strata change', () => {
    const frames = simulateArm(experiment, pristine(), 'baseline', 0)
    const survival = metricKeys.indexOf('cohortSurvival')
    let before = 1
    let changed = 0
    const was = new Map<number, number>()
    for (const { metrics, world } of frames) {
      const { id, technology } = world.organisations.columns
      expect(metrics[survival]).toBeLessThanOrEqual(before)
      before = metrics[survival]
      for (const firm of world.firms.subarray(0, world.firmCount)) {
        if (was.has(id[firm]) && was.get(id[firm]) !== technology[firm]) changed++
        was.set(id[firm], technology[firm])
      }
    }
    expect(changed).toBeGreaterThan(5)
  })
})

it('outside the technology stratum only firms with an opportunity think about R&D, once a year', () => {
  const world = pristine()
  const { technology, opportunity, rdPlan, meanRevenue, cash } = world.organisations.columns
  const [open, closed] = [true, false].map((has) => anSme(world, (row) => technology[row] === 0 && opportunity[row] > NO_OPPORTUNITY === has))
  for (const firm of [open, closed]) {
    meanRevenue[firm] = 1e7
    cash[firm] = 1e8
    rdPlan[firm] = 0
  }
  opportunity[open] = 0
  for (const quarter of [1, 2, 3]) {
    world.quarter += quarter - (world.quarter % 4)
    plan.run(world, policyWith(), defaultsOf(plan), random)
    expect([rdPlan[open], rdPlan[closed]]).toEqual([0, 0])
  }
  world.quarter++
  plan.run(world, policyWith(), defaultsOf(plan), random)
  expect(rdPlan[open]).toBeGreaterThan(0)
  expect(rdPlan[closed]).toBe(0)
})
