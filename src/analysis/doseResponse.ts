/**
 * How an effect depends on the level of one lever: a parabola through it in every replication, and the level at which it turns. All
 * levels of a replication have the same luck, so replications are what is independent, and what intervals are made of.
 */
import { estimate } from './effects.ts'
import { ratioOfMeans } from './ratio.ts'
import { regression } from './regression.ts'

export interface Dose {
  readonly level: number
  /** By replication; NaN where a pair is missing. */
  readonly effects: Float64Array
}

export type DoseRow = readonly [statistic: string, value: number, lower: number, upper: number]

const FEWEST_LEVELS = 4

/**
 * `slope`: change of the effect for each unit of the lever in the middle of its range; `curvature`: change of that slope for each
 * unit; `turningPoint`: the level at which the parabola turns, with the interval of Fieller, where curvature differs from 0;
 * `turnsInside`: 1 when that interval lies within the levels, 0 when it does not; `fit`: share of the variance of the mean curve
 * that the parabola has. Empty with fewer than four levels.
 */
export function doseResponse(doses: readonly Dose[]): DoseRow[] {
  const levels = doses.map(({ level }) => level)
  if (new Set(levels).size < FEWEST_LEVELS) return []
  const [low, high] = [Math.min(...levels), Math.max(...levels)]
  // From -1 to 1, so that the three columns are far from each other.
  const middle = (low + high) / 2
  const half = (high - low) / 2
  const x = levels.map((level) => (level - middle) / half)
  const columns = [x.map(() => 1), x, x.map((value) => value * value)]
  const replications = [...doses[0].effects.keys()].filter((r) => doses.every(({ effects }) => !Number.isNaN(effects[r])))
  const fits = replications.map((r) => regression(columns, doses.map(({ effects }) => effects[r]))!.coefficients)
  if (fits.length === 0) return []
  const slope = estimate(fits.map(([, linear]) => linear / half))
  const curvature = estimate(fits.map(([, , square]) => (2 * square) / (half * half)))
  const rows: DoseRow[] = [['slope', slope.mean, slope.lower, slope.upper], ['curvature', curvature.mean, curvature.lower, curvature.upper]]
  const turning = ratioOfMeans(fits.map(([, linear, square]) => [-linear, 2 * square] as const))
  if (turning) {
    const at = (value: number): number => middle + half * value
    const inside = turning.lower > -1 && turning.upper < 1
    rows.push(['turningPoint', at(turning.value), at(turning.lower), at(turning.upper)], ['turnsInside', Number(inside), NaN, NaN])
  }
  const means = doses.map(({ effects }) => replications.reduce((sum, r) => sum + effects[r], 0) / replications.length)
  const share = fitOf(columns, means)
  return Number.isNaN(share) ? rows : [...rows, ['fit', share, NaN, NaN]]
}

function fitOf(columns: readonly (readonly number[])[], means: readonly number[]): number {
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length
  const squares = means.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  const { residual, freedom } = regression(columns, means)!
  return squares > 0 ? 1 - (residual * residual * freedom) / squares : NaN
}
