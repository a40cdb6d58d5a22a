import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { turnover, updatedBelief } from '../../src/mechanisms/turnover.ts'
import { outgrown } from '../../src/world/firm.ts'
import { SPIN_OFF, START_UP_TECHNOLOGY } from '../../src/world/identity.ts'
import { purposeIndex } from '../../src/world/ledger.ts'
import { FIELDS, WORDS } from '../../src/world/organisations.ts'
import { RUNNING } from '../../src/world/ties.ts'
import type { World } from '../../src/world/world.ts'
import { act, clearDebts, firmsOf, indebt, region, total } from '../support/region.ts'

it('a belief is the mean of what was seen, with what was thought at first counting as four quarters', () => {
  fc.assert(
    fc.property(fc.double({ min: -1, max: 1, noNaN: true }), fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 30 }), (prior, signals) => {
      const belief = signals.reduce((before, signal, index) => updatedBelief(before, signal, index + 1), prior)
      expect(belief).toBeCloseTo((4 * prior + total(signals)) / (4 + signals.length), 10)
    }),
  )
})

/** A region in which nobody has a reason to end. */
function content(): World {
  const world = region()
  clearDebts(world)
  world.quarter = 8000
  const { belief, revenue, profit, rdSpending, insolvent, grantEnds } = world.organisations.columns
  for (const firm of firmsOf(world)) {
    belief[firm] = 0.1
    revenue[firm] = 1_000_000
    profit[firm] = 100_000
    rdSpending[firm] = 0
    insolvent[firm] = 0
    grantEnds[firm] = -1
  }
  return world
}

/** Who is gone after a quarter. */
function gone(world: World): number[] {
  const before = firmsOf(world)
  act(world, turnover)
  const living = new Set(firmsOf(world, ({ born }, firm) => born[firm] < world.step))
  return before.filter((firm) => !living.has(firm))
}

/** An old firm that has always lost a fifth of its revenue. */
function disappoint(world: World, firm: number): void {
  const { belief, profit, born } = world.organisations.columns
  belief[firm] = -0.2
  profit[firm] = -200_000
  born[firm] = world.step - 60
}

describe('a firm ends', () => {
  it('for no reason never', () => {
    expect(gone(content())).toEqual([])
  })

  it('when it is insolvent, whatever it believes of itself', () => {
    const world = content()
    const chosen = firmsOf(world).filter((_, index) => index % 50 === 0)
    for (const firm of chosen) world.organisations.columns.insolvent[firm] = 1
    expect(gone(world)).toEqual(chosen)
    expect(world.events.exits).toBe(chosen.length)
  })

  it('by closing when its owners have learned that it earns too little, and can pay all debts', () => {
    const world = content()
    const { assets, cash, grantEnds } = world.organisations.columns
    const [free, solvent, indebted, obliged] = firmsOf(world)
    for (const firm of [free, solvent, indebted, obliged]) {
      disappoint(world, firm)
      assets[firm] = 1_000_000
      cash[firm] = 100_000
    }
    // A sale of the assets brings a fifth of their worth.
    indebt(world, solvent, { amount: 300_000 })
    indebt(world, indebted, { amount: 300_001 })
    grantEnds[obliged] = world.step + 1
    expect(gone(world)).toEqual([free, solvent])
  })

  it('not for R&D that it could give up', () => {
    const world = content()
    const { id, rdSpending } = world.organisations.columns
    const [researching, losing] = firmsOf(world)
    const known = [id[researching], id[losing]]
    for (const firm of [researching, losing]) disappoint(world, firm)
    world.organisations.columns.belief[researching] = 0.1
    world.organisations.columns.belief[losing] = 0.1
    rdSpending[researching] = 300_000
    for (let quarter = 0; quarter < 24; quarter++) act(world, turnover)
    const living = new Set(firmsOf(world).map((firm) => world.organisations.columns.id[firm]))
    expect(known.map((one) => living.has(one))).toEqual([true, false])
  })

  it('later when it is young, for its owners know less', () => {
    const world = content()
    const { belief, profit, born } = world.organisations.columns
    const [young, old] = firmsOf(world)
    for (const firm of [young, old]) {
      belief[firm] = -0.06
      profit[firm] = -60_000
    }
    born[young] = world.step - 1
    born[old] = world.step - 60
    // Doubt of 2.7 x 0.16 / sqrt(seen + 4) against an outside option of 0.055.
    expect(gone(world)).toEqual([old])
    expect(belief[young]).toBeCloseTo(-0.06, 15)
  })
})

describe('closing', () => {
  it('sells, repays, gives the rest to the owners, and lets go of staff, partners and seats', () => {
    const world = content()
    const c = world.organisations.columns
    const { table } = world.ties
    const seats = [...world.memberships.columns.member.subarray(0, world.memberships.count)]
    const { outcome, first, second } = table.columns
    const ties = [...outcome.subarray(0, table.count).keys()].filter((tie) => outcome[tie] === RUNNING)
    const partnered = ties.flatMap((tie) => [first[tie], second[tie]])
    const firm = firmsOf(world, ({ skilled }, row) => skilled[row] > 1 && seats.includes(row) && partnered.includes(row))[0]
    disappoint(world, firm)
    c.assets[firm] = 1_000_000
    c.cash[firm] = 400_000
    indebt(world, firm, { amount: 150_000, agency: 1 })
    const staff = c.skilled[firm]
    const movers = world.movers.count
    const flows = act(world, turnover)
    expect(flows[purposeIndex.liquidation]).toBe(200_000)
    expect(flows[purposeIndex.repayments]).toBe(150_000)
    expect(flows[purposeIndex.closing]).toBe(450_000)
    expect(world.agencies.columns.guaranteed[1]).toBe(0)
    expect(world.movers.count - movers).toBe(staff)
    expect(world.memberships.count).toBe(seats.length - seats.filter((row) => row === firm).length)
    expect(world.firms.subarray(0, world.firmCount).some((row) => row === firm && c.born[row] < world.step)).toBe(false)
  })
})

