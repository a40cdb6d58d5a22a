/** Two batches beside each other: how the levels and the effects of the second differ from those of the first. */
import { type Estimate, estimate } from './effects.ts'
import { type MeasuredRuns, pairedArms, groupsOf } from './measured.ts'
import { halfWidth95, twoSidedP } from './studentT.ts'
import type { Measures } from './windows.ts'

export interface Difference {
  readonly arm: string
  readonly point: number
  readonly quantity: 'level' | 'effect'
  /** Means of each. */
  readonly first: number
  readonly second: number
  /** Second less first. */
  readonly difference: Pick<Estimate, 'mean' | 'lower' | 'upper' | 'p'>
  /** Pairs, or the smaller number of replications. */
  readonly n: number
}

/**
 * For each arm and point that both have: its level, and its effect unless it is the baseline. `paired` says that the same
 * replication has the same luck in both, so that differences are taken replication by replication; else the two are independent
 * (Welch 1947).
 */
export function differencesOf(first: MeasuredRuns, second: MeasuredRuns, { names, windows }: Measures, metric: string, window: string, paired: boolean): Difference[] {
  const index = windows.findIndex(({ name }) => name === window)
  const [one, other] = [first, second].map((measured) => answersOf(measured, measured.column(names.indexOf(metric) * windows.length + index)))
  return [...one].flatMap(([key, answers]): Difference[] => {
    const others = other.get(key)
    if (!others) return []
    const [quantity, point, ...arm] = key.split(' ')
    const [firstMean, secondMean] = [estimate([...answers.values()]), estimate([...others.values()])]
    const pairs = [...answers].flatMap(([replication, value]) => (others.has(replication) ? [others.get(replication)! - value] : []))
    const difference = paired ? estimate(pairs) : welch(firstMean, secondMean)
    const n = paired ? estimate(pairs).n : Math.min(firstMean.n, secondMean.n)
    return n === 0 ? [] : [{ arm: arm.join(' '), point: Number(point), quantity: quantity as Difference['quantity'], first: firstMean.mean, second: secondMean.mean, difference, n }]
  })
}

/** By `quantity point arm`, then by replication. */
function answersOf({ about }: MeasuredRuns, column: Float64Array): Map<string, Map<number, number>> {
  const levels = groupsOf(about).map(({ arm, point, runs }) => [`level ${point} ${arm}`, new Map(runs.map((place) => [about[place].replication, column[place]]))] as const)
  const effects = pairedArms(about).map(({ arm, point, pairs }) =>
    [`effect ${point} ${arm}`, new Map(pairs.map(([own, base]) => [about[own].replication, column[own] - column[base]]))] as const)
  return new Map([...levels, ...effects])
}

function welch(first: Estimate, second: Estimate): Difference['difference'] {
  const mean = second.mean - first.mean
  const [one, other] = [first, second].map(({ sd, n }) => (sd * sd) / n)
  const error = Math.sqrt(one + other)
  if (!(error > 0)) return { mean, lower: error === 0 ? mean : NaN, upper: error === 0 ? mean : NaN, p: NaN }
  const freedom = ((one + other) * (one + other)) / ((one * one) / (first.n - 1) + (other * other) / (second.n - 1))
  const half = halfWidth95(freedom) * error
  return { mean, lower: mean - half, upper: mean + half, p: twoSidedP(mean / error, freedom) }
}
