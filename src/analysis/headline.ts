/** The few numbers that a reader sees first; all others are in the files. */
import type { MetricKey } from '../observe/metrics.ts'
import { type Effect, effectOf, estimate } from './effects.ts'
import { type MeasuredRuns, pairedArms, valuesOf } from './measured.ts'
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
  readonly effects: readonly { readonly arm: string; readonly point: number; readonly effect: Effect }[]
}

export function headlineOf(measured: MeasuredRuns, { names, windows, outcomes }: Measures): HeadlineRow[] {
  const arms = pairedArms(measured.about)
  const baseline = [...measured.about.keys()].filter((place) => measured.about[place].arm === 'baseline')
  const own = names.slice(names.length - outcomes.length)
  return [...HEADLINE, ...own].map((name) => {
    const horizon = measured.column(names.indexOf(name) * windows.length)
    return {
      name,
      baseline: estimate(baseline.map((place) => horizon[place])).mean,
      effects: arms.map((group) => ({ arm: group.arm, point: group.point, effect: effectOf(valuesOf(group, horizon)) })),
    }
  })
}
