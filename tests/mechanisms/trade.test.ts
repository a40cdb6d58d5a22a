import { describe, expect, it } from 'vitest'
import { trade } from '../../src/mechanisms/trade.ts'
import { contributionMargin, fixedCosts, marketOf, quarterlyCapacity, quarterlyWages, SUPPLIER_CREDIT } from '../../src/world/firm.ts'
import { purposeIndex } from '../../src/world/ledger.ts'
import type { World } from '../../src/world/world.ts'
import { defaultsOf } from '../support/innovation-world.ts'
import { act, firmsOf, region, total } from '../support/region.ts'

const defaults = defaultsOf(trade)

/** A region in a quarter without tax day. */
function inSummer(): World {
  const world = region()
  world.quarter = 8001
  return world
}

/** Firms that can sell whatever is ordered. */
function unbound(): World {
  const world = inSummer()
  for (const firm of firmsOf(world)) world.organisations.columns.cash[firm] = 1e12
  return world
}
const everyOrder = { overtime: 1e9 }

describe('demand', () => {
  it('is shared: what a better firm gains, its rivals and the outside lose, all in the same proportion', () => {
    const [plain, better] = [unbound(), unbound()]
    const { revenue, meanRevenue } = plain.organisations.columns
    const firms = firmsOf(plain)
    const best = firms.reduce((one, other) => (meanRevenue[other] > meanRevenue[one] ? other : one))
    better.organisations.columns.competence[best] += 1
    act(plain, trade, { parameters: everyOrder })
    act(better, trade, { parameters: everyOrder })
    const after = better.organisations.columns.revenue
    const market = marketOf(plain, best)
    const rivals = firms.filter((firm) => firm !== best && marketOf(plain, firm) === market)
    const sales = (of: Float64Array): number => total(rivals.map((firm) => of[firm]))
    const outside = (of: Float64Array): number => plain.demand[market] - sales(of) - of[best]

    const gain = after[best] - revenue[best]
    const [rivalsLoss, outsideLoss] = [sales(revenue) - sales(after), outside(revenue) - outside(after)]
    expect(gain).toBeGreaterThan(0)
    expect(rivalsLoss).toBeGreaterThan(0)
    expect(outsideLoss).toBeGreaterThan(0)
    expect(gain).toBeCloseTo(rivalsLoss + outsideLoss, 0)
    const kept = outside(after) / outside(revenue)
    for (const firm of rivals) expect(Math.abs(after[firm] - kept * revenue[firm])).toBeLessThan(2 + 1e-5 * revenue[firm])
    // Its own sales rise by less than its attraction, since it is part of its own competition.
    const attraction = Math.exp(defaults.competenceWorth)
    expect(after[best] / revenue[best]).toBeCloseTo(attraction * kept, 4)
    for (const firm of firms) if (marketOf(plain, firm) !== market) expect(after[firm]).toBe(revenue[firm])
  })

  it('is what customers spend, whoever sells', () => {
    const world = unbound()
    const { revenue, competence } = world.organisations.columns
    for (const firm of firmsOf(world)) competence[firm] += 30
    act(world, trade, { parameters: everyOrder })
    for (let market = 0; market < world.demand.length; market++) {
      const sold = total(firmsOf(world, (_, firm) => marketOf(world, firm) === market).map((firm) => revenue[firm]))
      // So much better than the outside, the region sells all.
      expect(sold / world.demand[market]).toBeCloseTo(1, 5)
    }
  })

  it('is met within capacity and overtime, and as far as goods can be paid for before they are sold', () => {
    const world = inSummer()
    const c = world.organisations.columns
    const firms = firmsOf(world)
    firms.forEach((firm, index) => (c.cash[firm] = Math.round(c.cash[firm] * (index % 4) / 2)))
    const bounds = new Map(firms.map((firm) => {
      const free = c.cash[firm] - quarterlyWages(world, firm) - fixedCosts(world, firm)
      return [firm, { free, capacity: defaults.overtime * quarterlyCapacity(world, firm) }]
    }))
    act(world, trade)
    let [byCash, byCapacity] = [0, 0]
    for (const [firm, { free, capacity }] of bounds) {
      // Cost advantages move before anything is sold.
      const fundable = Math.max(0, free) / ((1 - SUPPLIER_CREDIT) * (1 - contributionMargin(world, firm)))
      expect(c.revenue[firm]).toBeLessThanOrEqual(Math.round(Math.min(fundable, capacity)))
      if (fundable > 0 && c.revenue[firm] === Math.round(fundable)) byCash++
      if (c.revenue[firm] === Math.round(capacity)) byCapacity++
    }
    expect(Math.min(byCash, byCapacity)).toBeGreaterThan(20)
  })
})

