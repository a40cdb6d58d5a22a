/** A control for every lever, in the groups of the study; what differs from the baseline is marked and can be undone. */
import type { Laboratory } from './laboratory.ts'
import type { LeverView } from './protocol.ts'
import { type Key, number, say } from './words.ts'

export function Levers({ laboratory }: { readonly laboratory: Laboratory }) {
  const { opened, changed } = laboratory
  if (!opened.value) return null
  const groups = new Map<string, LeverView[]>()
  for (const lever of opened.value.levers) {
    const group = lever.name.slice(0, lever.name.indexOf('.'))
    groups.set(group, [...(groups.get(group) ?? []), lever])
  }
  return (
    <>
      <button type="button" disabled={Object.keys(changed.value).length === 0} onClick={() => laboratory.undoAll()}>{say('undoAll')}</button>
      {[...groups].map(([group, levers], index) => (
        <details key={group} open={index === 0 || levers.some(({ name }) => Object.hasOwn(changed.value, name))}>
          <summary>{say(`group.${group}` as Key)}</summary>
          {levers.map((lever) => <Lever key={lever.name} lever={lever} laboratory={laboratory} />)}
        </details>
      ))}
    </>
  )
}

const STEPS = 100

function Lever({ lever, laboratory }: { readonly lever: LeverView; readonly laboratory: Laboratory }) {
  const { name, meaning, minimum, maximum, integer, unit } = lever
  const differs = Object.hasOwn(laboratory.changed.value, name)
  const value = differs ? laboratory.changed.value[name] : lever.value
  const set = (text: string): void => {
    if (text !== '' && Number.isFinite(Number(text))) laboratory.setLever(name, Math.min(maximum, Math.max(minimum, Number(text))))
  }
  const step = integer ? 1 : 'any'
  return (
    <div class={differs ? 'lever differs' : 'lever'}>
      <label for={name}><code>{name.slice(name.indexOf('.') + 1)}</code> {meaning}</label>
      <input id={name} type="range" min={minimum} max={maximum} step={integer ? 1 : (maximum - minimum) / STEPS} value={value}
        aria-describedby={`${name}-about`} onInput={({ currentTarget }) => set(currentTarget.value)} />
      <input type="number" min={minimum} max={maximum} step={step} value={value} aria-label={`${name}, ${unit}`} onChange={({ currentTarget }) => set(currentTarget.value)} />
      {differs && <button type="button" aria-label={`${say('undo')}: ${name}`} onClick={() => laboratory.setLever(name, lever.value)}>{say('undo')}</button>}
      <p id={`${name}-about`} class="about">
        {say('range', { minimum: number(minimum), maximum: number(maximum), unit })} · {say('pays')}: {lever.price} · {say('source')}: {lever.mark}, {lever.source}
      </p>
    </div>
  )
}
