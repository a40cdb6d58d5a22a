import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantile } from '../../../src/experiment/design/quantile.ts'

const everywhere = { minimum: -1e9, maximum: 1e9 }

// Normal and lognormal: R 4.2, qnorm and qlnorm. Triangular: from the inverse of its distribution function by hand.
test.each([
  [{ kind: 'uniform', low: 2, high: 6 }, 0.25, 3],
  [{ kind: 'loguniform', low: 1, high: 10000 }, 0.5, 100],
  [{ kind: 'triangular', low: 0, mode: 1, high: 2 }, 0.125, 0.5],
  [{ kind: 'triangular', low: 0, mode: 1, high: 2 }, 0.875, 1.5],
  [{ kind: 'triangular', low: 0, mode: 0, high: 2 }, 0.75, 1],
  [{ kind: 'normal', mean: 100, sd: 15 }, 0.975, 129.399459768101],
  [{ kind: 'normal', mean: 0, sd: 1 }, 0.0001, -3.71901648545568],
  [{ kind: 'lognormal', median: 2, sd: 0.5 }, 0.9, 3.7959054146694218],
] as const)('%j at %f is %f', (law, unit, value) => {
  expect(quantile(law, unit, { ...everywhere, minimum: law.kind === 'lognormal' ? 0 : -1e9 })).toBeCloseTo(value, 9)
})

test('is the law under the condition of its range', () => {
  // Half of a normal law: its median is the upper quartile of the whole.
  expect(quantile({ kind: 'normal', mean: 0, sd: 1 }, 0.5, { minimum: 0, maximum: Infinity })).toBeCloseTo(0.674489750196082, 12)
})

test('rises with its argument, and stays in its range', () => {
  const law = fc.oneof(
    fc.record({ kind: fc.constant('normal' as const), mean: fc.double({ min: -2, max: 2, noNaN: true }), sd: fc.double({ min: 0.01, max: 5, noNaN: true }) }),
    fc.record({ kind: fc.constant('lognormal' as const), median: fc.double({ min: 0.1, max: 3, noNaN: true }), sd: fc.double({ min: 0.01, max: 2, noNaN: true }) }),
    fc.constant({ kind: 'triangular' as const, low: -1, mode: 0, high: 1 }),
  )
  const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(fc.property(law, unit, unit, (own, one, other) => {
    const [low, high] = [Math.min(one, other), Math.max(one, other)].map((at) => quantile(own, at, { minimum: -1, maximum: 4 }))
    expect(low!).toBeLessThanOrEqual(high!)
    expect(low!).toBeGreaterThanOrEqual(-1)
    expect(high!).toBeLessThanOrEqual(4)
  }))
})
