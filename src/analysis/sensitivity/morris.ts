/**
 * Elementary effects (Morris 1991): how an answer changes when one factor moves, at many places of the others. `mu` is their mean,
 * `muStar` the mean of their sizes (Campolongo et al. 2007), `sigma` their spread, which curvature and interactions make.
 */
import { estimate } from '../effects.ts'
import { difference, meanOf, productOfMeans, type Replicated } from './noise.ts'
import type { Told } from './intervals.ts'

export interface MorrisEffects {
  readonly mu: Told
  readonly muStar: Told
  /** Of the effects themselves, the noise of replications taken off. */
  readonly sigma: number
  /** Standard deviation that chance gives an effect; NaN with one replication. */
  readonly noise: number
}

/** `unit` and `y` have whole trajectories, factors + 1 points each, in each of which one factor moves after the other. */
export function morrisEffects(unit: readonly Float64Array[], y: readonly Replicated[], factors: number): MorrisEffects[] {
  const effects: number[][] = Array.from({ length: factors }, () => [])
  const squares: number[][] = Array.from({ length: factors }, () => [])
  for (let point = 1; point < unit.length; point++) {
    if (point % (factors + 1) === 0) continue
    const factor = unit[point].findIndex((value, place) => value !== unit[point - 1][place])
    const step = unit[point][factor] - unit[point - 1][factor]
    const change = difference(y[point], y[point - 1]).map((value) => value / step)
    effects[factor].push(meanOf(change))
    squares[factor].push(productOfMeans(change, change))
  }
  return effects.map((own, factor): MorrisEffects => {
    const mu = estimate(own)
    const chance = meanOf(Float64Array.from(own, (value, i) => value * value - squares[factor][i]))
    return {
      mu: told(mu),
      muStar: told(estimate(own.map(Math.abs))),
      sigma: Math.sqrt(Math.max(0, mu.sd * mu.sd - chance)),
      noise: y[0].length === 1 ? NaN : Math.sqrt(Math.max(0, chance)),
    }
  })
}

const told = ({ mean, lower, upper }: ReturnType<typeof estimate>): Told => ({ value: mean, lower, upper })
