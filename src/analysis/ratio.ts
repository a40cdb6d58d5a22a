/** A ratio of two means, each known with error: what a yuan buys. */
import { halfWidth95 } from './studentT.ts'

export interface Ratio {
  readonly value: number
  readonly lower: number
  readonly upper: number
}

/**
 * Ratio of the means of pairs with its 95 % interval (Fieller 1954): all ratios r for which the mean of numerator - r x denominator
 * does not differ from 0. Undefined when the denominator itself does not differ from 0, since then every ratio is possible.
 */
export function ratioOfMeans(pairs: readonly (readonly [numerator: number, denominator: number])[]): Ratio | undefined {
  const n = pairs.length
  if (n < 2) return undefined
  const [numerator, denominator] = [0, 1].map((side) => pairs.reduce((sum, pair) => sum + pair[side], 0) / n)
  let [above, below, both] = [0, 0, 0]
  for (const [one, other] of pairs) {
    above += (one - numerator) * (one - numerator)
    below += (other - denominator) * (other - denominator)
    both += (one - numerator) * (other - denominator)
  }
  const ofMeans = n * (n - 1)
  const [varianceAbove, varianceBelow, covariance] = [above / ofMeans, below / ofMeans, both / ofMeans]
  const quantile = halfWidth95(n - 1)
  const square = quantile * quantile
  // The bounds are the roots of a r^2 - 2 b r + c.
  const a = denominator * denominator - square * varianceBelow
  if (!(a > 0)) return undefined
  const b = numerator * denominator - square * covariance
  const c = numerator * numerator - square * varianceAbove
  const half = Math.sqrt(Math.max(0, b * b - a * c))
  return { value: numerator / denominator, lower: (b - half) / a, upper: (b + half) / a }
}
