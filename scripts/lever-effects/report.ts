/** Expectations held against what was observed, as tables. */
import { estimate } from '../../src/analysis/effects.ts'
import { markdownTable } from '../markdown.ts'
import type { Expectation } from './expectations.ts'
import type { Mediator } from './mediators.ts'
import type { Observation } from './measure.ts'

/** In per cent; nothing to compare with where the base is (next to) nothing. */
export const percent = (share: number): string => Math.abs(share) > 100 || Number.isNaN(share) ? 'from 0' : `${share > 0 ? '+' : ''}${(100 * share).toFixed(Math.abs(share) < 0.1 ? 2 : 1)} %`
const mean = (values: readonly number[]): number => estimate(values).mean

/** Of each replication of a row: the sum over its arms of weight (or base) times value. */
export const weighted = (row: Expectation, observed: readonly Observation[], by: 'weight' | 'base'): number[] =>
  observed
    .filter(({ id }) => id === row.id)
    .map(({ values }) => row.arms.reduce((sum, arm, index) => (arm[by] === 0 ? sum : sum + arm[by] * values[index]!), 0))

export interface Verdict {
  readonly replications: number
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
export function judge(row: Expectation, observations: readonly Observation[]): Verdict {
  const observed = observations.filter(({ id }) => id === row.id)
  const { mean: effect, sd, n, upper } = estimate(weighted(row, observed, 'weight'))
  const base = mean(weighted(row, observed, 'base'))
  const relative = effect / Math.abs(base)
  const errors = effect / (sd / Math.sqrt(n))
  const moved =
    row.sign === '0' ? Math.abs(relative) <= row.minimum : (row.sign === '+' ? errors : -errors) > 3 && Math.abs(relative) >= row.minimum
  const calm = row.unmoved ? mean(observed.map((one) => one.calm[0]!)) / mean(observed.map((one) => one.calm[1]!)) - 1 : undefined
  const still = calm === undefined || Math.abs(calm) <= row.unmoved!.share
  const cut = observed.every((one) => one.cut ?? true)
  return { replications: n, base, relative, half: (upper - effect) / Math.abs(base), errors, calm, cut, holds: moved && still && cut }
}

const heads = ['row', 'lever', 'metric', 'replications', 'before', 'effect', '95 % interval', 'standard errors', 'wanted', 'first year, unmoved', 'without its channel', 'verdict']

export function tableOf(rows: readonly Expectation[], observations: readonly Observation[]): string {
  const lines = rows.map((row) => {
    const { replications, base, relative, half, errors, calm, cut, holds } = judge(row, observations)
    return [
      row.id,
      row.lever,
      row.metric,
      String(replications),
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
  return markdownTable(heads, lines)
}

/** Part of an effect that must be gone when what carries it is blocked. */
const LOST = 0.7

export interface Loss {
  /** In standard errors. */
  readonly intact: number
  /** In units of the metric. */
  readonly effect: number
  readonly blocked: number
  readonly share: number
  readonly error: number
  readonly verdict: 'holds' | '**missed**' | 'not told: the effect itself is within chance'
}

/** Share lost of an effect: one less the ratio of means over paired replications, with its standard error by linearisation. */
export function judgeLoss({ intact, blocked }: Mediator, observations: readonly Observation[]): Loss {
  const whole = weighted(intact, observations, 'weight')
  const rest = weighted(blocked, observations, 'weight')
  const { mean: effect, sd, n } = estimate(whole)
  const left = mean(rest)
  const ratio = left / effect
  const error = estimate(whole.map((one, index) => rest[index]! - ratio * one)).sd / Math.sqrt(n) / Math.abs(effect)
  const errors = effect / (sd / Math.sqrt(n))
  const share = 1 - ratio
  const told = Math.abs(errors) > 3
  const lost = share >= LOST && share > 3 * error
  return { intact: errors, effect, blocked: left, share, error, verdict: !told ? 'not told: the effect itself is within chance' : lost ? 'holds' : '**missed**' }
}

const headsOfLosses = ['row', 'metric', 'effect', 'standard errors', 'when', 'effect then', 'lost', 'standard error', 'how it is blocked', 'verdict']

export function tableOfMediators(mediators: readonly Mediator[], observations: readonly Observation[]): string {
  const lines = mediators.map((mediator) => {
    const { intact, effect, blocked, share, error, verdict } = judgeLoss(mediator, observations)
    return [
      mediator.intact.id,
      mediator.intact.metric,
      effect.toPrecision(4),
      intact.toFixed(1),
      mediator.when,
      blocked.toPrecision(4),
      `${(100 * share).toFixed(0)} %`,
      `${(100 * error).toFixed(0)} %`,
      mediator.how,
      verdict,
    ]
  })
  return markdownTable(headsOfLosses, lines)
}

/** Every replication of every row, numbers in full. */
export function csvOf(rows: readonly Expectation[], observations: readonly Observation[]): string {
  const lines = rows.flatMap((row) => {
    const bases = weighted(row, observations, 'base')
    return weighted(row, observations, 'weight').map((effect, replication) => `${row.id},${replication},${effect},${bases[replication]}`)
  })
  return `${['row,replication,effect,base', ...lines].join('\n')}\n`
}
