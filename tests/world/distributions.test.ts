import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalCdf } from '../../src/world/arithmetic.ts'
import { binomialFrom, exponentialFrom, geometricFrom, inverseNormal, lognormalFrom, poissonFrom } from '../../src/world/distributions.ts'
import { createRandomness } from '../../src/world/random.ts'
import { chiSquare, counted, kolmogorovSmirnov } from '../support/goodness-of-fit.ts'

function expectOrdinary(p: number): void {
  expect(p).toBeGreaterThan(1e-4)
  expect(p).toBeLessThan(1 - 1e-4)
}

const SAMPLE = 50_000
const random = createRandomness('distributions', 1)
const SMALLEST = 2 ** -53
const LARGEST = 1 - 2 ** -53

/** Values of a law at addressed draws. */
function sample(site: string, law: (u: number) => number): number[] {
  const draws = random.site(site, 0)
  return Array.from({ length: SAMPLE }, (_, id) => law(draws.uniform(id, 0)))
}

/** Chances of 0, 1, 2, ... from the chance of 0 and the ratio of neighbours, times the size of the sample. */
function expectedCounts(cells: number, chanceOfZero: number, ratio: (count: number) => number): number[] {
  const counts = [chanceOfZero * SAMPLE]
  for (let count = 0; count < cells - 2; count++) counts.push(counts[count] * ratio(count))
  return [...counts, SAMPLE - counts.reduce((sum, x) => sum + x, 0)]
}

describe('inverseNormal', () => {
  // The first three are Wichura's own checks (AS 241); the others come from 200-bit arithmetic.
  it.each([
    [0.25, -0.6744897501960817], [0.001, -3.0902323061678136], [1e-20, -9.262340089798407], [0.5, 0],
    [0.975, 1.9599639845400538], [0.9, 1.2815515655446006], [0.07, -1.4757910281791706], [1e-300, -37.0470962993612],
    [SMALLEST, -8.209536151601387], [LARGEST, 8.209536151601387],
  ])('of %d', (u, value) => {
    expect(Math.abs(inverseNormal(u) - value)).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(value)))
  })

  it('undoes normalCdf', () => {
    for (let z = -8; z <= 5; z += 0.01) {
      // Above 0 the chance lies close to 1 and has lost digits: its rounding, divided by the density.
      const lost = z > 0 ? 2e-16 * Math.exp(z * z / 2) * 2.6 : 0
      expect(Math.abs(inverseNormal(normalCdf(z)) - z)).toBeLessThan(2e-14 + lost)
    }
  })

  it('is infinite at the ends', () => {
    expect(inverseNormal(0)).toBe(-Infinity)
    expect(inverseNormal(1)).toBe(Infinity)
  })
})

describe('continuous laws', () => {
  it('lognormal', () => {
    const values = sample('lognormal', (u) => lognormalFrom(u, 1.5, 0.7))
    expectOrdinary(kolmogorovSmirnov(values, (x) => normalCdf((Math.log(x) - 1.5) / 0.7)))
  })

  it('exponential, with the smallest and the largest draw', () => {
    expectOrdinary(kolmogorovSmirnov(sample('exponential', exponentialFrom), (x) => -Math.expm1(-x)))
    expect(exponentialFrom(SMALLEST)).toBeCloseTo(SMALLEST, 30)
    expect(exponentialFrom(LARGEST)).toBeCloseTo(53 * Math.LN2, 12)
  })
})

describe('geometric', () => {
  it.each([0.02, 0.3, 0.9])('with a chance of %d', (chance) => {
    const values = sample('geometric', (u) => geometricFrom(u, chance))
    expectOrdinary(chiSquare(counted(values, 400), expectedCounts(400, chance, () => 1 - chance)))
  })

  it('needs one trial when success is certain, and never ends without a chance', () => {
    expect(geometricFrom(LARGEST, 1)).toBe(0)
    expect(geometricFrom(0.5, 0)).toBe(Infinity)
  })

  it('keeps its digits for tiny chances', () => {
    expect(geometricFrom(0.5, 1e-18)).toBeCloseTo(Math.LN2 * 1e18, -4)
  })
})

