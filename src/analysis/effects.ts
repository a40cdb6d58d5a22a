/** Levels and effects: what each arm comes to, and its paired difference from the baseline, with 95 % intervals. */
import type { Row } from '../records/tables.ts'
import { groupsOf, type MeasuredRuns, pairedArms, valuesOf } from './measured.ts'
import { halfWidth95, twoSidedP } from './studentT.ts'
import type { Measures } from './windows.ts'

/** Of numbers over replications; without variance the interval is the mean itself and p is NaN, with one also no interval. */
export interface Estimate {
  readonly mean: number
  readonly sd: number
  readonly lower: number
  readonly upper: number
  /** Two-sided, of the hypothesis that the mean is 0. */
  readonly p: number
  readonly n: number
}

/** t-interval over the values that are numbers, summed in the given order. */
export function estimate(values: readonly number[]): Estimate {
  const known = values.filter((value) => !Number.isNaN(value))
  const n = known.length
  if (n === 0) return { mean: NaN, sd: NaN, lower: NaN, upper: NaN, p: NaN, n }
  let sum = 0
  for (const value of known) sum += value
  if (n === 1) return { mean: sum, sd: NaN, lower: NaN, upper: NaN, p: NaN, n }
  // Equal values have exactly their own mean and no spread, whatever rounding would make of them.
  if (known.every((value) => value === known[0])) {
    return { mean: known[0], sd: 0, lower: known[0], upper: known[0], p: NaN, n }
  }
  const mean = sum / n
  let squares = 0
  for (const value of known) squares += (value - mean) * (value - mean)
  const sd = Math.sqrt(squares / (n - 1))
  const error = sd / Math.sqrt(n)
  const half = halfWidth95(n - 1) * error
  return { mean, sd, lower: mean - half, upper: mean + half, p: twoSidedP(mean / error, n - 1), n }
}

/** An arm's effect on one measure in one window. */
export interface Effect extends Estimate {
  readonly baseline: number
  readonly relative: number
}

/** Pairs with a half that failed or has no value are left out, which `n` tells. */
export function effectOf(pairs: readonly (readonly [arm: number, baseline: number])[]): Effect {
  const whole = pairs.filter(([arm, baseline]) => !Number.isNaN(arm) && !Number.isNaN(baseline))
  const difference = estimate(whole.map(([arm, baseline]) => arm - baseline))
  const baseline = estimate(whole.map(([, value]) => value)).mean
  return { ...difference, baseline, relative: baseline === 0 ? NaN : difference.mean / Math.abs(baseline) }
}

/** Rows of summary.csv: arm, point, metric, window, mean, sd, lower, upper, n. */
export function* summaryRows(measured: MeasuredRuns, { names, windows }: Measures): Generator<Row> {
  const groups = groupsOf(measured.about)
  for (let cell = 0; cell < names.length * windows.length; cell++) {
    const column = measured.column(cell)
    for (const { arm, point, runs } of groups) {
      const { mean, sd, lower, upper, n } = estimate(runs.map((place) => column[place]))
      yield [arm, point, ...labels(cell, names, windows), mean, sd, lower, upper, n]
    }
  }
}

/** Rows of effects.csv: arm, point, metric, window, baseline, effect, relative, lower, upper, p, n. */
export function* effectRows(measured: MeasuredRuns, { names, windows }: Measures): Generator<Row> {
  const groups = pairedArms(measured.about)
  for (let cell = 0; cell < names.length * windows.length; cell++) {
    const column = measured.column(cell)
    for (const group of groups) {
      const { baseline, mean, relative, lower, upper, p, n } = effectOf(valuesOf(group, column))
      yield [group.arm, group.point, ...labels(cell, names, windows), baseline, mean, relative, lower, upper, p, n]
    }
  }
}

const labels = (cell: number, names: Measures['names'], windows: Measures['windows']): [string, string] => [
  names[Math.floor(cell / windows.length)],
  windows[cell % windows.length].name,
]
