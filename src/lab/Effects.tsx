/** What your policy does, in a sentence and in numbers: paired effects of all worlds simulated so far. */
import { useState } from 'preact/hooks'
import { WORLDS } from '../analysis/challenge.ts'
import { YEAR } from '../analysis/mean.ts'
import { Chart } from './Chart.tsx'
import type { Laboratory } from './laboratory.ts'
import type { Opened } from './protocol.ts'
import { effectIn, type Replications } from './replications.ts'
import { difference, differenceUnit, metricTerm, number, say } from './words.ts'

/** What a policy is for, what it runs on, and what it costs. */
export const USUAL = ['innovations', 'collaborationRate', 'defaultRate', 'publicCost'] as const

interface Props {
  readonly laboratory: Laboratory
  readonly replications: Replications
  /** Metrics of a lesson in place of the user's choice. */
  readonly wanted?: readonly string[] | undefined
  /** Whether a prediction is still to be made. */
  readonly hidden: boolean
}

export function Effects({ laboratory, replications, wanted, hidden }: Props) {
  const [chosen, choose] = useState<readonly string[]>(USUAL)
  const opened = laboratory.opened.value
  if (!opened) return null
  if (hidden) return <p class="covered">{say('lesson.hidden')}</p>
  const shown = wanted ?? chosen
  return (
    <>
      <Answer laboratory={laboratory} replications={replications} opened={opened} />
      {shown.map((key) => <Chart key={key} metric={key} opened={opened} laboratory={laboratory} replications={replications} />)}
      {!wanted && (
        <details class="choice">
          <summary>{say('metrics.choose')}</summary>
          <div class="boxes">
            {opened.metrics.map(({ key }) => (
              <label key={key} title={metricTerm(key).meaning}>
                <input type="checkbox" checked={chosen.includes(key)} onChange={({ currentTarget }) => choose(currentTarget.checked ? [...chosen, key] : chosen.filter((one) => one !== key))} /> {metricTerm(key).name}
              </label>
            ))}
          </div>
        </details>
      )}
    </>
  )
}

function Answer({ laboratory, replications, opened }: Pick<Props, 'laboratory' | 'replications'> & { readonly opened: Opened }) {
  const pairs = replications.pairs.value
  const changed = Object.keys(laboratory.changed.value).length > 0
  if (!changed || pairs.length === 0) return <p class="answer">{say(laboratory.played.value ? 'played.about' : 'same')}</p>
  const effect = (key: string) => effectIn(pairs, opened.metrics.findIndex((metric) => metric.key === key))
  const innovations = effect('innovations')
  const cost = effect('publicCost')
  const sure = pairs.length > 1
  const key = !sure ? 'answer.one' : innovations.lower > 0 ? 'answer.more' : innovations.upper < 0 ? 'answer.fewer' : 'answer.unclear'
  const size = number(Math.abs(innovations.mean * YEAR))
  const bounds = { lower: number(Math.min(Math.abs(innovations.lower), Math.abs(innovations.upper)) * YEAR), upper: number(Math.max(Math.abs(innovations.lower), Math.abs(innovations.upper)) * YEAR) }
  const signed = { lower: difference(innovations.lower * YEAR), upper: difference(innovations.upper * YEAR) }
  const money = say(cost.mean >= 0 ? 'answer.costs' : 'answer.saves', { amount: number(Math.abs(cost.mean) * YEAR) })
  return (
    <div class="answer" aria-live="polite">
      <p><strong>{say(key, { size, signed: difference(innovations.mean * YEAR), ...(key === 'answer.unclear' ? signed : bounds) })}{say('comma')}{money}</strong></p>
      <p class="about">{pairs.length < WORLDS ? say('pairs.coming', { count: pairs.length, wanted: WORLDS }) : say('pairs.whole', { count: pairs.length })}</p>
      <table>
        <thead><tr><th scope="col">{say('metric')}</th><th scope="col">{say('effect')}</th><th scope="col">{say('interval')}</th></tr></thead>
        <tbody>
          {USUAL.map((name) => {
            const { unit } = opened.metrics.find((metric) => metric.key === name)!
            const own = effect(name)
            return <tr key={name}><th scope="row">{metricTerm(name).name}</th><td>{difference(own.mean, unit)} {differenceUnit(unit)}</td><td>{sure ? say('span', { lower: difference(own.lower, unit), upper: difference(own.upper, unit) }) : '–'}</td></tr>
          })}
        </tbody>
      </table>
    </div>
  )
}
