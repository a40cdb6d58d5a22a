/** Two one-sided tests against closed forms: with one degree of freedom t is Cauchy's, with two it has a formula too. */
import { describe, expect, it } from 'vitest'
import { equivalenceOf } from '../scripts/scale-equivalence/equivalence.ts'
import { type Scales, tableOf, verdictOn } from '../scripts/scale-equivalence/report.ts'
import { metricKeys } from '../src/observe/metrics.ts'

/** A sample without spread leaves the other one its mean, its spread and its degrees of freedom. */
const ZEROS = [0, 0, 0]

describe('equivalence', () => {
  it('has the p of the nearer margin', () => {
    // Mean 1, standard error 1: the upper margin of 3 is 2 standard errors away.
    const { difference, error, p } = equivalenceOf([0, 2], ZEROS, 3)
    expect([difference, error]).toEqual([1, 1])
    expect(p).toBeCloseTo(0.5 - Math.atan(2) / Math.PI, 12)
    // Mean -1, standard error 1 with two degrees of freedom, and 4 away from the lower margin.
    const root = Math.sqrt(3)
    expect(equivalenceOf([-1 - root, -1, -1 + root], ZEROS, 5).p).toBeCloseTo(0.5 - 4 / (2 * Math.sqrt(2 + 16)), 12)
  })

  it('adds the spreads of both samples, and their degrees of freedom where they are alike', () => {
    // Standard errors of 1 on either side, one degree of freedom each: together the root of 2, and two.
    const { difference, error, p } = equivalenceOf([4, 6], [3, 5], 3)
    expect([difference, error]).toEqual([1, Math.SQRT2])
    expect(p).toBeCloseTo(0.5 - Math.SQRT2 / (2 * Math.sqrt(2 + 2)), 12)
  })

  it('is never shown by a difference beyond the margin, however few the replications', () => {
    expect(equivalenceOf([9, 11], ZEROS, 5).p).toBeCloseTo(0.5 + Math.atan(5) / Math.PI, 12)
    expect(equivalenceOf([9.9, 10.1, 10], ZEROS, 5).p).toBeGreaterThan(0.95)
  })

  it('of what never varies is a matter of its size, and of nothing is not shown', () => {
    expect(equivalenceOf([0, 0], ZEROS, 0).p).toBe(0)
    expect(equivalenceOf([2, 2, 2], ZEROS, 1).p).toBe(1)
    expect(equivalenceOf([NaN, NaN], ZEROS, 1).p).toBeNaN()
    expect([0.049, 0.5, 0.96, NaN].map(verdictOn)).toEqual(['same', 'not shown', 'differs', 'not shown'])
  })
})

describe('the table', () => {
  const firms = metricKeys.indexOf('firms')
  const wage = metricKeys.indexOf('skilledWage')
  /** Everything the same at both scales but firms, which are 20 % fewer at the smaller, and the wage, which is all noise. */
  const scales: Scales = new Map(
    [0.1, 0.4].map((scale) => [
      scale,
      metricKeys.map((_, metric) =>
        [100, 100.01, 100.02].map((value, index) =>
          metric === firms && scale === 0.1 ? 0.8 * value : metric === wage && scale === 0.1 ? value * (index - 1) : value,
        ),
      ),
    ]),
  )

  it('has a line for each metric and tells a difference from a lack of replications', () => {
    const { table, holding } = tableOf(scales)
    const lines = table.split('\n').slice(2)
    expect(lines).toHaveLength(metricKeys.length)
    expect(holding).toBe(metricKeys.length - 2)
    expect(lines[firms]).toContain('| 100.0 | -20.00 % ± 0.01 % | 5 % |')
    expect(lines[firms]).toContain('**differs**, 0.1 to 0.4')
    expect(lines[wage]).toContain('**not shown**, 0.1 to 0.4')
  })
})