describe('Poisson', () => {
  it.each([0.05, 1, 8, 60, 500])('with a mean of %d', (mean) => {
    const values = sample('poisson', (u) => poissonFrom(u, mean))
    const cells = Math.ceil(mean + 10 * Math.sqrt(mean) + 10)
    expectOrdinary(chiSquare(counted(values, cells), expectedCounts(cells, Math.exp(-mean), (count) => mean / (count + 1))))
  })

  // Quantiles from SciPy 1.17, scipy.stats.poisson.ppf.
  it.each([
    [0.3, [0, 0, 0, 1, 5]], [7, [0, 4, 7, 10, 23]], [650, [532, 617, 650, 683, 775]], [701, [579, 667, 701, 735, 830]],
    [5000, [4668, 4909, 5000, 5091, 5340]], [1e5, [98500, 99595, 100000, 100405, 101507]],
  ])('has the quantiles of a mean of %d', (mean, quantiles) => {
    expect([1e-6, 0.1, 0.5, 0.9, 0.999999].map((u) => poissonFrom(u, mean))).toEqual(quantiles)
  })

  it('ends at the largest draw and is 0 when nothing is expected', () => {
    for (const mean of [1e-300, 1e-9, 0.5, 30, 699, 701, 1e6]) {
      const most = poissonFrom(LARGEST, mean)
      expect(most).toBeLessThan(mean + 10 * Math.sqrt(mean) + 20)
      expect(poissonFrom(SMALLEST, mean)).toBeLessThanOrEqual(most)
    }
    expect(poissonFrom(LARGEST, 0)).toBe(0)
  })
})

describe('binomial', () => {
  it.each([[1, 0.5], [8, 0.1], [8, 0.85], [40, 0.3], [300, 0.5], [1000, 0.02]])('%d trials with a chance of %d', (trials, chance) => {
    const values = sample('binomial', (u) => binomialFrom(u, trials, chance))
    const odds = chance / (1 - chance)
    const expected = expectedCounts(trials + 1, Math.pow(1 - chance, trials), (count) => ((trials - count) / (count + 1)) * odds)
    expectOrdinary(chiSquare(counted(values, trials + 1), expected))
  })

  // Quantiles from SciPy 1.17, scipy.stats.binom.ppf.
  it.each([
    [10, 0.3, [0, 1, 3, 5, 10]], [1000, 0.999, [991, 998, 999, 1000, 1000]], [1e5, 0.001, [56, 87, 100, 113, 151]],
    [1e5, 0.3, [29313, 29814, 30000, 30186, 30690]], [1e5, 0.9, [89546, 89878, 90000, 90121, 90448]],
  ])('has the quantiles of %d trials with a chance of %d', (trials, chance, quantiles) => {
    expect([1e-6, 0.1, 0.5, 0.9, 0.999999].map((u) => binomialFrom(u, trials, chance))).toEqual(quantiles)
  })

  it('stays from 0 to the number of trials, for every draw', () => {
    fc.assert(
      fc.property(fc.constantFrom(SMALLEST, 0.3, 0.7, LARGEST), fc.integer({ min: 0, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (u, trials, chance) => {
        const count = binomialFrom(u, trials, chance)
        expect(Number.isInteger(count) && count >= 0 && count <= trials).toBe(true)
        if (chance === 0) expect(count).toBe(0)
        if (chance === 1) expect(count).toBe(trials)
      }),
    )
  })
})

describe('every law', () => {
  const u = fc.integer({ min: 0, max: 2 ** 52 - 1 }).map((n) => (n + 0.5) * 2 ** -52)
  const laws: Record<string, (u: number) => number> = {
    normal: inverseNormal,
    lognormal: (u) => lognormalFrom(u, 0, 1),
    exponential: exponentialFrom,
    geometric: (u) => geometricFrom(u, 0.01),
    'small Poisson': (u) => poissonFrom(u, 20),
    'large Poisson': (u) => poissonFrom(u, 2000),
    'small binomial': (u) => binomialFrom(u, 50, 0.6),
    'large binomial': (u) => binomialFrom(u, 20_000, 0.4),
  }

  it.each(Object.entries(laws))('rises with u: %s', (_, law) => {
    fc.assert(fc.property(u, u, (a, b) => law(Math.min(a, b)) <= law(Math.max(a, b))))
  })

  it('rises with what is expected, also where the method changes', () => {
    const mean = fc.double({ min: 0, max: 900, noNaN: true })
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), mean, mean, (u, a, b) => {
        const less = Math.min(a, b)
        // A step above the rounding of a sum of chances, which is 1e-13.
        const more = Math.max(a, b) * (1 + 1e-6)
        expect(poissonFrom(u, less)).toBeLessThanOrEqual(poissonFrom(u, more))
        expect(binomialFrom(u, 2000, less / 900)).toBeLessThanOrEqual(binomialFrom(u, 2000, more / 900))
      }),
      { numRuns: 1000 },
    )
  })
})
