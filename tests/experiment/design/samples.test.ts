import fc from 'fast-check'
import seedrandom from 'seedrandom'
import { describe, expect, test } from 'vitest'
import { latinHypercube, morrisTrajectories, randomPoints, saltelliRows, saltelliSample } from '../../../src/experiment/design/samples.ts'
import { MOST_DIMENSIONS, sobolSequence } from '../../../src/experiment/design/sobolSequence.ts'

const drawFrom = (seed: number): (() => number) => {
  const random = seedrandom(String(seed))
  return () => random()
}

describe("Sobol's sequence", () => {
  // First points in two dimensions as in R's randtoolbox, which leaves the origin out.
  test('begins as in another implementation', () => {
    expect(sobolSequence(10, 2, 1).map((point) => [...point])).toEqual([
      [0.5, 0.5], [0.75, 0.25], [0.25, 0.75], [0.375, 0.375], [0.875, 0.875], [0.625, 0.125], [0.125, 0.625], [0.1875, 0.3125], [0.6875, 0.8125], [0.9375, 0.0625],
    ])
    expect([...sobolSequence(1, 5)[0]!]).toEqual([0, 0, 0, 0, 0])
  })

  // scipy 1.10.1, stats.qmc.Sobol(d=250, scramble=False), which has Joe and Kuo's directions too.
  test('has the points of Joe and Kuo in many dimensions', () => {
    expect([...sobolSequence(1, 10, 7)[0]!]).toEqual([0.125, 0.625, 0.375, 0.125, 0.125, 0.375, 0.625, 0.625, 0.625, 0.875])
    const [late] = sobolSequence(1, 250, 1000)
    expect(Array.from(late!.slice(200, 210))).toEqual([
      0.7529296875, 0.2099609375, 0.5224609375, 0.8837890625, 0.2451171875, 0.2861328125, 0.4794921875, 0.9287109375, 0.4423828125, 0.3642578125,
    ])
    expect(Array.from(late!.slice(240))).toEqual([
      0.7275390625, 0.4423828125, 0.8623046875, 0.3212890625, 0.6494140625, 0.0283203125, 0.7236328125, 0.7333984375, 0.5927734375, 0.4072265625,
    ])
  })

  test('has one point in each slice of each dimension', () => {
    const points = sobolSequence(256, MOST_DIMENSIONS)
    for (let dimension = 0; dimension < MOST_DIMENSIONS; dimension++) expect(new Set(points.map((point) => Math.floor(point[dimension]! * 256))).size).toBe(256)
    expect(() => sobolSequence(1, MOST_DIMENSIONS + 1)).toThrow(RangeError)
  })
})

test('a latin hypercube has one point in each slice of each dimension', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 6 }), fc.integer(), (samples, dimensions, seed) => {
    const points = latinHypercube(samples, dimensions, drawFrom(seed))
    for (let dimension = 0; dimension < dimensions; dimension++) {
      expect(points.map((point) => Math.floor(point[dimension]! * samples + 1e-9)).toSorted((one, other) => one - other)).toEqual([...Array(samples).keys()])
    }
  }))
})

test('random points are those of their seed', () => {
  expect(randomPoints(3, 2, drawFrom(1))).toEqual(randomPoints(3, 2, drawFrom(1)))
  expect(randomPoints(3, 2, drawFrom(1))).not.toEqual(randomPoints(3, 2, drawFrom(2)))
})

describe("Saltelli's rows", () => {
  test('exchange one factor at a time', () => {
    expect(saltelliRows([Float64Array.of(1, 2, 3, 4)], 2).map((row) => [...row])).toEqual([[1, 2], [3, 2], [1, 4], [1, 4], [3, 2], [3, 4]])
  })

  test('of a design are in [0, 1), each base sample in its own place', () => {
    const rows = saltelliSample(40, 3, drawFrom(5))
    expect(rows).toHaveLength(40 * 8)
    expect(rows.flatMap((row) => [...row]).every((value) => value >= 0 && value < 1)).toBe(true)
    expect(new Set(rows.map(String)).size).toBe(320)
  })
})

test("Morris's trajectories move each factor once, by the same step, over all levels", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 6 }), fc.integer(), (trajectories, half, dimensions, seed) => {
    const points = morrisTrajectories(trajectories, 2 * half, dimensions, drawFrom(seed))
    expect(points).toHaveLength(trajectories * (dimensions + 1))
    const step = half / (2 * half - 1)
    for (let first = 0; first < points.length; first += dimensions + 1) {
      const moved = Array.from({ length: dimensions }, (_, index) => {
        const [before, after] = [points[first + index]!, points[first + index + 1]!]
        const changed = [...after.keys()].filter((place) => after[place] !== before[place])
        expect(changed).toHaveLength(1)
        expect(Math.abs(after[changed[0]!]! - before[changed[0]!]!)).toBeCloseTo(step, 12)
        return changed[0]!
      })
      expect(new Set(moved).size).toBe(dimensions)
    }
  }))
  const levels = morrisTrajectories(2000, 4, 1, drawFrom(3)).map(([value]) => Math.round(value! * 3))
  for (const level of [0, 1, 2, 3]) expect(levels.filter((one) => one === level).length / levels.length).toBeCloseTo(0.25, 1)
})
