/** Samples of the unit cube, each point in [0, 1). `draw` gives numbers in [0, 1). */
import { sobolSequence } from './sobolSequence.ts'

export function randomPoints(samples: number, dimensions: number, draw: () => number): Float64Array[] {
  return Array.from({ length: samples }, () => Float64Array.from({ length: dimensions }, draw))
}

/** In every dimension one point in each of as many slices as there are points (McKay, Beckman and Conover 1979). */
export function latinHypercube(samples: number, dimensions: number, draw: () => number): Float64Array[] {
  const points = Array.from({ length: samples }, () => new Float64Array(dimensions))
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const slices = shuffled(samples, draw)
    points.forEach((point, index) => (point[dimension] = (slices[index] + draw()) / samples))
  }
  return points
}

/** 0 to n - 1 in a drawn order (Fisher and Yates). */
function shuffled(n: number, draw: () => number): number[] {
  const order = Array.from({ length: n }, (_, index) => index)
  for (let last = n - 1; last > 0; last--) {
    const other = Math.floor(draw() * (last + 1))
    const kept = order[last]
    order[last] = order[other]
    order[other] = kept
  }
  return order
}

/** Groups of base samples, each with a shift of its own. As many are left out in turn where intervals are made. */
export const SHIFTS = 20

/**
 * The design for Sobol indices of Saltelli (2002), with second order, see `saltelliRows`. Base samples are Sobol's, in groups that
 * are each shifted as a whole, modulo 1 (Cranley and Patterson 1976): so what is estimated has no bias, and the groups differ by
 * chance alone, which tells how exact it is. Sample i is in group i modulo `SHIFTS`.
 */
export function saltelliSample(samples: number, dimensions: number, draw: () => number): Float64Array[] {
  const groups = Math.min(SHIFTS, samples)
  const shifts = randomPoints(groups, 2 * dimensions, draw)
  const points = sobolSequence(Math.ceil(samples / groups), 2 * dimensions)
  const base = Array.from({ length: samples }, (_, i) => points[Math.floor(i / groups)].map((value, place) => (value + shifts[i % groups][place]) % 1))
  return saltelliRows(base, dimensions)
}

/**
 * The rows for base samples of twice as many dimensions, A and then B: for each of them A, A with each factor of B in turn, B with
 * each factor of A in turn, B.
 */
export function saltelliRows(base: readonly Float64Array[], dimensions: number): Float64Array[] {
  return base.flatMap((both) => {
    const [a, b] = [both.slice(0, dimensions), both.slice(dimensions)]
    const exchanged = (of: Float64Array, by: Float64Array): Float64Array[] => Array.from(of, (_, factor) => of.with(factor, by[factor]))
    return [a, ...exchanged(a, b), ...exchanged(b, a), b]
  })
}

/**
 * Trajectories of Morris (1991) over a grid of `levels`, an even number: one factor after the other, in a drawn order, moves by
 * levels / (2 (levels - 1)), up or down, so that each value is as likely. Each has a point more than there are dimensions. A value of 1 stays just below it.
 */
export function morrisTrajectories(trajectories: number, levels: number, dimensions: number, draw: () => number): Float64Array[] {
  const jump = levels / 2
  const value = (level: number): number => Math.min(level / (levels - 1), BELOW_ONE)
  return Array.from({ length: trajectories }, () => {
    // Up from the lower half of the levels or down to it, which comes to the same places.
    const lower = Array.from({ length: dimensions }, () => Math.floor(draw() * jump))
    const up = Array.from({ length: dimensions }, () => draw() < 0.5)
    const level = lower.map((low, factor) => low + (up[factor] ? 0 : jump))
    const points = [Float64Array.from(level, value)]
    for (const factor of shuffled(dimensions, draw)) {
      level[factor] = lower[factor] + (up[factor] ? jump : 0)
      points.push(Float64Array.from(level, value))
    }
    return points
  }).flat()
}

const BELOW_ONE = 1 - Number.EPSILON / 2
