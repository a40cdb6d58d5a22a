import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalCdf } from '../../src/world/arithmetic.ts'
import { createRandomness, type Draws } from '../../src/world/random.ts'
import { evenOver, kolmogorovSmirnov, uncorrelated } from '../support/goodness-of-fit.ts'

/** Fixed seeds make these tests repeatable; a p value outside these bounds would be luck of one in five thousand. */
function expectOrdinary(p: number): void {
  expect(p).toBeGreaterThan(1e-4)
  expect(p).toBeLessThan(1 - 1e-4)
}

const SAMPLE = 50_000
const random = createRandomness('random', 1)
const sample = (draw: (i: number) => number) => Array.from({ length: SAMPLE }, (_, i) => draw(i))

describe('an address', () => {
  const uint32 = fc.integer({ min: 0, max: 0xffffffff })
  const step = fc.integer({ min: -40, max: 400 })
  const methods = ['uniform', 'normal', 'exponential', 'bits', 'pairUniform'] as const
  const call = fc.record({ site: fc.constantFrom('hire', 'lend', 'partner'), step, method: fc.constantFrom(...methods), a: uint32, b: uint32 })

  it('always gives the same number, in any order of calls', () => {
    fc.assert(
      fc.property(fc.string(), uint32, fc.array(call, { minLength: 2, maxLength: 12 }), (seed, replication, calls) => {
        const drawn = (inOrder: typeof calls) => {
          const run = createRandomness(seed, replication)
          return inOrder.map(({ site, step, method, a, b }) => run.site(site, step)[method](a, b))
        }
        expect(drawn([...calls].reverse())).toEqual(drawn(calls).reverse())
      }),
    )
  })

  it('gives a uniform number strictly between 0 and 1, and so does its mirror image', () => {
    fc.assert(
      fc.property(uint32, uint32, (id, index) => {
        for (const u of [random.site('open', 0).uniform(id, index), random.site('open', 0).pairUniform(id, index)]) {
          expect(u).toBeGreaterThan(0)
          expect(u).toBeLessThan(1)
          expect(1 - (1 - u)).toBe(u)
        }
      }),
    )
  })

  it('is the same for a pair, whoever is named first', () => {
    fc.assert(
      fc.property(uint32, uint32, uint32, (a, b, index) => {
        const draws = random.site('pairs', 3)
        expect(draws.pairUniform(a, b, index)).toBe(draws.pairUniform(b, a, index))
      }),
    )
  })

  it('keeps its number from version to version', () => {
    const draws = createRandomness('zhang-2013', 1).site('hire.leaving', 4)
    expect([
      draws.bits(7, 2), draws.uniform(7, 2), draws.normal(7, 2), draws.exponential(7, 2), draws.slot(7, 2, 1024),
      draws.pairUniform(7, 2), draws.pairUniform(7, 2, 1),
    ]).toEqual([
      2853314896, 0.6643391438666689, 0.42433473276598066, 1.0916539855085292, 336, 0.458411975001355, 0.5371164871400463,
    ])
  })
})

describe('different addresses', () => {
  const draws = random.site('a', 1)
  const nextStep = random.site('a', 2)
  const before = random.site('a', -1)
  const otherSite = random.site('b', 1)
  const nextReplication = createRandomness('random', 2).site('a', 1)
  const otherSeed = createRandomness('random ', 1).site('a', 1)
  const addresses: Record<string, (i: number) => number> = {
    'an id': (i) => draws.uniform(i, 0),
    'the next id': (i) => draws.uniform(i + 1, 0),
    'the next index': (i) => draws.uniform(i, 1),
    'id and index exchanged': (i) => draws.uniform(0, i + 1),
    'the next step': (i) => nextStep.uniform(i, 0),
    'a step before the start': (i) => before.uniform(i, 0),
    'another site': (i) => otherSite.uniform(i, 0),
    'the next replication': (i) => nextReplication.uniform(i, 0),
    'another seed': (i) => otherSeed.uniform(i, 0),
    'a pair': (i) => draws.pairUniform(i, 0),
    'the neighbouring pair': (i) => draws.pairUniform(i, SAMPLE),
    'the next index of a pair': (i) => draws.pairUniform(i, 0, 1),
  }
  const samples = Object.entries(addresses).map(([name, address]) => [name, sample(address)] as const)

  it.each(samples)('draw evenly: %s', (_, values) => {
    expectOrdinary(kolmogorovSmirnov(values, (x) => x))
  })

  it('do not know of each other', () => {
    samples.forEach(([name, values], i) => {
      for (const [other, others] of samples.slice(0, i)) {
        expect(uncorrelated(values, others), `${name} and ${other}`).toBeGreaterThan(1e-4)
      }
    })
  })

  it('fill the squares of a chessboard evenly with neighbouring draws', () => {
    const draws = random.site('board', 0)
    const squares = sample((i) => Math.floor(draws.uniform(i, 0) * 16) * 16 + Math.floor(draws.uniform(i, 1) * 16))
    expectOrdinary(evenOver(squares, 256))
  })
})

describe('laws', () => {
  const draws = random.site('laws', 0)

  it('normal', () => {
    expectOrdinary(kolmogorovSmirnov(sample((i) => draws.normal(i, 0)), normalCdf))
  })

  it('exponential', () => {
    expectOrdinary(kolmogorovSmirnov(sample((i) => draws.exponential(i, 1)), (x) => -Math.expm1(-x)))
  })

  it('bits are fair, each of the 32, and no two go together', () => {
    const words = sample((i) => draws.bits(i, 2))
    const bits = Array.from({ length: 32 }, (_, bit) => words.map((word) => (word >>> bit) & 1))
    for (const bit of bits) expectOrdinary(evenOver(bit, 2))
    for (let bit = 1; bit < 32; bit++) expectOrdinary(uncorrelated(bits[bit], bits[bit - 1]))
  })

  it.each([1, 2, 64, 1024])('slot of %d', (capacity) => {
    const slots = sample((i) => draws.slot(i, 3, capacity))
    expect(slots.every((slot) => Number.isInteger(slot) && slot >= 0 && slot < capacity)).toBe(true)
    if (capacity > 1) expectOrdinary(evenOver(slots, capacity))
  })

  it.each([0, -8, 3, 1000, 2.5, NaN])('slot refuses a capacity of %d', (capacity) => {
    expect(() => draws.slot(1, 1, capacity)).toThrow(`must be a power of two, not ${capacity}`)
  })
})

describe('seeds and sites', () => {
  const first = (draws: Draws) => draws.bits(0, 0)

  it('tells apart seeds that seedrandom alone confuses', () => {
    const seeds = ['', '1', '11', '111', 'ab', 'abab', '京', 'ガ', '2:', 'zhang-2013', 'zhang-2014']
    expect(new Set(seeds.map((seed) => first(createRandomness(seed, 1).site('s', 1)))).size).toBe(seeds.length)
  })

  it('refuses two names with the same hash', () => {
    const run = createRandomness('collision', 1)
    run.site('costarring', 1)
    run.site('costarring', 2)
    expect(() => run.site('liquid', 1)).toThrow('"costarring" and "liquid" have the same hash')
  })
})
