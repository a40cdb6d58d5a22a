import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distressed, plan } from '../../src/mechanisms/plan.ts'
import { wantedResearch } from '../../src/mechanisms/plan/research.ts'
import { paysTax, userCost } from '../../src/mechanisms/plan/tax.ts'
import { contributionMargin, productLines, quarterlyWages } from '../../src/world/firm.ts'
import { NEVER, NO_OPPORTUNITY } from '../../src/world/organisations.ts'
import { NORMAL_UTILISATION } from '../../src/world/sectors.ts'
import type { World } from '../../src/world/world.ts'
import { defaultsOf, policyWith } from '../support/innovation-world.ts'
import { act, firmsOf, isTechnologySme, region } from '../support/region.ts'

const defaults = defaultsOf(plan)
/** A law that promises tax relief for as long as firms plan: nothing is left to belief. */
const certain = policyWith({ 'coordination.horizon': 10 })

describe('formulas', () => {
  it('the user cost is (1 - t(1 + a)) / (1 - t) for who pays tax, and 1 for who does not', () => {
    expect(userCost(0.25, 0.5, true, 0)).toBeCloseTo(0.625 / 0.75, 15)
    expect(userCost(0.25, 0, true, 0)).toBe(1)
    expect(userCost(0, 1.5, true, 0)).toBe(1)
    expect(userCost(0.25, 0.5, false, 0)).toBe(1)
  })

  it('R&D goes to where the last yuan returns its user cost', () => {
    const { value, unit, e, cost } = { value: 3e6, unit: 740_000, e: 0.35, cost: 0.9 }
    const wanted = wantedResearch(value, unit, e, cost)
    const worth = (research: number): number => value * (research / unit) ** e
    expect((worth(wanted + 1) - worth(wanted - 1)) / 2).toBeCloseTo(cost, 6)
    expect(wantedResearch(0.35 ** -1 * unit, unit, e, 1)).toBeCloseTo(unit, 4)
  })

  it('R&D has the elasticity -1 / (1 - e) to its user cost, and 1 / (1 - e) to its return', () => {
    const positive = fc.double({ min: 0.2, max: 5, noNaN: true })
    const elasticity = fc.double({ min: 0.1, max: 0.9, noNaN: true })
    fc.assert(fc.property(positive, positive, elasticity, fc.double({ min: 1.1, max: 2, noNaN: true }), (value, cost, e, factor) => {
      const before = wantedResearch(value * 1e6, 740_000, e, cost)
      const dearer = wantedResearch(value * 1e6, 740_000, e, cost * factor)
      const better = wantedResearch(value * 1e6 * factor, 740_000, e, cost)
      expect(Math.log(dearer / before) / Math.log(factor)).toBeCloseTo(-1 / (1 - e), 8)
      expect(Math.log(better / before) / Math.log(factor)).toBeCloseTo(1 / (1 - e), 8)
    }))
  })

  it('a firm is distressed when cash less two quarters of loss does not cover its runway', () => {
    expect(distressed(500, 0, 1000, 0.5)).toBe(false)
    expect(distressed(499, 0, 1000, 0.5)).toBe(true)
    expect(distressed(699, -100, 1000, 0.5)).toBe(true)
    expect(distressed(700, -100, 1000, 0.5)).toBe(false)
    expect(distressed(500, 1e9, 1000, 0.5)).toBe(false)
  })
})

/** A region whose firms have money to spare and no high-tech certificate, in a quarter in which none is given. */
function wealthy(): World {
  const world = region()
  const { cash, certificateEnds, highTechAim } = world.organisations.columns
  world.quarter = 8001
  certificateEnds.fill(NEVER)
  highTechAim.fill(0)
  for (const firm of firmsOf(world)) cash[firm] = 1e9
  return world
}

