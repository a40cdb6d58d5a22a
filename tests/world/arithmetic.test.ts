import stdlibExp from '@stdlib/math-base-special-exp'
import stdlibLn from '@stdlib/math-base-special-ln'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { exp, log, log1p, logistic, normalCdf, pow } from '../../src/world/arithmetic.ts'
import { binomialFrom, geometricFrom, lognormalFrom, poissonFrom } from '../../src/world/distributions.ts'
import { createRandomness } from '../../src/world/random.ts'

const draws = createRandomness('arithmetic', 0).site('arguments', 0)
/** Numbers spread over an interval by addressed draws. */
const evenly = (count: number, index: number, low: number, high: number) =>
  Array.from({ length: count }, (_, id) => low + (high - low) * draws.uniform(id, index))

/** How many Float64 lie from one number to another. */
function ulpsApart(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0
  const place = (x: number) => {
    const bits = new BigInt64Array(new Float64Array([x]).buffer)[0]
    return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits
  }
  const apart = Number(place(a) - place(b))
  return Number.isNaN(a) || Number.isNaN(b) ? Infinity : Math.abs(apart)
}

function worst(values: readonly number[], ours: (x: number) => number, theirs: (x: number) => number): number {
  return values.reduce((most, x) => Math.max(most, ulpsApart(ours(x), theirs(x))), 0)
}

describe('exp', () => {
  it('is within 2 ulp of @stdlib, over the whole range and close to 0', () => {
    expect(worst(evenly(30_000, 0, -745, 709.7), exp, stdlibExp)).toBeLessThanOrEqual(2)
    expect(worst(evenly(30_000, 1, -2, 2), exp, stdlibExp)).toBeLessThanOrEqual(2)
    expect(worst(evenly(5_000, 2, -1e-8, 1e-8), exp, stdlibExp)).toBeLessThanOrEqual(2)
  })

  // To 17 digits, from 200-bit arithmetic.
  it.each([
    [1, 2.718281828459045], [-1, 0.36787944117144233], [0.5, 1.6487212707001282], [10, 22026.465794806718],
    [-20, 2.061153622438558e-9], [100, 2.6881171418161356e43], [-700, 9.85967654375977e-305], [700, 1.0142320547350045e304],
  ])('of %d', (x, value) => {
    expect(ulpsApart(exp(x), value)).toBeLessThanOrEqual(1)
  })

  it('has its special values', () => {
    expect(exp(0)).toBe(1)
    expect(exp(-0)).toBe(1)
    expect(exp(Infinity)).toBe(Infinity)
    expect(exp(-Infinity)).toBe(0)
    expect(exp(NaN)).toBeNaN()
  })

  it('goes to the ends of the range', () => {
    expect(exp(709.782712893384)).toBeGreaterThan(1.79e308)
    expect(exp(709.782712893384)).toBeLessThan(Infinity)
    expect(exp(709.7827128933841)).toBe(Infinity)
    expect(exp(-745.1332191019411)).toBe(5e-324)
    expect(exp(-745.1332191019412)).toBe(0)
    expect(exp(-745.1332191019413)).toBe(0)
  })
})

describe('log', () => {
  it('is within 2 ulp of @stdlib', () => {
    expect(worst(evenly(30_000, 3, 0, 10), log, stdlibLn)).toBeLessThanOrEqual(2)
    expect(worst(evenly(30_000, 4, 0.5, 2), log, stdlibLn)).toBeLessThanOrEqual(2)
    expect(worst(evenly(5_000, 5, 1 - 1e-8, 1 + 1e-8), log, stdlibLn)).toBeLessThanOrEqual(2)
    expect(worst(evenly(30_000, 6, -740, 709).map(exp), log, stdlibLn)).toBeLessThanOrEqual(2)
  })

  it.each([
    [2, 0.6931471805599453], [10, 2.302585092994046], [0.5, -0.6931471805599453], [0.1, -2.3025850929940455],
    [1e300, 690.7755278982137], [5e-324, -744.4400719213812], [1.0000001, 9.999999505838704e-8], [0.9999, -0.00010000500033334732],
  ])('of %d', (x, value) => {
    expect(ulpsApart(log(x), value)).toBeLessThanOrEqual(1)
  })

  it('has its special values', () => {
    expect(log(1)).toBe(0)
    expect(log(0)).toBe(-Infinity)
    expect(log(-0)).toBe(-Infinity)
    expect(log(-1)).toBeNaN()
    expect(log(NaN)).toBeNaN()
    expect(log(Infinity)).toBe(Infinity)
    expect(ulpsApart(log(Number.MAX_VALUE), 709.782712893384)).toBeLessThanOrEqual(1)
  })

  it('undoes exp', () => {
    for (const x of evenly(5_000, 7, -700, 700)) expect(Math.abs(log(exp(x)) - x)).toBeLessThan(3e-16 * (1 + Math.abs(x)))
  })
})

