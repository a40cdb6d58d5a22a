/** Two one-sided tests (Schuirmann 1987): shown to be the same within a margin, which is more than not shown to differ. */
import { estimate } from '../../src/analysis/effects.ts'
import { twoSidedP } from '../../src/analysis/studentT.ts'

export interface Equivalence {
  /** Mean difference and its standard error, in the unit of the differences. */
  readonly difference: number
  readonly error: number
  /** The larger p of the two tests: below 0.05 both reject that the difference is beyond the margin. */
  readonly p: number
}

/** Of differences that are independent of each other, one a replication. Those without a value are left out. */
export function equivalenceOf(differences: readonly number[], margin: number): Equivalence {
  const { mean, sd, n } = estimate(differences)
  if (n < 2) return { difference: mean, error: NaN, p: NaN }
  const error = sd / Math.sqrt(n)
  const room = margin - Math.abs(mean)
  if (error === 0) return { difference: mean, error, p: room >= 0 ? 0 : 1 }
  // The nearer margin has the larger p.
  const half = twoSidedP(room / error, n - 1) / 2
  return { difference: mean, error, p: room >= 0 ? half : 1 - half }
}
