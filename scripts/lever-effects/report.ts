/** Expectations held against what was observed, as a table. */
import { estimate } from '../../src/analysis/effects.ts'
import type { Expectation } from './expectations.ts'
import type { Observation } from './measure.ts'

/** In per cent; nothing to compare with where the base is (next to) nothing. */
export const percent = (share: number): string => Math.abs(share) > 100 || Number.isNaN(share) ? 'from 0' : `${share > 0 ? '+' : ''}${(100 * share).toFixed(Math.abs(share) < 0.1 ? 2 : 1)} %`
const mean = (values: readonly number[]): number => estimate(values).mean

export interface Verdict {
  readonly base: number
  readonly relative: number
  /** Half the width of the 95 % interval of `relative`. */
  readonly half: number
  readonly errors: number
  readonly calm: number | undefined
  readonly cut: boolean
  readonly holds: boolean
}

/** The row holds when sign, size, calm and cut all do. */
export function judge(row: Expectation, observed: readonly Observation[]): Verdict {
  const weighted = (by: 'weight' | 'base'): number[] =>
    observed.map(({ values }) => row.arms.reduce((sum, arm, index) => (arm[by] === 0 ? sum : sum + arm[by] * values[index]!), 0))
  const { mean: effect, sd, n, upper } = estimate(weighted('weight'))
  const base = mean(weighted('base'))
  const relative = effect / Math.abs(base)
  const errors = effect / (sd / Math.sqrt(n))
  const moved =
    row.sign === '0' ? Math.abs(relative) <= row.minimum : (row.sign === '+' ? errors : -errors) > 3 && Math.abs(relative) >= row.minimum
  const calm = row.unmoved ? mean(observed.map((one) => one.calm[0]!)) / mean(observed.map((one) => one.calm[1]!)) - 1 : undefined
  const still = calm === undefined || Math.abs(calm) <= row.unmoved!.share
  const cut = observed.every((one) => one.cut ?? true)
  return { base, relative, half: (upper - effect) / Math.abs(base), errors, calm, cut, holds: moved && still && cut }
}

const heads = ['row', 'lever', 'metric', 'before', 'effect', '95 % interval', 'standard errors', 'wanted', 'first year, unmoved', 'without its channel', 'verdict']

export function tableOf(rows: readonly Expectation[], observations: readonly Observation[]): string {
  const lines = rows.map((row) => {
    const { base, relative, half, errors, calm, cut, holds } = judge(row, observations.filter(({ id }) => id === row.id))
    return [
      row.id,
      row.lever,
      row.metric,
      base.toPrecision(4),
      percent(relative),
      `${percent(relative - half)} to ${percent(relative + half)}`,
      Number.isFinite(errors) ? errors.toFixed(1) : '-',
      row.sign === '0' ? `within ${100 * row.minimum} %` : `${row.sign}${row.minimum === 0 ? '' : ` ${100 * row.minimum} %`}`,
      calm === undefined ? '-' : `\`${row.unmoved!.metric}\` ${percent(calm)} (${100 * row.unmoved!.share} %)`,
      cut ? 'exactly 0' : 'NOT 0',
      holds ? 'holds' : '**missed**',
    ]
  })
  return [heads, heads.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