describe('R&D', () => {
  it('is dropped by the firms in distress and by no others: survival comes first', () => {
    const world = region()
    const { cash, meanProfit, meanRevenue, rdPlan, opportunity, grantEnds } = world.organisations.columns
    // Certificates, which cost money, are for the first quarter of a year.
    world.quarter = 8001
    // Large enough for a project, whatever they see in it.
    const firms = firmsOf(world, (c, firm) => isTechnologySme(c, firm) && rdPlan[firm] > 0 && meanRevenue[firm] > 200_000)
    const poor = new Set(firms.filter((_, index) => index % 3 === 0))
    for (const firm of firms) {
      meanProfit[firm] = 0
      opportunity[firm] = 2
      // Even a firm with a running grant.
      grantEnds[firm] = world.step + 3
      cash[firm] = Math.ceil(quarterlyWages(world, firm) * defaults.runway) - (poor.has(firm) ? 1 : 0)
    }
    act(world, plan)
    for (const firm of firms) expect(rdPlan[firm] > 0).toBe(!poor.has(firm))
    expect(poor.size).toBeGreaterThan(50)
  })

  it('closes half of the gap to what pays in a quarter, and settles there', () => {
    const world = wealthy()
    const { rdPlan, meanRevenue, opportunity, grantEnds } = world.organisations.columns
    grantEnds.fill(-1)
    const firms = firmsOf(world, isTechnologySme)
    const quarterlyWant = firms.map((firm) => {
      const lines = productLines(meanRevenue[firm])
      const value = (defaults.returnOnLine * Math.exp(opportunity[firm]) * meanRevenue[firm] * 4 * contributionMargin(world, firm)) / lines
      const cost = userCost(defaults.corporateTax, defaults.takeUp * 0.5, paysTax(world, firm), 0)
      const yearly = lines * wantedResearch(Math.max(1, value), defaults.lineResearch, defaults.elasticity, cost)
      return yearly < defaults.smallestProject ? 0 : yearly / 4
    })
    for (const firm of firms) rdPlan[firm] = 1e6
    act(world, plan, { policy: certain })
    firms.forEach((firm, index) => {
      const halfway = 1e6 + defaults.smoothing * (quarterlyWant[index] - 1e6)
      expect(Math.abs(rdPlan[firm] - halfway)).toBeLessThanOrEqual(1)
    })
    for (let quarter = 0; quarter < 40; quarter++) act(world, plan, { policy: certain })
    firms.forEach((firm, index) => expect(Math.abs(rdPlan[firm] - quarterlyWant[index])).toBeLessThanOrEqual(1))
    // Some have no project that is worth it.
    expect(quarterlyWant.filter((want) => want === 0).length).toBeGreaterThan(50)
    expect(quarterlyWant.filter((want) => want > 0).length).toBeGreaterThan(50)
  })

  it('follows a tax incentive by its elasticity where there is profit, and not at all where there is none', () => {
    const planned = (takeUp: number): World => {
      const world = wealthy()
      world.organisations.columns.grantEnds.fill(-1)
      for (let quarter = 0; quarter < 40; quarter++) act(world, plan, { policy: certain, parameters: { takeUp, smallestProject: 0 } })
      return world
    }
    const [without, full] = [planned(0), planned(1)]
    const expected = userCost(0.25, 0.5, true, 0) ** (-1 / (1 - defaults.elasticity))
    let [taxed, untaxed] = [0, 0]
    for (const firm of firmsOf(without, isTechnologySme)) {
      const { rdPlan } = without.organisations.columns
      if (rdPlan[firm] < 10_000) continue
      const ratio = full.organisations.columns.rdPlan[firm] / rdPlan[firm]
      const pays = paysTax(without, firm)
      if (pays) taxed++
      else untaxed++
      expect(ratio).toBeCloseTo(pays ? expected : 1, 3)
    }
    expect(Math.min(taxed, untaxed)).toBeGreaterThan(20)
  })

  it('is never less than a running grant obliges to, and as before when the grant has ended', () => {
    const planned = (duty: number, ends: number): World => {
      const world = wealthy()
      const { grantDuty, grantEnds } = world.organisations.columns
      grantDuty.fill(duty)
      grantEnds.fill(world.step + ends)
      act(world, plan)
      return world
    }
    const plain = planned(0, 1).organisations.columns.rdPlan
    const world = planned(300_000, 1)
    const [running, ended] = [world.organisations.columns.rdPlan, planned(300_000, 0).organisations.columns.rdPlan]
    for (const firm of firmsOf(world, isTechnologySme)) {
      expect(running[firm]).toBe(Math.max(plain[firm], 300_000))
      expect(ended[firm]).toBe(plain[firm])
    }
  })

  it('is thought about outside the technology stratum by the few with an opportunity, at the turn of the year', () => {
    const [summer, newYear] = [wealthy(), wealthy()]
    newYear.quarter = 8000
    for (const world of [summer, newYear]) {
      for (const firm of firmsOf(world, ({ technology }, row) => technology[row] === 0)) world.organisations.columns.rdPlan[firm] = 0
      act(world, plan)
    }
    const planning = (world: World): number[] =>
      firmsOf(world, ({ technology, rdPlan }, row) => technology[row] === 0 && rdPlan[row] > 0)
    expect(planning(summer)).toEqual([])
    const { opportunity } = newYear.organisations.columns
    expect(planning(newYear).length).toBeGreaterThan(0)
    expect(planning(newYear).every((firm) => opportunity[firm] > NO_OPPORTUNITY)).toBe(true)
  })
})

it('investment replaces what wears out and closes a part of the gap to the capacity that demand asks for', () => {
  const world = region()
  const { assets, meanRevenue, sector, investmentPlan } = world.organisations.columns
  const [fitting, small, big] = firmsOf(world)
  const fit = (firm: number): number => (meanRevenue[firm] * 4) / (world.sectors.assetTurnover[sector[firm]] * NORMAL_UTILISATION)
  assets[fitting] = fit(fitting)
  assets[small] = fit(small) / 2
  assets[big] = fit(big) * 2
  act(world, plan)
  expect(investmentPlan[fitting]).toBe(Math.round(fit(fitting) * 0.025))
  expect(investmentPlan[small]).toBe(Math.round(fit(small) / 2 * (0.025 + defaults.adjustment)))
  expect(investmentPlan[big]).toBe(0)
})