/** What newcomers are born with, by identity. */
function newcomers(world: World): Map<number, number[]> {
  const c = world.organisations.columns
  return new Map(firmsOf(world, ({ born }, firm) => born[firm] === world.step).map((firm) => [c.id[firm], [
    c.sector[firm], c.technology[firm], c.cluster[firm], c.efficiency[firm], c.opportunity[firm], c.riskiness[firm], c.connection[firm],
    c.rounding[firm], c.competence[firm], c.assets[firm], c.cash[firm], c.employees[firm], c.meanRevenue[firm],
    ...c.knowledge.subarray(firm * FIELDS, (firm + 1) * FIELDS), ...c.specialisms.subarray(firm * WORDS, (firm + 1) * WORDS),
  ]]))
}
/** Sector and kind of founder, out of an identity. */
const streamOf = (id: number): { sector: number; origin: number } => ({ sector: (id >>> 20) & 7, origin: (id >>> 18) & 3 })

/** The margin that founders see in one stratum of one sector. */
function setMargin(world: World, market: number, stratum: number, margin: number): void {
  const { sector, technology, meanProfit, meanRevenue } = world.organisations.columns
  for (const firm of firmsOf(world)) if (sector[firm] === market && technology[firm] === stratum) meanProfit[firm] = margin * meanRevenue[firm]
}

/** Entrants of eight quarters, when nobody ends. */
function entrants(change: (world: World) => void): Map<number, number[]> {
  const all = new Map<number, number[]>()
  for (let quarter = 0; quarter < 8; quarter++) {
    const world = content()
    world.step += quarter
    for (let market = 0; market < world.sectors.count; market++) for (const stratum of [0, 1]) setMargin(world, market, stratum, 0.05)
    change(world)
    act(world, turnover)
    for (const [id, traits] of newcomers(world)) all.set(id, traits)
  }
  return all
}

describe('entry', () => {
  const usual = entrants(() => {})

  it('follows the margin in sight, in the sector and stratum where it is', () => {
    const better = entrants((world) => setMargin(world, 0, 1, 0.15))
    const inSight = (id: number): boolean => streamOf(id).sector === 0 && streamOf(id).origin === START_UP_TECHNOLOGY
    const count = (all: Map<number, number[]>): number => [...all.keys()].filter(inSight).length
    expect(count(better)).toBeGreaterThan(1.8 * count(usual))
    expect(count(usual)).toBeGreaterThan(5)
    const elsewhere = (all: Map<number, number[]>): number[] => [...all.keys()].filter((id) => !inSight(id) && streamOf(id).origin !== SPIN_OFF)
    expect(elsewhere(better)).toEqual(elsewhere(usual))
  })

  it('of one more shifts nobody: the others are the same firms, born with the same', () => {
    const more = entrants((world) => setMargin(world, 0, 1, 0.15))
    expect(more.size).toBeGreaterThan(usual.size)
    for (const [id, traits] of usual) expect(more.get(id), `founder ${id}`).toEqual(traits)
  })

  it('stops where nothing is earned', () => {
    const none = entrants((world) => {
      for (let market = 0; market < world.sectors.count; market++) for (const stratum of [0, 1]) setMargin(world, market, stratum, 0)
    })
    expect(none.size).toBe(0)
  })

  it('is of the same founders where others have ended, though they take other rows', () => {
    const ended = entrants((world) => {
      for (const firm of firmsOf(world).slice(100, 110)) world.organisations.columns.insolvent[firm] = 1
    })
    // The margin in sight is what those that remain earn, all the same here.
    expect([...ended.keys()].sort()).toEqual([...usual.keys()].sort())
    for (const [id, traits] of usual) expect(ended.get(id), `founder ${id}`).toEqual(traits)
  })

  it('is paid by founders, who buy assets and keep the rest', () => {
    const world = content()
    const flows = act(world, turnover)
    const { assets, cash } = world.organisations.columns
    const born = firmsOf(world, (c, firm) => c.born[firm] === world.step)
    expect(born.length).toBe(world.events.entries)
    expect(born.length).toBeGreaterThan(3)
    expect(flows[purposeIndex.investment]).toBe(total(born.map((firm) => assets[firm])))
    expect(flows[purposeIndex.founding]).toBe(total(born.map((firm) => assets[firm] + cash[firm])))
  })
})

it('a firm is large from the year after it has outgrown the rule, and an SME again when it shrinks', () => {
  const world = content()
  const { large, employees, meanRevenue, sector } = world.organisations.columns
  const [grown, shrunk] = firmsOf(world)
  large[grown] = 0
  employees[grown] = world.sectors.largeStaff[sector[grown]]
  meanRevenue[grown] = world.sectors.largeRevenue[sector[grown]] / 4
  large[shrunk] = 1
  employees[shrunk] = 3
  act(world, turnover)
  expect([large[grown], large[shrunk]]).toEqual([0, 1])
  world.quarter = 8003
  act(world, turnover)
  expect([large[grown], large[shrunk]]).toEqual([1, 0])
  for (const firm of firmsOf(world)) expect(large[firm] === 1).toBe(outgrown(world, firm))
})
