import fc from 'fast-check'
import { expect, test } from 'vitest'
import { halfWidth95, twoSidedP } from '../../src/analysis/studentT.ts'

// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, column 0.975.
test.each([
  [1, 12.706], [2, 4.303], [3, 3.182], [4, 2.776], [5, 2.571], [9, 2.262], [10, 2.228], [19, 2.093],
  [29, 2.045], [60, 2.0], [100, 1.984],
])('with %i degrees of freedom the 97.5 % point is %f', (freedom, point) => {
  expect(halfWidth95(freedom)).toBeCloseTo(point, 3)
})

// The same table, columns 0.90, 0.99 and 0.999.
test.each([
  [1, 3.078, 0.2], [1, 31.821, 0.02], [5, 1.476, 0.2], [5, 3.365, 0.02], [5, 5.893, 0.002],
  [10, 2.764, 0.02], [10, 4.143, 0.002], [30, 1.31, 0.2], [30, 3.385, 0.002], [100, 2.364, 0.02],
])('with %i degrees of freedom |T| exceeds %f with chance %f', (freedom, t, p) => {
  expect(Math.abs(twoSidedP(t, freedom) / p - 1)).toBeLessThan(2e-3)
})

test('closed forms: one degree is Cauchy, two have a root', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (t) => {
      const cauchy = (2 / Math.PI) * Math.atan(1 / t)
      const two = 2 / (Math.sqrt(2 + t * t) * (Math.sqrt(2 + t * t) + t))
      expect(Math.abs(twoSidedP(t, 1) / cauchy - 1)).toBeLessThan(1e-12)
      expect(Math.abs(twoSidedP(t, 2) / two - 1)).toBeLessThan(1e-12)
    }),
  )
})

test('falls from 1 as t grows, whatever the degrees', () => {
  for (const freedom of [1, 3, 8, 50, 1000]) {
    expect(twoSidedP(0, freedom)).toBe(1)
    for (let t = 0.1; t < 30; t *= 1.3) expect(twoSidedP(t * 1.3, freedom)).toBeLessThan(twoSidedP(t, freedom))
  }
})
