/** The few numbers that a reader sees first; all others are in the files. */
import type { MetricKey } from '../observe/metrics.ts'
import { type Effect, effectOf, estimate, type MeasuredRun, pairedArms } from './effects.ts'
import type { Measures } from './windows.ts'

export const HEADLINE: readonly MetricKey[] = [
  'rdSpending',
  'innovationRate',
  'collaborationRate',
  'skilledStaff',
  'creditAccessShare',
  'guaranteedBalance',
  'defaultRate',
  'firms',
  'publicCost',
]

export interface HeadlineRow {
  /** Metric key or outcome. */
  readonly name: string
  /** Mean over the horizon. */
  readonly baseline: number
  /** Over the horizon, by arm in order. */
  readonly effects: readonly { readonly arm: string; readonly effect: Effect }[]
}

export function headlineOf(runs: readonly MeasuredRun[], { names, windows, outcomes }: Measures): HeadlineRow[] {
  const arms = pairedArms(runs)
  const baseline = runs.filter(({ arm }) => arm === 'baseline')
  const own = names.slice(names.length - outcomes.length)
  return [...HEADLINE, ...own].map((name) => {
    const horizon = names.indexOf(name) * windows.length
    return {
      name,
      baseline: estimate(baseline.map(({ values }) => values[horizon])).mean,
      effects: arms.map(({ arm, pairs }) => ({
        arm,
        effect: effectOf(pairs.map(([one, other]) => [one.values[horizon], other.values[horizon]])),
      })),
    }
  })
}
