/** How many replications are enough: those after which paired effects are known as well as a scenario asks. */
import type { Precision } from '../scenario/scenario.ts'
import { effectOf } from './effects.ts'
import { type MeasuredRuns, pairedArms, valuesOf } from './measured.ts'
import { halfWidth95 } from './studentT.ts'
import type { Measures } from './windows.ts'

/** Replications after which effects are looked at the first time; each further look is at twice as many. */
export const FIRST_LOOK = 10

/** Numbers of replications at which effects are looked at; the last is `most`. */
export function looksOf(most: number): number[] {
  const looks: number[] = []
  for (let look = FIRST_LOOK; look < most; look *= 2) looks.push(look)
  return [...looks, most]
}

/**
 * Half of the widest interval of the effects that a precision names, over the horizon, as a share of the size of the baseline's
 * mean. Infinity where an effect has no interval or the baseline's mean is 0.
 */
export function widestHalfWidth(measured: MeasuredRuns, { names, windows }: Measures, { metric, arms }: Precision): number {
  const column = measured.column(names.indexOf(metric) * windows.length)
  let widest = 0
  for (const group of pairedArms(measured.about)) {
    if (arms && !arms.includes(group.arm)) continue
    const { lower, upper, baseline } = effectOf(valuesOf(group, column))
    const share = (upper - lower) / 2 / Math.abs(baseline)
    widest = Math.max(widest, Number.isNaN(share) ? Infinity : share)
  }
  return widest
}

/** Replications beyond which nobody would go. */
const MOST = 1_000_000

/**
 * The fewest replications whose 95 % interval is expected to be no wider than `halfWidth` on each side, where single effects spread
 * by `sd`, both in the same unit; NaN without a spread that is known, 2 at least.
 */
export function replicationsFor(sd: number, halfWidth: number): number {
  if (Number.isNaN(sd)) return NaN
  let [low, high] = [1, 2]
  const isEnough = (n: number): boolean => halfWidth95(n - 1) * sd <= halfWidth * Math.sqrt(n)
  while (!isEnough(high)) {
    low = high
    high *= 2
    if (high > MOST) return Infinity
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}
