/** How many replications are enough: those after which paired effects are known as well as a scenario asks. */
import type { Precision } from '../scenario/scenario.ts'
import { effectOf } from './effects.ts'
import { type MeasuredRuns, pairedArms, valuesOf } from './measured.ts'
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
