/** Two one-sided tests (Schuirmann 1987): shown to be the same within a margin, which is more than not shown to differ. */
import { estimate } from '../../src/analysis/effects.ts'
import { twoSidedP } from '../../src/analysis/studentT.ts'

export interface Equivalence {
  /** Of the means, and its standard error, in the unit of the values. */
  readonly difference: number
  readonly error: number
  /** The larger p of the two tests: below 0.05 both reject that the difference is beyond the margin. */
  readonly p: number
}

/** Of two samples, independent of each other, whose spreads may differ (Welch 1947). Values that are NaN are left out. */
export function equivalenceOf(some: readonly number[], others: readonly number[], margin: number): Equivalence {
  const [one, other] = [estimate(some), estimate(others)]
  const difference = one.mean - other.mean
  if (one.n < 2 || other.n < 2) return { difference, error: NaN, p: NaN }
  const [first, second] = [one, other].map(({ sd, n }) => (sd * sd) / n) as [number, number]
  const error = Math.sqrt(first + second)
  const room = margin - Math.abs(difference)
  if (error === 0) return { difference, error, p: room >= 0 ? 0 : 1 }
  const freedom = (first + second) ** 2 / (first ** 2 / (one.n - 1) + second ** 2 / (other.n - 1))
  // The nearer margin has the larger p.
  const half = twoSidedP(room / error, freedom) / 2
  return { difference, error, p: room >= 0 ? half : 1 - half }
}
