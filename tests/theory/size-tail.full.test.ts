/**
 * Gibrat growth with entry and exit gives a Pareto tail (Gibrat 1931; Kesten 1973; Gabaix 2009). Sizes multiply by G in a year and firms
 * end with a chance that does not hang on size, so the tail exponent z solves E[alive G^z] = 1. Growth is the model's own (plan,
 * trade), births are the model's own (turnover). One kind of firm, never short of cash, that fails by luck alone: with the
 * model's endless selection among unlike firms the largest would never end, and theory says nothing.
 */
import { describe, expect, it } from 'vitest'
import type { Mechanism } from '../../src/mechanisms/mechanism.ts'
import { plan } from '../../src/mechanisms/plan.ts'
import { trade } from '../../src/mechanisms/trade.ts'
import { turnover } from '../../src/mechanisms/turnover.ts'
import { createRandomness } from '../../src/world/random.ts'
import type { World } from '../../src/world/world.ts'
import { policyWith } from '../support/innovation-world.ts'
import { act, firmsOf, region } from '../support/region.ts'

/** Chance that a firm ends in a quarter: that at which entries balance exits in number. */
const HAZARD = 0.065 / 4
/** Quarters in which the tail comes about, then a look in every so many: 4 % of the firms of one look see the next. */
const BEFORE = 800, QUARTERS = 2000, BETWEEN = 200
/** The tail, in medians: there entrants are few and a firm's customers many, so growth is much the same at all sizes. */
const TAIL = 10

interface Year {
  readonly sector: number
  readonly before: number
  /** 0 for a firm that ended. */
  readonly after: number
}

interface Past {
  readonly years: readonly Year[]
  /** Assets by sector, all looks together. */
  readonly sizes: readonly (readonly number[])[]
}

const noPolicy = policyWith({ 'platforms.incubators': 0, 'tax.superDeduction': 0, 'fund.budget': 0 })
/** Owners never close of their own will, and founders come at a constant rate. */
const chosen = { outsideOption: -0.2, optimism: 4, profitResponse: 0 }

function quarter(world: World, luck: ReturnType<typeof createRandomness>, sizeReturns: number, entrantSize: number): void {
  world.step++
  // Never a fourth quarter: no tax, no change of strata.
  world.quarter = 8001
  const { id, competence, riskiness, cash, meanRevenue, insolvent, loan } = world.organisations.columns
  for (const firm of firmsOf(world)) {
    competence[firm] = 0
    riskiness[firm] = 1
    cash[firm] = Math.round(1e8 + 10 * meanRevenue[firm])
    loan[firm] = 0
  }
  const run = (mechanism: Mechanism, parameters = {}): unknown => act(world, mechanism, { policy: noPolicy, parameters, random: luck, audit: false })
  run(plan)
  run(trade, { sizeReturns })
  const failing = luck.site('test.failing', world.step)
  for (const firm of firmsOf(world)) insolvent[firm] = failing.uniform(id[firm], 0) < HAZARD ? 1 : 0
  run(turnover, { ...chosen, entrantSize })
}

function simulate(sizeReturns: number, entrantSize: number): Past {
  const world = region()
  const luck = createRandomness('tail', 0)
  const years: Year[] = []
  const sizes = Array.from({ length: world.sectors.count }, (): number[] => [])
  let before = new Map<number, { sector: number; size: number }>()
  for (let t = 1; t <= QUARTERS; t++) {
    quarter(world, luck, sizeReturns, entrantSize)
    if (t <= BEFORE || t % 4 !== 0) continue
    const { id, assets, sector } = world.organisations.columns
    const now = new Map(firmsOf(world).map((firm) => [id[firm], { sector: sector[firm], size: assets[firm] }]))
    for (const [firm, { sector: own, size }] of before) years.push({ sector: own, before: size, after: now.get(firm)?.size ?? 0 })
    if (t % BETWEEN === 0) for (const { sector: own, size } of now.values()) sizes[own].push(size)
    before = now
  }
  return { years, sizes }
}

/** The z with E[alive G^z] = 1, by bisection: the mean is below 1 at 0, where firms only end, and grows without limit. */
function kestenExponent(factors: readonly number[]): number {
  const moment = (z: number): number => factors.reduce((sum, factor) => sum + (factor > 0 ? factor ** z : 0), 0) / factors.length
  let [low, high] = [0, 20]
  while (high - low > 1e-6) {
    const middle = (low + high) / 2
    if (moment(middle) < 1) low = middle
    else high = middle
  }
  return low
}

/** Hill (1975): the exponent of a Pareto tail from `least` on, and its standard error. */
function hill(sizes: readonly number[], least: number): { exponent: number; error: number } {
  const tail = sizes.filter((size) => size > least)
  const exponent = tail.length / tail.reduce((sum, size) => sum + Math.log(size / least), 0)
  return { exponent, error: exponent / Math.sqrt(tail.length) }
}

function tailsOf({ years, sizes }: Past, medians: number): { kesten: number; exponent: number; error: number }[] {
  return sizes.map((own, sector) => {
    const least = medians * own.toSorted((a, b) => a - b)[own.length >> 1]
    const factors = years.filter((year) => year.sector === sector && year.before > least).map(({ before, after }) => after / before)
    return { kesten: kestenExponent(factors), ...hill(own, least) }
  })
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe('with neutral returns to size', () => {
  const [small, usual] = [0.35, 1].map((entrantSize) => tailsOf(simulate(1, entrantSize), TAIL))

  it.each([['small', small], ['usual', usual]])('the tail is the one of growth and exit, in every sector, with entrants of %s size', (_size, tails) => {
    const errors = tails.map(({ kesten, exponent, error }) => (exponent - kesten) / error)
    for (const error of errors) expect(Math.abs(error)).toBeLessThan(3)
    expect(Math.abs(mean(errors)) * Math.sqrt(errors.length)).toBeLessThan(3)
    for (const { error, exponent } of tails) expect(error / exponent).toBeLessThan(0.2)
  })

  it('larger entrants leave less to growth, and both exponents rise', () => {
    const rise = (of: (tail: (typeof small)[number]) => number): number => mean(usual.map(of)) - mean(small.map(of))
    expect(rise(({ kesten }) => kesten)).toBeGreaterThan(0.2)
    expect(rise(({ exponent }) => exponent)).toBeGreaterThan(0.2)
  })
})

it("with the model's returns to size large firms grow less than small ones, so the tail falls faster than any Pareto tail", () => {
  const past = simulate(0.97, 0.35)
  const [body, tail] = [2, 20].map((medians) => tailsOf(past, medians))
  expect(mean(tail.map(({ kesten }) => kesten)) - mean(body.map(({ kesten }) => kesten))).toBeGreaterThan(0.1)
  const [bodyExponent, tailExponent] = [body, tail].map((tails) => mean(tails.map(({ exponent }) => exponent)))
  expect(tailExponent - bodyExponent).toBeGreaterThan(0.2)
})