describe('cost advantages', () => {
  /** Mean and standard deviation over firms, and how much of the first quarter's is left after `quarters`. */
  function moved(quarters: number): { mean: number; spread: number; kept: number } {
    const world = inSummer()
    const { efficiency } = world.organisations.columns
    const { efficiencySpread } = world.region.population
    const firms = firmsOf(world)
    for (const firm of firms) efficiency[firm] = efficiencySpread.value * 2 * (firm % 2 === 0 ? 1 : -1)
    const before = firms.map((firm) => efficiency[firm])
    for (let quarter = 0; quarter < quarters; quarter++, world.step++) act(world, trade)
    const after = firms.map((firm) => efficiency[firm])
    const mean = total(after) / after.length
    return {
      mean,
      spread: Math.sqrt(total(after.map((value) => (value - mean) ** 2)) / after.length),
      kept: total(after.map((value, index) => value * before[index])) / total(before.map((value) => value * value)),
    }
  }
  const { efficiencySpread, efficiencyPersistence } = region().region.population

  it('wear off by the part that the region says', () => {
    expect(moved(4).kept).toBeCloseTo(efficiencyPersistence.value, 1)
  })

  it('come anew, so that firms differ in the long run as founders do', () => {
    const { mean, spread } = moved(60)
    expect(Math.abs(mean)).toBeLessThan(0.15 * efficiencySpread.value)
    expect(spread / efficiencySpread.value).toBeCloseTo(1, 1)
  })
})

it('a firm that cannot pay its staff has failed, and pays as far as its cash goes', () => {
  const world = inSummer()
  const { cash, insolvent, revenue } = world.organisations.columns
  const [poor, sound] = firmsOf(world)
  cash[poor] = quarterlyWages(world, poor) - 1
  cash[sound] = 1e9
  act(world, trade)
  expect([insolvent[poor], cash[poor], revenue[poor]]).toEqual([1, 0, 0])
  expect(insolvent[sound]).toBe(0)
})

describe('corporate tax without reliefs (those are in tax.test.ts)', () => {
  /** Yuan that a firm pays on tax day when the year brought `profit`, and the losses that it carries into the next. */
  function taxed(profit: number, lossesForward: number): { paid: number; forward: number } {
    const probe = unbound()
    const [firm] = firmsOf(probe, ({ technology }, row) => technology[row] === 0)
    probe.organisations.columns.taxable[firm] = 0
    act(probe, trade)
    const ofTheQuarter = probe.organisations.columns.taxable[firm]
    const paidWith = (taxable: number, losses: number): { flow: number; forward: number } => {
      const world = unbound()
      const c = world.organisations.columns
      world.quarter = 8003
      c.taxable[firm] = taxable - ofTheQuarter
      c.lossesForward[firm] = losses
      const flow = act(world, trade)[purposeIndex.corporateTax]
      expect(c.taxable[firm]).toBe(0)
      return { flow, forward: c.lossesForward[firm] }
    }
    const { flow, forward } = paidWith(profit, lossesForward)
    return { paid: flow - paidWith(0, 0).flow, forward: Math.round(forward) }
  }

  it('is a quarter of the profit of the year after losses of earlier years', () => {
    expect(taxed(1_000_000, 0)).toEqual({ paid: 250_000, forward: 0 })
    expect(taxed(-400_000, 0)).toEqual({ paid: 0, forward: 400_000 })
    expect(taxed(300_000, 400_000)).toEqual({ paid: 0, forward: 100_000 })
    expect(taxed(300_000, 100_000)).toEqual({ paid: 50_000, forward: 0 })
    expect(taxed(-50_000, 100_000)).toEqual({ paid: 0, forward: 150_000 })
  })

  it('is paid once a year', () => {
    for (const season of [0, 1, 2, 3]) {
      const world = unbound()
      world.quarter = 8000 + season
      expect(act(world, trade)[purposeIndex.corporateTax] > 0).toBe(season === 3)
    }
  })
})

