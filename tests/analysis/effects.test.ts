import { describe, expect, test } from 'vitest'
import { effectOf, effectRows, estimate, summaryRows } from '../../src/analysis/effects.ts'
import { type MeasuredAbout, measuredInMemory } from '../../src/analysis/measured.ts'
import type { Measures } from '../../src/analysis/windows.ts'

describe('estimate', () => {
  // Student (1908), the extra sleep that two drugs gave ten patients; R's t.test(paired = TRUE) on `sleep`.
  test("agrees with R on Student's sleep data", () => {
    const extra = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]
    const { mean, lower, upper, p, n } = estimate(extra)
    expect(mean).toBeCloseTo(1.58, 12)
    expect(lower).toBeCloseTo(0.7001142, 7)
    expect(upper).toBeCloseTo(2.4598858, 7)
    expect(p).toBeCloseTo(0.00283289, 8)
    expect(n).toBe(10)
  })

  // NIST Statistical Reference Datasets, NumAcc1-4: certified mean and standard deviation.
  const alternating = (base: number, first: number): number[] => [
    base + first,
    ...Array.from({ length: 1000 }, (_, i) => base + (i % 2 === 0 ? first - 0.1 : first + 0.1)),
  ]
  test.each([
    ['NumAcc1', [10000001, 10000003, 10000002], 10000002, 1],
    ['NumAcc2', alternating(1, 0.2), 1.2, 0.1],
    ['NumAcc3', alternating(1000000, 0.2), 1000000.2, 0.1],
    ['NumAcc4', alternating(10000000, 0.2), 10000000.2, 0.1],
  ])('has the certified mean and deviation of %s', (_name, values, mean, sd) => {
    const found = estimate(values)
    expect(Math.abs(found.mean / mean - 1)).toBeLessThan(1e-14)
    expect(Math.abs(found.sd / sd - 1)).toBeLessThan(1e-7)
  })

  test('without variance is the value itself, without p', () => {
    expect(estimate([0.1, 0.1, 0.1])).toEqual({ mean: 0.1, sd: 0, lower: 0.1, upper: 0.1, p: NaN, n: 3 })
  })

  test('of one number has no interval, of none nothing', () => {
    expect(estimate([3])).toEqual({ mean: 3, sd: NaN, lower: NaN, upper: NaN, p: NaN, n: 1 })
    expect(estimate([NaN])).toEqual({ mean: NaN, sd: NaN, lower: NaN, upper: NaN, p: NaN, n: 0 })
  })
})

test('a pair with a missing half is left out of effect and baseline', () => {
  const effect = effectOf([[3, 2], [NaN, 100], [7, 4], [100, NaN]])
  expect(effect).toMatchObject({ baseline: 3, mean: 2, n: 2 })
  expect(effect.relative).toBeCloseTo(2 / 3)
})

test('relative to a negative baseline the sign stays that of the effect', () => {
  expect(effectOf([[-1, -2], [-2, -4]])).toMatchObject({ baseline: -3, mean: 1.5, relative: 0.5 })
})

describe('rows', () => {
  const measures: Measures = {
    names: ['firms', 'ties'],
    windows: [{ name: 'horizon', from: 0, to: 1 }, { name: '2013Q1', from: 0, to: 1 }],
    outcomes: [],
  }
  const run = (arm: string, replication: number, ...values: number[]): MeasuredAbout & { values: Float64Array } => ({
    arm, point: 0, replication, baseline: 0, values: Float64Array.from(values),
  })
  // The baseline of replication 1 failed.
  const runs = measuredInMemory([run('baseline', 0, 1, 1, 5, 5), run('more', 0, 2, 2, 5, 5), run('more', 1, 9, 9, 9, 9), run('baseline', 2, 3, 3, 5, 5), run('more', 2, 6, 6, 5, 5)])

  test('of effects pair by replication', () => {
    const rows = [...effectRows(runs, measures)]
    expect(rows.map((row) => row.slice(0, 4))).toEqual([
      ['more', 0, 'firms', 'horizon'], ['more', 0, 'firms', '2013Q1'], ['more', 0, 'ties', 'horizon'], ['more', 0, 'ties', '2013Q1'],
    ])
    expect(rows[0].slice(4, 7)).toEqual([2, 2, 1])
    expect(rows[2].slice(4)).toEqual([5, 0, 0, 0, 0, NaN, 2])
    expect(rows[0].at(-1)).toBe(2)
  })

  test('of levels take every run that was done', () => {
    const rows = [...summaryRows(runs, measures)]
    expect(rows.find(([arm, , metric, window]) => arm === 'more' && metric === 'firms' && window === 'horizon')).toMatchObject({ 4: 17 / 3, 8: 3 })
  })
})
