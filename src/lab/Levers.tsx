/** A control for every lever, in the groups of the study; what differs from the baseline is marked and can be undone. */
import { useState } from 'preact/hooks'
import type { Laboratory } from './laboratory.ts'
import type { LeverView } from './protocol.ts'
import { type Key, leverTerm, number, say, unitWord, word } from './words.ts'

/** Groups of the study, by the first part of a lever's name. */
export const GROUPS = {
  money: ['fund', 'finance'],
  guarantee: ['guarantee'],
  talent: ['talent', 'university'],
  alliances: ['alliances', 'clusters', 'platforms'],
  information: ['information'],
  coordination: ['coordination'],
  tax: ['tax'],
} as const

const groupOf = (name: string): string => name.slice(0, name.indexOf('.'))

interface Props {
  readonly laboratory: Laboratory
  /** What a lesson locks and points at. */
  readonly lesson?: { readonly unlocked: readonly string[]; readonly lever?: string | undefined } | undefined
}

export function Levers({ laboratory, lesson }: Props) {
  const { opened, changed } = laboratory
  const [search, setSearch] = useState('')
  if (!opened.value) return null
  const { levers, arms } = opened.value
  const differing = Object.keys(changed.value)
  const found = (lever: LeverView): boolean => `${lever.name} ${leverTerm(lever.name).name} ${leverTerm(lever.name).meaning}`.toLowerCase().includes(search.toLowerCase())
  return (
    <>
      <div class="tools">
        <input type="search" placeholder={say('levers.search')} aria-label={say('levers.search')} value={search} onInput={({ currentTarget }) => setSearch(currentTarget.value)} />
        <button type="button" disabled={differing.length === 0 || lesson !== undefined} onClick={() => laboratory.setLevers({})}>{say('undoAll')}</button>
      </div>
      {arms.length > 0 && !lesson && (
        <div class="tools presets" role="group" aria-label={say('presets')}>
          <span class="about">{say('presets')}</span>
          {arms.map((arm) => <button key={arm.name} type="button" class="quiet" onClick={() => laboratory.setLevers(arm.levers)}>{arm.name}</button>)}
        </div>
      )}
      {Object.entries(GROUPS).map(([group, parts]) => {
        const own = levers.filter((lever) => (parts as readonly string[]).includes(groupOf(lever.name)) && found(lever))
        if (own.length === 0) return null
        const marked = own.filter(({ name }) => differing.includes(name)).length
        const pointed = own.some(({ name }) => name === lesson?.lever || lesson?.unlocked.includes(name))
        return (
          <details key={group} open={search !== '' || marked > 0 || pointed || (group === 'money' && !lesson)}>
            <summary>{say(`group.${group}` as Key)}{marked > 0 && <span class="badge">{say('differ', { count: marked })}</span>}</summary>
            {own.map((lever) => <Lever key={lever.name} lever={lever} laboratory={laboratory} locked={lesson !== undefined && !lesson.unlocked.includes(lever.name)} pointed={lesson?.lever === lever.name} />)}
          </details>
        )
      })}
    </>
  )
}

const STEPS = 100

function Lever({ lever, laboratory, locked, pointed }: { readonly lever: LeverView; readonly laboratory: Laboratory; readonly locked: boolean; readonly pointed: boolean }) {
  const { name, minimum, maximum, integer, unit } = lever
  const differs = Object.hasOwn(laboratory.changed.value, name)
  const value = differs ? laboratory.changed.value[name] : lever.value
  const { name: title, meaning, how } = leverTerm(name)
  const units = word('units', unit)
  const set = (text: string): void => {
    if (text !== '' && Number.isFinite(Number(text))) laboratory.setLever(name, Math.min(maximum, Math.max(minimum, integer ? Math.round(Number(text)) : Number(text))))
  }
  const isSwitch = integer && minimum === 0 && maximum === 1
  return (
    <div class={['lever', ...(differs ? ['differs'] : []), ...(pointed ? ['pointed'] : [])].join(' ')} data-lever={name}>
      <label for={name} title={name}>{title}</label>
      {isSwitch ? (
        <input id={name} type="checkbox" role="switch" checked={value === 1} disabled={locked} aria-describedby={`${name}-how`} onChange={({ currentTarget }) => set(currentTarget.checked ? '1' : '0')} />
      ) : (
        <>
          <input class="value" type="number" min={minimum} max={maximum} step={integer ? 1 : 'any'} value={Number(value.toPrecision(6))} disabled={locked} aria-label={`${title}, ${units}`} onChange={({ currentTarget }) => set(currentTarget.value)} />
          <input id={name} type="range" min={minimum} max={maximum} step={integer ? 1 : (maximum - minimum) / STEPS} value={value} disabled={locked}
            aria-describedby={`${name}-how`} aria-valuetext={`${number(value)} ${units}`} onInput={({ currentTarget }) => set(currentTarget.value)} />
        </>
      )}
      {differs && !locked && <button type="button" class="quiet undo" aria-label={`${say('undo')}: ${title}`} onClick={() => laboratory.setLever(name, lever.value)}>{say('undo')}</button>}
      <p class="about" id={`${name}-how`}>{how ?? meaning}</p>
      <details class="more">
        <summary>{say('more')}</summary>
        <dl>
          <dt>{say('meaning')}</dt><dd>{meaning} (<code>{name}</code>)</dd>
          <dt>{say('unit')}</dt><dd>{say('range', { minimum: number(minimum), maximum: number(maximum), unit: units, value: number(lever.value) })}</dd>
          <dt>{say('pays')}</dt><dd>{word('prices', lever.price)}</dd>
          <dt>{say('source')}</dt><dd>{word('marks', lever.mark)}: {lever.source}</dd>
        </dl>
      </details>
    </div>
  )
}

/** As in `Budget of the fund: 60 million yuan per year`. */
export const leverTold = (lever: LeverView, value: number): string => `${leverTerm(lever.name).name}: ${number(value)} ${unitWord(lever.unit)}`
