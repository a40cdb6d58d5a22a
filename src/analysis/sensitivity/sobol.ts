/**
 * Sobol indices from a design of Saltelli (2002): which share of the variance of an answer a factor explains alone (S1), with all its
 * interactions (ST), and two factors by their interaction (S2). Estimators of Saltelli et al. (2010), Computer Physics
 * Communications 181, 259-270, as in SALib.
 */
import { jackknife, type Told } from './intervals.ts'
import { centred, difference, productOfMeans, type Replicated } from './noise.ts'

export interface SobolIndices {
  readonly first: readonly Told[]
  readonly total: readonly Told[]
  /** By both factors' places, the smaller first. */
  readonly second: readonly { readonly one: number; readonly other: number; readonly index: Told }[]
}

/** `y` has the answers of whole base samples, 2 factors + 2 points each, in the order of `saltelliRows`. */
export function sobolIndices(y: readonly Replicated[], factors: number): SobolIndices {
  const step = 2 * factors + 2
  const samples = y.length / step
  const c = centred(y)
  const a = (i: number): Replicated => c[i * step]
  const b = (i: number): Replicated => c[i * step + step - 1]
  const ab = (i: number, factor: number): Replicated => c[i * step + 1 + factor]
  const ba = (i: number, factor: number): Replicated => c[i * step + 1 + factors + factor]
  const terms = (of: (i: number) => number): Float64Array => Float64Array.from({ length: samples }, (_, i) => of(i))
  const square = terms((i) => (productOfMeans(a(i), a(i)) + productOfMeans(b(i), b(i))) / 2)
  const level = terms((i) => (sum(a(i)) / a(i).length + sum(b(i)) / b(i).length) / 2)
  const alone = Array.from({ length: factors }, (_, j) => terms((i) => productOfMeans(b(i), difference(ab(i, j), a(i)))))
  const rest = Array.from({ length: factors }, (_, j) => terms((i) => {
    const change = difference(a(i), ab(i, j))
    return productOfMeans(change, change) / 2
  }))
  const over = (variance: number, mean: number): number => variance - mean * mean
  const share = (term: Float64Array): Told => jackknife([term, square, level], ([value, squares, mean]) => value / over(squares, mean))
  const second = []
  for (let j = 0; j < factors; j++) {
    for (let k = j + 1; k < factors; k++) {
      const both = terms((i) => productOfMeans(ba(i, j), ab(i, k)) - productOfMeans(a(i), b(i)))
      const index = jackknife([both, alone[j], alone[k], square, level], ([joint, one, other, squares, mean]) => (joint - one - other) / over(squares, mean))
      second.push({ one: j, other: k, index })
    }
  }
  return { first: alone.map(share), total: rest.map(share), second }
}

function sum(values: Replicated): number {
  let total = 0
  for (const value of values) total += value
  return total
}
