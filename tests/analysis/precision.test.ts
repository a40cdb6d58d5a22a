import { describe, expect, test } from 'vitest'
import { looksOf, replicationsFor, widestHalfWidth } from '../../src/analysis/precision.ts'
import { measuredInMemory } from '../../src/analysis/measured.ts'

test('looks double, and end at the most', () => {
  expect([looksOf(5), looksOf(10), looksOf(11), looksOf(200)]).toEqual([[5], [10], [10, 11], [10, 20, 40, 80, 160, 200]])
})

// R 4.2: power.t.test cannot tell this, so by hand: qt(.975, n - 1) / sqrt(n) is 0.0500 at 1,540 and 0.925 at 7 (6: 1.049).
test('replications for a width are the fewest whose interval is no wider', () => {
  expect(replicationsFor(1, 1)).toBe(7)
  expect(Math.abs(replicationsFor(1, 0.05) - 1539)).toBeLessThanOrEqual(2)
  expect(replicationsFor(0, 0.01)).toBe(2)
  expect(replicationsFor(NaN, 0.01)).toBeNaN()
})

describe('the widest half width', () => {
  const measures = { names: ['firms'], windows: [{ name: 'horizon', from: 0, to: 1 }], outcomes: [] }
  const run = (arm: string, replication: number, value: number) => ({ arm, point: 0, baseline: 0, replication, values: Float64Array.of(value) })
  const measured = measuredInMemory([
    run('baseline', 0, -100), run('wide', 0, -90), run('narrow', 0, -99), run('baseline', 1, -100), run('wide', 1, -110), run('narrow', 1, -99),
    run('baseline', 2, -100), run('wide', 2, -100), run('narrow', 2, -99),
  ])
  test('is of the arms that are named, as a share of the size of the baseline', () => {
    // Differences 10, -10, 0: sd 10, t(2) 4.302653.
    expect(widestHalfWidth(measured, measures, { metric: 'firms', halfWidth: 0.1 })).toBeCloseTo((4.302652729911 * 10) / Math.sqrt(3) / 100, 9)
    expect(widestHalfWidth(measured, measures, { metric: 'firms', halfWidth: 0.1, arms: ['narrow'] })).toBe(0)
  })
  test('has no end where an effect has no interval', () => {
    expect(widestHalfWidth(measuredInMemory([run('baseline', 0, 1), run('a', 0, 2)]), measures, { metric: 'firms', halfWidth: 0.1 })).toBe(Infinity)
  })
})
