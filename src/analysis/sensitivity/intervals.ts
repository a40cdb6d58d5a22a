/** Intervals of statistics that are functions of means over independent samples. */
import { SHIFTS } from '../../experiment/design/samples.ts'
import { halfWidth95 } from '../studentT.ts'

export interface Told {
  readonly value: number
  readonly lower: number
  readonly upper: number
}


/**
 * A statistic of the means of some terms over samples, with its 95 % interval by the jackknife over groups of samples (Tukey
 * 1958), which also takes off most of the bias of a ratio. `terms[k][i]` is term k of sample i.
 */
export function jackknife(terms: readonly Float64Array[], statistic: (means: readonly number[]) => number): Told {
  const n = terms[0].length
  const groups = Math.min(SHIFTS, n)
  const sums = terms.map((term) => term.reduce((sum, value) => sum + value, 0))
  const plain = statistic(sums.map((sum) => sum / n))
  if (groups < 3) return { value: plain, lower: NaN, upper: NaN }
  const pseudo = Array.from({ length: groups }, (_, group) => {
    const size = Math.floor((n - 1 - group) / groups) + 1
    const without = terms.map((term, k) => {
      let own = 0
      for (let i = group; i < n; i += groups) own += term[i]
      return (sums[k] - own) / (n - size)
    })
    return groups * plain - (groups - 1) * statistic(without)
  })
  const mean = pseudo.reduce((sum, value) => sum + value, 0) / groups
  let squares = 0
  for (const value of pseudo) squares += (value - mean) * (value - mean)
  const half = halfWidth95(groups - 1) * Math.sqrt(squares / (groups - 1) / groups)
  return { value: plain, lower: plain - half, upper: plain + half }
}
