/** Means over windows of time. */

/** Quarters of a year. */
export const YEAR = 4

/** Quarters of a window, from the scenario's start: the first, and the one after the last. */
export interface Window {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** Mean of the quarters of a window in which the metric has a value. */
export function meanOver(metrics: readonly Float64Array[], metric: number, { from, to }: Window): number {
  let sum = 0
  let count = 0
  for (let t = from; t < to; t++) {
    const value = metrics[t][metric]
    if (Number.isNaN(value)) continue
    sum += value
    count++
  }
  return count === 0 ? NaN : sum / count
}