describe('log1p', () => {
  it('keeps the digits of small arguments', () => {
    for (const x of [1e-20, -1e-20, 1e-300, 5e-324]) expect(log1p(x)).toBe(x)
    expect(ulpsApart(log1p(1e-10), 9.9999999995e-11)).toBeLessThanOrEqual(3)
    expect(ulpsApart(log1p(-1e-10), -1.00000000005e-10)).toBeLessThanOrEqual(3)
    expect(worst(evenly(10_000, 8, -1, 1), log1p, Math.log1p)).toBeLessThanOrEqual(4)
    expect(worst(evenly(10_000, 9, -1e-5, 1e-5), log1p, Math.log1p)).toBeLessThanOrEqual(4)
  })

  it('has its special values', () => {
    expect(log1p(0)).toBe(0)
    expect(log1p(-1)).toBe(-Infinity)
    expect(log1p(-2)).toBeNaN()
    expect(log1p(NaN)).toBeNaN()
    expect(log1p(Infinity)).toBe(Infinity)
  })
})

describe('pow', () => {
  // To 17 digits, from 200-bit arithmetic.
  it.each([
    [2, 0.3, 1.2311444133449163], [10, -0.3, 0.5011872336272722], [0.7, 3.7, 0.267216178045964],
    [1.0001, 123456.789, 229822.29462423918], [1e-300, 0.9, 9.999999999999847e-271], [1.5, 1700.5, 2.774508273377268e299],
    [5e-324, 0.25, 1.4908919308538355e-81], [10, 5, 100000], [3, -7, 0.0004572473708276177], [0.9, 0.25, 0.9740037464252967],
    [1.05, 40, 7.039988712124658],
  ])('of %d and %d', (x, y, value) => {
    expect(ulpsApart(pow(x, y), value)).toBeLessThanOrEqual(1)
  })

  it('is within 2 ulp of the host, whose own error is below 1', () => {
    const bases = evenly(20_000, 10, -30, 30).map(exp)
    const exponents = evenly(20_000, 11, -23, 23)
    bases.forEach((x, i) => expect(ulpsApart(pow(x, exponents[i]), x ** exponents[i])).toBeLessThanOrEqual(2))
  })

  it('multiplies for small whole exponents and takes the root for 1/2', () => {
    for (const x of evenly(2_000, 12, -100, 100)) {
      expect(pow(x, 1)).toBe(x)
      expect(pow(x, 2)).toBe(x * x)
      expect(pow(x, 3)).toBe(x * x * x)
      expect(pow(x, 4)).toBe(x * x * (x * x))
      expect(pow(x, -1)).toBe(1 / x)
      expect(pow(Math.abs(x), 0.5)).toBe(Math.sqrt(Math.abs(x)))
    }
  })

  it('has the special values of Math.pow', () => {
    const values = [
      0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 4, 5, -5, 1e-310, -1e-310, 1.7e308, -1.7e308, Infinity, -Infinity, NaN,
      1e20, -1e20, 1e300, 2 ** 53, 2 ** 53 - 1, -(2 ** 53) + 1, 1 + 2 ** -52, 1 - 2 ** -53,
    ]
    for (const x of values) {
      for (const y of values) {
        const ours = pow(x, y)
        const theirs = x ** y
        const same = Object.is(ours, theirs) || (ulpsApart(ours, theirs) <= 2 && Object.is(Math.sign(ours), Math.sign(theirs)))
        expect(same, `${x} to the power ${y}: ${ours}, the host says ${theirs}`).toBe(true)
      }
    }
  })

  it('adds exponents', () => {
    const base = fc.double({ min: 0.01, max: 100, noNaN: true })
    const exponent = fc.double({ min: -20, max: 20, noNaN: true })
    fc.assert(
      fc.property(base, exponent, exponent, (x, a, b) => {
        const whole = pow(x, a + b)
        // a + b is itself rounded, by up to 4e-15, which counts log x times.
        return Math.abs(pow(x, a) * pow(x, b) - whole) <= 4e-14 * whole
      }),
    )
  })
})

