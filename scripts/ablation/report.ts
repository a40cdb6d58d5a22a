/** What is lost without each mechanism, as a table. */
import { effectOf } from '../../src/analysis/effects.ts'
import { schedule } from '../../src/mechanisms/schedule.ts'
import { metrics } from '../../src/observe/metrics.ts'
import { markdownTable } from '../markdown.ts'
import { type Observation, type Switchable, switchables } from './measure.ts'

/** Standard errors beyond which an effect is taken for real, as in lever-effects. */
const SURE = 3

interface Loss extends Switchable {
  readonly on: number
  readonly off: number
  /** Off less on, as a share of on, and its standard error. */
  readonly effect: number
  readonly error: number
}

export function lossOf(one: Switchable, seen: readonly Observation[]): Loss {
  const own = seen.filter(({ mechanism }) => mechanism === one.name)
  const { baseline, mean, sd, n, relative } = effectOf(own.map(({ off, on }) => [off, on]))
  return { ...one, on: baseline, off: baseline + mean, effect: relative, error: sd / Math.sqrt(n) / Math.abs(baseline) }
}

/** What the numbers say, in words. */
export function meaning({ metric, without, off, effect, error }: Loss): string {
  const { unit } = metrics[metric]
  if (Number.isNaN(effect)) return `cannot be told: there is no \`${metric}\` to lose`
  if (off === 0) return `without it \`${metric}\` (${unit}) is nothing`
  const went = effect < 0 ? 'lower' : 'higher'
  const size = `${percent(Math.abs(effect))} ${went}`
  if (Math.abs(effect) <= SURE * error) return `not shown: \`${metric}\` (${unit}) is ${size} without it, within ${SURE} standard errors`
  return `without it \`${metric}\` (${unit}) is ${size}${went === without ? '' : ', **the opposite of what it exists for**'}`
}

const percent = (share: number): string => `${(100 * share).toPrecision(3)} %`
const signed = (share: number): string => (Number.isNaN(share) ? '-' : `${share > 0 ? '+' : ''}${percent(share)}`)

export const heads = ['mechanism', 'metric', 'on', 'off', 'effect', 'standard error', 'what it means']

/** A row for each mechanism, in the order of the schedule. */
export function tableOf(seen: readonly Observation[]): string {
  const rows = schedule.map(({ name, indispensable }) => {
    const one = switchables.find((each) => each.name === name)
    if (one === undefined) return [`\`${name}\``, '-', '-', '-', '-', '-', `cannot be switched off: ${indispensable}`]
    const loss = lossOf(one, seen)
    const { metric, on, off, effect, error } = loss
    return [`\`${name}\``, `\`${metric}\``, on.toPrecision(4), off.toPrecision(4), signed(effect), percent(error), meaning(loss)]
  })
  return markdownTable(heads, rows)
}