describe('owners', () => {
  it('take out half of the cash above their target, and never put money back', () => {
    const world = inSummer()
    const kept = inSummer()
    const c = world.organisations.columns
    const before = new Map(firmsOf(world).map((firm) => [firm, quarterlyWages(world, firm) + fixedCosts(world, firm)]))
    const flows = act(world, trade)
    act(kept, trade, { parameters: { withdrawal: 0 } })
    let [taking, leaving] = [0, 0]
    for (const [firm, costs] of before) {
      const there = kept.organisations.columns.cash[firm]
      const target = defaults.precaution * (costs + (1 - SUPPLIER_CREDIT) * (1 - contributionMargin(world, firm)) * c.meanRevenue[firm])
      const excess = c.insolvent[firm] === 1 ? 0 : Math.max(0, there - target - defaults.reserve * c.loan[firm])
      expect(Math.abs(there - c.cash[firm] - Math.floor(0.5 * excess))).toBeLessThanOrEqual(1)
      if (excess > 0) taking++
      else leaving++
    }
    expect(Math.min(taking, leaving)).toBeGreaterThan(50)
    for (const purpose of ['founding', 'bankCapital'] as const) expect(flows[purposeIndex[purpose]]).toBe(0)
  })
})

describe('capacity', () => {
  it('wears out, and is bought as planned as far as cash above half of the wages goes', () => {
    const world = inSummer()
    const { assets, investmentPlan, cash } = world.organisations.columns
    const [rich, poor] = firmsOf(world, ({ technology, large }, firm) => technology[firm] === 0 && large[firm] === 0)
    assets[rich] = assets[poor] = 2_000_000
    investmentPlan[rich] = investmentPlan[poor] = 300_000
    cash[rich] = 1e9
    // Enough for the staff and nothing else.
    cash[poor] = quarterlyWages(world, poor)
    act(world, trade)
    expect(assets[rich]).toBe(1_950_000 + 300_000)
    expect(assets[poor]).toBe(1_950_000)
  })

  it('takes ordinary staff in proportion, one person at least where there is no skilled one', () => {
    const world = inSummer()
    const { assets, skilled, employees, sector, technology, rounding, investmentPlan } = world.organisations.columns
    const [big, tiny] = firmsOf(world, (c, firm) => c.technology[firm] === 0)
    assets[big] = 80_000_000
    assets[tiny] = 1000
    skilled[tiny] = 0
    investmentPlan[big] = investmentPlan[tiny] = 0
    act(world, trade)
    const cell = sector[big] * 2 + technology[big]
    const heads = (78_000_000 * world.sectors.assetTurnover[sector[big]]) / world.sectors.revenuePerHead[cell]
    expect(employees[big]).toBe(Math.floor(heads * (1 - world.sectors.skilledShare[cell]) + rounding[big]))
    expect(employees[tiny]).toBe(1)
  })
})

it('profit is sales less wages, materials, wear, interest and R&D materials; means follow it by a quarter of the gap', () => {
  const world = unbound()
  const c = world.organisations.columns
  const [firm] = firmsOf(world, ({ technology }, row) => technology[row] === 1)
  c.rdMaterials[firm] = 70_000
  const costs = quarterlyWages(world, firm) + fixedCosts(world, firm) + 70_000
    + Math.round(c.assets[firm] * 0.025) + Math.round((c.loan[firm] * c.loanRate[firm]) / 4)
  const [meanRevenue, meanProfit] = [c.meanRevenue[firm], c.meanProfit[firm]]
  act(world, trade)
  const materials = Math.round(c.revenue[firm] * (1 - contributionMargin(world, firm)))
  expect(c.profit[firm]).toBe(c.revenue[firm] - materials - costs)
  expect(c.meanRevenue[firm]).toBeCloseTo(0.75 * meanRevenue + 0.25 * c.revenue[firm], 6)
  expect(c.meanProfit[firm]).toBeCloseTo(0.75 * meanProfit + 0.25 * c.profit[firm], 6)
})
