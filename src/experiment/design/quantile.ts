/** From a number in [0, 1) to a value of a law, within a range: by the law under the condition that it lies there. */
import type { Distribution } from '../../scenario/scenario.ts'
import { exp, log, normalCdf } from '../../world/arithmetic.ts'
import { inverseNormal } from '../../world/distributions.ts'

export interface Range {
  readonly minimum: number
  readonly maximum: number
}

export function quantile(law: Distribution, unit: number, { minimum, maximum }: Range): number {
  const clamped = (value: number): number => Math.min(maximum, Math.max(minimum, value))
  if (law.kind === 'uniform') return clamped(law.low + unit * (law.high - law.low))
  if (law.kind === 'loguniform') return clamped(exp(log(law.low) + unit * (log(law.high) - log(law.low))))
  if (law.kind === 'triangular') return clamped(triangular(law, unit))
  if (law.kind === 'normal') return clamped(law.mean + law.sd * truncated(unit, (minimum - law.mean) / law.sd, (maximum - law.mean) / law.sd))
  const scaled = (value: number): number => (value <= 0 ? -Infinity : (log(value) - log(law.median)) / law.sd)
  return clamped(law.median * exp(law.sd * truncated(unit, scaled(minimum), scaled(maximum))))
}

function triangular({ low, mode, high }: { readonly low: number; readonly mode: number; readonly high: number }, unit: number): number {
  const below = (mode - low) / (high - low)
  return unit < below ? low + Math.sqrt(unit * (high - low) * (mode - low)) : high - Math.sqrt((1 - unit) * (high - low) * (high - mode))
}

/** Of the standard normal law between two bounds. 0 and 1 have no quantile, so the ends are kept a little inside. */
function truncated(unit: number, from: number, to: number): number {
  const [low, high] = [cdf(from), cdf(to)]
  return inverseNormal(Math.min(1 - SMALLEST, Math.max(SMALLEST, low + unit * (high - low))))
}

const SMALLEST = 1e-16
const cdf = (z: number): number => (z === -Infinity ? 0 : z === Infinity ? 1 : normalCdf(z))
