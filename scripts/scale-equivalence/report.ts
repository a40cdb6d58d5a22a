/** Metrics held against themselves at other scales, as a table. */
import { estimate } from '../../src/analysis/effects.ts'
import { type MetricKey, metricKeys } from '../../src/observe/metrics.ts'
import { type Equivalence, equivalenceOf } from './equivalence.ts'
import { marginOf } from './margins.ts'
import { markdownTable } from '../markdown.ts'

/** By scale, the smallest first: each metric's value, by metric and replication. */
export type Scales = ReadonlyMap<number, readonly (readonly number[])[]>

const LEVEL = 0.05

export type Verdict = 'same' | 'not shown' | 'differs'

/** Beyond the margin for sure, within it for sure, or neither. A metric without any value has p NaN and is not shown. */
export function verdictOn(p: number): Verdict {
  if (p < LEVEL) return 'same'
  return p > 1 - LEVEL ? 'differs' : 'not shown'
}

interface Pair extends Equivalence {
  readonly name: string
}

const meanOf = (values: readonly number[]): number => estimate(values).mean

/** Each two scales, with the margin as a share of the metric's mean at the largest. */
function pairsOf(scales: Scales, metric: number): Pair[] {
  const all = [...scales]
  const largest = all.at(-1)![1]
  const { share, of } = marginOf(metricKeys[metric]!)
  const margin = share * Math.abs(meanOf(largest[of === undefined ? metric : metricKeys.indexOf(of)]!))
  return all.flatMap(([small, values], index) =>
    all.slice(index + 1).map(([large, others]) => ({
      name: `${small} to ${large}`, ...equivalenceOf(values[metric]!, others[metric]!, margin),
    })),
  )
}

const percent = (value: number, of: number): string => (of === 0 ? '0' : Number.isNaN(value / of) ? '-' : `${((100 * value) / of).toFixed(2)} %`)

/** One line a metric: its size at the largest scale, the differences with their standard errors, margin and verdict. */
export function tableOf(scales: Scales): { table: string; holding: number } {
  let holding = 0
  const largest = [...scales.values()].at(-1)!
  const names = pairsOf(scales, 0).map(({ name }) => name)
  const lines = metricKeys.map((key: MetricKey, metric) => {
    const pairs = pairsOf(scales, metric)
    const margin = marginOf(key)
    const base = Math.abs(meanOf(largest[margin.of === undefined ? metric : metricKeys.indexOf(margin.of)]!))
    const failing = pairs.filter(({ p }) => verdictOn(p) !== 'same')
    if (failing.length === 0) holding++
    return [
      `\`${key}\``,
      meanOf(largest[metric]!).toPrecision(4),
      ...pairs.map(({ difference, error }) => `${percent(difference, base)} ± ${percent(error, base)}`),
      `${100 * margin.share} %${margin.of === undefined ? '' : ` of \`${margin.of}\``}`,
      margin.why,
      failing.length === 0 ? 'same' : failing.map(({ name, p }) => `**${verdictOn(p)}**, ${name}`).join('; '),
    ]
  })
  const heads = ['metric', 'at the largest scale', ...names.map((name) => `${name}: difference ± standard error`), 'margin', 'why', 'verdict']
  return { table: markdownTable(heads, lines), holding }
}
