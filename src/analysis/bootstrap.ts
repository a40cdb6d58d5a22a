/** Bootstrap intervals of a mean: they need no normal law, which few replications of a skewed metric do not have. */
import seedrandom from 'seedrandom'
import { normalCdf } from '../world/arithmetic.ts'
import { inverseNormal } from '../world/distributions.ts'
import { estimate } from './effects.ts'

/** Resamples of an interval; its ends are then known to a few per cent of its width. */
const RESAMPLES = 2000
/** Fewer values than this say nothing about the shape of a law. */
export const FEWEST = 8

const drawn = new Map<number, Uint32Array>()

/** `RESAMPLES` draws of `n` places with replacement, the same for all statistics of n values. */
function resamplesOf(n: number): Uint32Array {
  const known = drawn.get(n)
  if (known) return known
  const random = seedrandom(`bootstrap ${n}`)
  const places = Uint32Array.from({ length: RESAMPLES * n }, () => Math.floor(random() * n))
  drawn.set(n, places)
  return places
}

/**
 * 95 % interval of the mean by the bias-corrected and accelerated bootstrap (Efron 1987); undefined for fewer than `FEWEST`
 * values, or values that do not differ.
 */
export function bootstrapInterval(values: readonly number[]): { lower: number; upper: number } | undefined {
  const n = values.length
  if (n < FEWEST || values.every((value) => value === values[0])) return undefined
  const { mean } = estimate(values)
  const means = resampledMeans(values)
  let below = 0
  for (const one of means) below += one < mean ? 1 : one === mean ? 0.5 : 0
  const bias = inverseNormal(Math.min(1 - 0.5 / RESAMPLES, Math.max(0.5 / RESAMPLES, below / RESAMPLES)))
  const acceleration = accelerationOf(values, mean)
  const end = (z: number): number => {
    const shifted = bias + z
    return quantile(means, normalCdf(bias + shifted / (1 - acceleration * shifted)))
  }
  return { lower: end(inverseNormal(0.025)), upper: end(inverseNormal(0.975)) }
}

/** Ascending. */
function resampledMeans(values: readonly number[]): Float64Array {
  const n = values.length
  const places = resamplesOf(n)
  const means = new Float64Array(RESAMPLES)
  for (let resample = 0; resample < RESAMPLES; resample++) {
    let sum = 0
    for (let draw = resample * n; draw < (resample + 1) * n; draw++) sum += values[places[draw]]
    means[resample] = sum / n
  }
  return means.sort()
}

/** How the spread of the mean changes with the mean: a sixth of the skewness of the jackknife values. */
function accelerationOf(values: readonly number[], mean: number): number {
  let squares = 0
  let cubes = 0
  for (const value of values) {
    const away = value - mean
    squares += away * away
    cubes += away * away * away
  }
  return cubes / (6 * squares * Math.sqrt(squares))
}

/** Linear between neighbours. */
function quantile(ascending: Float64Array, share: number): number {
  const place = Math.min(1, Math.max(0, share)) * (ascending.length - 1)
  const low = Math.floor(place)
  const high = Math.min(ascending.length - 1, low + 1)
  return ascending[low] + (place - low) * (ascending[high] - ascending[low])
}