describe('logistic', () => {
  it('is one half at 0 and keeps the digits of its tails', () => {
    expect(logistic(0)).toBe(0.5)
    expect(logistic(-700)).toBe(exp(-700))
    expect(logistic(Infinity)).toBe(1)
    expect(logistic(-Infinity)).toBe(0)
    expect(logistic(NaN)).toBeNaN()
    for (const x of evenly(2_000, 13, -40, 40)) {
      expect(logistic(x) + logistic(-x)).toBeCloseTo(1, 15)
      expect(ulpsApart(logistic(x), 1 / (1 + Math.exp(-x)))).toBeLessThanOrEqual(4)
    }
  })
})

describe('normalCdf', () => {
  // From 200-bit arithmetic.
  it.each([
    [-37, 5.725571222524577e-300], [-20, 2.7536241186062337e-89], [-8, 6.220960574271784e-16], [-3, 0.0013498980316300946],
    [-1.96, 0.024997895148220435], [-1, 0.15865525393145705], [-0.5, 0.3085375387259869], [0, 0.5], [0.5, 0.6914624612740131],
    [1, 0.8413447460685429], [2, 0.9772498680518208], [3, 0.9986501019683699], [6, 0.9999999990134123],
  ])('of %d', (x, value) => {
    expect(Math.abs(normalCdf(x) / value - 1)).toBeLessThan(x < -8 ? 3e-13 : 3e-15)
  })

  it('rises, without a step where two approximations meet', () => {
    for (const seam of [-5.656854249492381, -0.66291, 0.66291, 5.656854249492381]) {
      const below = normalCdf(seam - 1e-9)
      const above = normalCdf(seam + 1e-9)
      const density = exp(-0.5 * seam * seam) / Math.sqrt(2 * Math.PI)
      expect(Math.abs(above - below - 2e-9 * density)).toBeLessThan(3e-16)
    }
  })

  it('has its special values', () => {
    expect(normalCdf(Infinity)).toBe(1)
    expect(normalCdf(-Infinity)).toBe(0)
    expect(normalCdf(40)).toBe(1)
    expect(normalCdf(-40)).toBe(0)
    expect(normalCdf(NaN)).toBeNaN()
  })
})

describe('the host', () => {
  const fixed = new Set(['sqrt', 'abs', 'sign', 'min', 'max', 'floor', 'ceil', 'trunc', 'round', 'imul', 'clz32', 'fround'])
  const loose = Object.getOwnPropertyNames(Math).filter((name) => typeof Math[name as 'exp'] === 'function' && !fixed.has(name))

  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('is asked for nothing that it may answer in its own way', () => {
    const spies = loose.map((name) => vi.spyOn(Math, name as 'exp'))
    const run = createRandomness('host', 1).site('host', 1)
    const values = [0.3, -2.5, 40].flatMap((x) => [exp(x), log(x), log1p(x), pow(x, 0.3), pow(x, 3), logistic(x), normalCdf(x)])
    values.push(run.uniform(1, 2), run.pairUniform(1, 2), run.normal(1, 2), run.exponential(1, 2), run.slot(1, 2, 8))
    for (const u of [0.001, 0.6]) {
      values.push(poissonFrom(u, 3), poissonFrom(u, 3000), binomialFrom(u, 9, 0.4), binomialFrom(u, 90_000, 0.4))
      values.push(geometricFrom(u, 0.1), lognormalFrom(u, 0, 1))
    }
    expect(values.length).toBeGreaterThan(30)
    expect(loose).toContain('exp')
    for (const spy of spies) expect(spy).not.toHaveBeenCalled()
  })
})
