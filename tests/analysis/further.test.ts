import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bootstrapInterval, FEWEST } from '../../src/analysis/bootstrap.ts'
import { combinationsOf } from '../../src/analysis/combinations.ts'
import { estimate } from '../../src/analysis/effects.ts'
import { type MeasuredAbout, measuredInMemory } from '../../src/analysis/measured.ts'
import { furtherRows } from '../../src/analysis/further.ts'
import { holm } from '../../src/analysis/holm.ts'
import { ratioOfMeans } from '../../src/analysis/ratio.ts'
import { halfWidth95 } from '../../src/analysis/studentT.ts'
import type { Measures } from '../../src/analysis/windows.ts'
import { nodeFiles } from '../../src/host/files.ts'
import { loadScenario } from '../../src/index.ts'
import { createRandomness } from '../../src/world/random.ts'

describe('bootstrap interval', () => {
  // scipy 1.17.1: stats.bootstrap(np.mean, method='BCa', n_resamples=400000).
  test("is near scipy's of skewed values", () => {
    const values = [0.8, 1.1, 0.3, 2.9, 0.1, 0.6, 1.7, 0.2, 5.1, 0.4, 0.9, 1.3, 0.05, 2.2, 0.7, 0.5, 3.4, 0.15, 1.0, 0.35]
    const { lower, upper } = bootstrapInterval(values)!
    expect(lower).toBeCloseTo(0.755, 1)
    expect(Math.abs(upper - 1.9425)).toBeLessThan(0.1)
    // Further up than down, as the values are.
    expect(upper - estimate(values).mean).toBeGreaterThan(1.5 * (estimate(values).mean - lower))
  })

  test('covers the mean of a normal law about as often as it says', () => {
    const draws = createRandomness('bootstrap', 0).site('test', 0)
    let covered = 0
    for (let sample = 0; sample < 400; sample++) {
      const { lower, upper } = bootstrapInterval(Array.from({ length: 30 }, (_, index) => draws.normal(sample, index)))!
      if (lower <= 0 && upper >= 0) covered++
    }
    // 95 % less the few per cent by which bootstrap intervals of 30 values are known to be short.
    expect(covered / 400).toBeGreaterThan(0.9)
    expect(covered / 400).toBeLessThan(0.98)
  })

  test('moves and grows with the values, and is told of no fewer than it needs', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
    const { lower, upper } = bootstrapInterval(values)!
    const moved = bootstrapInterval(values.map((value) => 10 + 2 * value))!
    expect(moved.lower).toBeCloseTo(10 + 2 * lower, 9)
    expect(moved.upper).toBeCloseTo(10 + 2 * upper, 9)
    expect(bootstrapInterval(values.slice(0, FEWEST - 1))).toBeUndefined()
    expect(bootstrapInterval(Array.from({ length: 20 }, () => 3))).toBeUndefined()
  })
})

describe('ratio of means', () => {
  const number = fc.double({ min: -100, max: 100, noNaN: true })

  test('has the bounds at which what is left differs from nothing just so (Fieller)', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 3, maxLength: 30 }), (drawn) => {
        const pairs = drawn.map(([one, other]) => [one, other + 200] as const)
        const ratio = ratioOfMeans(pairs)
        fc.pre(ratio !== undefined && estimate(pairs.map(([one]) => one)).sd > 1e-3)
        for (const bound of [ratio!.lower, ratio!.upper]) {
          const { mean, sd, n } = estimate(pairs.map(([one, other]) => one - bound * other))
          fc.pre(sd > 1e-6)
          expect(Math.abs(mean) / (sd / Math.sqrt(n)) / halfWidth95(n - 1)).toBeCloseTo(1, 4)
        }
        expect(ratio!.lower).toBeLessThanOrEqual(ratio!.value)
        expect(ratio!.upper).toBeGreaterThanOrEqual(ratio!.value)
      }),
    )
  })

  test('is none when the denominator may be nothing', () => {
    expect(ratioOfMeans([[1, 1], [2, -1], [3, 0.5]])).toBeUndefined()
    expect(ratioOfMeans([[1, 1]])).toBeUndefined()
  })

  test('of a known denominator is the mean over it', () => {
    const values = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]
    const { mean, lower, upper } = estimate(values)
    const ratio = ratioOfMeans(values.map((value) => [value, 4]))!
    expect(ratio.value).toBeCloseTo(mean / 4, 12)
    expect(ratio.lower).toBeCloseTo(lower / 4, 12)
    expect(ratio.upper).toBeCloseTo(upper / 4, 12)
  })
})

test("Holm's correction multiplies the smallest p by the number of tests, and never falls from one to the next", () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02])
  expect(holm([0.9, 0.6])).toEqual([1, 1])
  expect(holm([])).toEqual([])
})

