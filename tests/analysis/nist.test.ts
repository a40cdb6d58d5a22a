/** Statistical Reference Datasets of NIST (StRD), https://www.itl.nist.gov/div898/strd: certified values, to the digits doubles can hold. */
import { describe, expect, test } from 'vitest'
import { estimate } from '../../src/analysis/effects.ts'
import { regression } from '../../src/analysis/regression.ts'
import { halfWidth95 } from '../../src/analysis/studentT.ts'
import { filip, longley, michelso, norris, pontius, wampler } from './nist.ts'

/** Digits in which a value agrees with a certified one. */
const digits = (value: number, certified: number): number => (value === certified ? 15 : -Math.log10(Math.abs(value - certified) / Math.abs(certified)))

describe('mean and standard deviation', () => {
  const mavro = [
    180, 170, 180, 190, 180, 170, 150, 140, 150, 150, 170, 180, 180, 190, 190, 210, 200, 160, 140, 130, 130, 150, 150, 160, 150, 140, 130, 140, 150, 140,
    150, 160, 150, 160, 190, 200, 200, 210, 220, 230, 240, 250, 270, 260, 260, 260, 270, 260, 250, 240,
  ].map((value) => 2 + value / 100_000)
  const alternating = (base: number): number[] => [base + 0.2, ...Array.from({ length: 1000 }, (_, index) => base + (index % 2 === 0 ? 0.1 : 0.3))]
  // Digits: those that the data themselves have left, rounded to doubles.
  test.each([
    ['Michelso', michelso, 299.8524, 0.0790105478190518, 12], ['Mavro', mavro, 2.001856, 0.000429123454003053, 12],
    ['NumAcc1', [10_000_001, 10_000_003, 10_000_002], 10_000_002, 1, 15], ['NumAcc2', alternating(1), 1.2, 0.1, 14],
    ['NumAcc3', alternating(1_000_000), 1_000_000.2, 0.1, 9], ['NumAcc4', alternating(10_000_000), 10_000_000.2, 0.1, 8],
  ] as const)('%s', (_, data, mean, sd, certain) => {
    const told = estimate([...data])
    expect(digits(told.mean, mean)).toBeGreaterThan(14)
    expect(digits(told.sd, sd)).toBeGreaterThan(certain - 0.5)
    expect(told.upper - told.lower).toBeCloseTo((2 * halfWidth95(data.length - 1) * told.sd) / Math.sqrt(data.length), 8)
  })
})

describe('regression', () => {
  const powers = (x: readonly number[], degree: number): number[][] => Array.from({ length: degree + 1 }, (_, power) => x.map((value) => value ** power))
  test.each([
    ['Norris', powers(norris.x, 1), norris, 12], ['Pontius', powers(pontius.x, 2), pontius, 10],
    ['Longley', [longley.y.map(() => 1), ...longley.columns], longley, 9],
    ...wampler.map((set) => [set.name, powers(set.x, 5), set, 6] as const),
    // Powers up to the tenth of numbers from -9 to -3 are one another to nine digits.
    ['Filip', powers(filip.x, 10), filip, 6],
  ] as const)('%s', (_, columns, { y, coefficients, errors, residual }, certain) => {
    const fit = regression(columns, y)!
    fit.coefficients.forEach((value, k) => expect(digits(value, coefficients[k]!)).toBeGreaterThan(certain))
    if (residual === 0) return
    fit.errors.forEach((value, k) => expect(digits(value, errors[k]!)).toBeGreaterThan(certain))
    expect(digits(fit.residual, residual)).toBeGreaterThan(certain)
  })

  test('has no answer where columns depend on each other, or are more than the data', () => {
    expect(regression([[1, 1, 1], [2, 2, 2]], [1, 2, 3])).toBeUndefined()
    expect(regression([[1], [2]], [1])).toBeUndefined()
  })
})
