/** Free play with a budget: the most innovation, or the fewest failures, for what the region spends already. */
import { useState } from 'preact/hooks'
import { type Goal, GOALS, standingOf, WORLDS } from '../analysis/challenge.ts'
import best from './best.json'
import { leverTold } from './Levers.tsx'
import type { Laboratory } from './laboratory.ts'
import type { Desk, Levers } from './protocol.ts'
import type { Replications } from './replications.ts'
import { between, difference, number, say } from './words.ts'

/** Best mixes that a search has found, by scenario and goal: docs/challenge.md tells how. */
const BEST = best as Readonly<Record<string, Readonly<Partial<Record<Goal, { readonly gain: number; readonly levers: Levers }>>>>>

interface Props {
  readonly laboratory: Laboratory
  readonly replications: Replications
  readonly desk: Desk
}

export function Challenge({ laboratory, replications, desk }: Props) {
  const [goal, choose] = useState<Goal>('innovations')
  const [code, setCode] = useState('')
  const [seen, setSeen] = useState(false)
  const { opened, changed, texts } = laboratory
  if (!opened.value) return null
  const pairs = replications.pairs.value
  const whole = pairs.length >= WORLDS && laboratory.replication.value < WORLDS
  const standing = pairs.length > 1 ? standingOf(pairs, goal, opened.value!.metrics.map(({ key }) => key)) : undefined
  const known = BEST[opened.value.name]?.[goal]
  const hand = async (): Promise<void> => {
    const { gain, cost } = standingOf(pairs, goal, opened.value!.metrics.map(({ key }) => key))
    setCode(await desk.writeLink({ texts: texts.value, levers: changed.value, replication: 0, answer: { goal, gain: gain.mean, cost: cost.mean } }))
  }
  return (
    <div class="challenge">
      <p>{say('challenge.about', { spent: standing ? number(standing.spent) : '…' })}</p>
      <div class="tools" role="radiogroup" aria-label={say('challenge.goal')}>
        {(Object.keys(GOALS) as Goal[]).map((name) => <label key={name}><input type="radio" name="goal" checked={goal === name} onChange={() => { choose(name); setCode(''); setSeen(false) }} /> {say(`goal.${name}`)}</label>)}
      </div>
      {standing && (
        <div class="standing" aria-live="polite">
          <p class="score"><strong>{say(`goal.${goal}.gain`, { gain: difference(standing.gain.mean) })}</strong> <span class="about">{between(standing.gain, '')}</span></p>
          <p class={standing.within ? 'within' : 'over'}>{say(standing.within ? 'challenge.within' : 'challenge.over', { cost: difference(standing.cost.mean), spent: number(standing.spent) })}</p>
          <p class="about">{whole ? say('pairs.whole', { count: pairs.length }) : say('pairs.coming', { count: pairs.length, wanted: WORLDS })}</p>
        </div>
      )}
      {known && (
        <details open={seen} onToggle={({ currentTarget }) => setSeen(currentTarget.open)}>
          <summary>{say('challenge.best')}</summary>
          {seen && (
            <>
              <p>{say(`goal.${goal}.gain`, { gain: difference(known.gain) })}</p>
              <ul>{Object.entries(known.levers).map(([name, value]) => <li key={name}>{leverTold(opened.value!.levers.find((lever) => lever.name === name)!, value)}</li>)}</ul>
              <button type="button" onClick={() => laboratory.setLevers(known.levers)}>{say('challenge.try')}</button>
            </>
          )}
        </details>
      )}
      <p><button type="button" class="main" disabled={!whole || !standing?.within} onClick={() => void hand()}>{say('challenge.hand')}</button></p>
      {code && (
        <label class="code">{say('challenge.code')}
          <textarea readOnly rows={4} value={code} onFocus={({ currentTarget }) => currentTarget.select()} />
          <span class="about">{say('challenge.check')} <code>cinsim answer {code.slice(0, 8)}…</code></span>
        </label>
      )}
    </div>
  )
}