describe('combined arms', () => {
  test('of policy-mix.yaml are its pairs and the whole, made of the single suggestions', async () => {
    const { scenario } = await loadScenario('scenarios/policy-mix.yaml', nodeFiles)
    expect(Object.fromEntries(combinationsOf(scenario.arms))).toEqual({
      'A-and-B': ['A-financing', 'B-guarantees'],
      'A-and-C': ['A-financing', 'C-information'],
      'B-and-C': ['B-guarantees', 'C-information'],
      all: ['A-financing', 'B-guarantees', 'C-information'],
    })
  })

  test('are none where levers overlap, values differ or something is left over', () => {
    const arm = (name: string, levers: Record<string, number>) => ({
      name, policy: Object.fromEntries(Object.entries(levers).map(([lever, value]) => [lever, { kind: 'constant' as const, value }])),
    })
    const arms = [arm('baseline', {}), arm('one', { x: 1 }), arm('two', { y: 2 }), arm('third', { y: 2, z: 1 }), arm('other', { x: 3, y: 2 }), arm('more', { x: 1, y: 2, z: 5 })]
    expect(combinationsOf(arms).size).toBe(0)
  })
})

describe('rows of analysis.csv', () => {
  /** One metric and the cost, one window; arms by replication. */
  const measures: Measures = { names: ['metric', 'publicCost'], windows: [{ name: 'horizon', from: 0, to: 1 }], outcomes: [] }
  type MeasuredRun = MeasuredAbout & { readonly values: Float64Array }
  const runsOf = (arm: string, values: readonly (readonly [number, number])[]): MeasuredRun[] =>
    values.map((pair, replication) => ({ arm, point: 0, replication, baseline: 0, values: Float64Array.from(pair) }))
  const base = [10, 12, 9, 14, 11, 8, 13, 10].map((value) => [value, 100] as const)
  const gained = [1, 1.2, 0.8, 1.1, 0.9, 1, 1.3, 0.7]
  const arms = ['one', 'two', 'both'].map((name, index) => ({
    name,
    policy: Object.fromEntries(['x', 'y'].filter((_, lever) => index === 2 || lever === index).map((lever) => [lever, { kind: 'constant' as const, value: 1 }])),
  }))
  const shifted = (by: number): MeasuredRun['values'][] => base.map(([value], index) => Float64Array.of(value + by * gained[index]!, 100 + 4 * gained[index]!))
  const runs = [
    ...runsOf('baseline', base),
    ...['one', 'two', 'both'].flatMap((arm, index) =>
      shifted([1, 2, 5][index]!).map((values, replication) => ({ arm, point: 0, replication, baseline: 0, values }))),
  ]
  const rows = [...furtherRows(measuredInMemory(runs), measures, [{ name: 'baseline', policy: {} }, ...arms])]
  const told = (arm: string, statistic: string): number[] | undefined =>
    rows.find((row) => row[0] === arm && row[3] === 'metric' && row[5] === statistic)?.slice(6) as number[] | undefined

  test('tell what pairing saved, how sure the sign is, and what a yuan bought', () => {
    const variance = (values: readonly number[]): number => estimate(values).sd ** 2
    const [own, baseline] = [runs.filter(({ arm }) => arm === 'one'), runs.filter(({ arm }) => arm === 'baseline')].map((some) => some.map(({ values }) => values[0]!))
    expect(told('one', 'pairingGain')![0]).toBeCloseTo((variance(own!) + variance(baseline!)) / variance(gained), 6)
    expect(told('one', 'signProbability')![0]).toBeGreaterThan(0.9999)
    // Metric and cost move together: a quarter of a unit for each million.
    expect(told('one', 'perMillion')![0]).toBeCloseTo(0.25, 9)
    expect(rows.some((row) => row[3] === 'publicCost' && row[5] === 'perMillion')).toBe(false)
  })

  test('tell how far a mix is more than its parts', () => {
    const { mean, lower, upper } = estimate(gained.map((gain) => 2 * gain))
    told('both', 'interaction')!.forEach((value, index) => expect(value).toBeCloseTo([mean, lower, upper][index]!, 9))
    expect(told('one', 'interaction')).toBeUndefined()
  })

  test('correct for looking at all arms, and have no p where there is but one', () => {
    expect(told('one', 'holmP')).toBeDefined()
    const alone = [...furtherRows(measuredInMemory(runs.filter(({ arm }) => arm === 'baseline' || arm === 'one')), measures, arms.slice(0, 1))]
    expect(alone.some((row) => row[5] === 'holmP')).toBe(false)
  })

  test('tell nothing of effects that are exactly nothing', () => {
    const same = [...runsOf('baseline', base), ...runsOf('one', base)]
    expect([...furtherRows(measuredInMemory(same), measures, arms.slice(0, 1))]).toEqual([])
  })
})
