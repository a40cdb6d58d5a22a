/** A firm's life in both worlds, and where the two part: the same start-up, the same luck, another policy. */
import * as Plot from '@observablehq/plot'
import { useEffect, useState } from 'preact/hooks'
import { Drawing } from './Chart.tsx'
import { LIFE, type Life, type LifeColumn, type LifeEvent } from './life.ts'
import type { Laboratory } from './laboratory.ts'
import { ARMS, type ArmName, type Desk } from './protocol.ts'
import { FIRST_FIRM } from '../world/identity.ts'
import { partnersOf } from './picture.ts'
import { number, say, sayIf, unitWord, word } from './words.ts'

type Lives = Partial<Record<ArmName, Life>>

interface Props {
  readonly laboratory: Laboratory
  readonly desk: Desk
  readonly firm: number | undefined
  readonly choose: (firm: number) => void
}

export function Firm({ laboratory, desk, firm, choose }: Props) {
  const [lives, setLives] = useState<Lives>({})
  const { opened, finished, runs } = laboratory
  const { yours } = runs.value
  useEffect(() => {
    if (firm === undefined || !finished.value) return
    let wanted = true
    void Promise.all(ARMS.map((arm) => desk.life(arm, firm))).then(([baseline, own]) => wanted && setLives({ ...(baseline ? { baseline } : {}), ...(own ? { yours: own } : {}) }))
    return () => {
      wanted = false
    }
  }, [firm, finished.value, yours])
  if (firm === undefined) return <Unchosen laboratory={laboratory} choose={choose} />
  const life = lives.yours ?? lives.baseline
  if (!opened.value || life?.firm !== firm) return <p>{say(finished.value && firm < FIRST_FIRM ? 'firm.institution' : 'firm.waiting', { firm })}</p>
  const { quarters } = opened.value
  return (
    <div class="life">
      <h3>{say('firm.title', { firm, sector: word('sectors', life.sector) })}</h3>
      <p class="parting"><strong>{partingTold(lives, quarters)}</strong></p>
      <p>{ARMS.map((arm) => `${say(arm)}: ${lives[arm] ? spanTold(lives[arm], quarters) : say('firm.never')}`).join(' · ')}</p>
      <Partners laboratory={laboratory} firm={firm} choose={choose} />
      <div class="multiples">
        {LIFE.map((column) => <Course key={column} column={column} unit={life.units[column]} lives={lives} quarters={quarters} />)}
      </div>
      <div class="pair">
        {ARMS.map((arm) => (
          <section key={arm} class={`story ${arm}`} aria-label={say(arm)}>
            <h4>{say(arm)}</h4>
            <ol tabIndex={0}>{told(lives[arm]?.events ?? []).map(({ step, text }, index) => <li key={index}><time>{quarters[step]}</time> {text}</li>)}</ol>
          </section>
        ))}
      </div>
    </div>
  )
}

const spanTold = ({ from, to }: Life, quarters: readonly string[]): string =>
  to === quarters.length - 1 ? say('firm.lives', { from: quarters[from] }) : say('firm.died', { from: quarters[from], to: quarters[to + 1] })

/** Firms worth a look, before one is chosen: those whose fate differs between the worlds come first. */
function Unchosen({ laboratory, choose }: Pick<Props, 'laboratory' | 'choose'>) {
  const { runs, finished } = laboratory
  const ends = ARMS.map((arm) => runs.value[arm].quarters.at(-1)?.scene)
  const [there, here] = ends.map((scene) => new Set(scene?.ids ?? []))
  const differing = finished.value ? [...[...here].filter((id) => !there.has(id)), ...[...there].filter((id) => !here.has(id))].slice(0, 12) : []
  const some = differing.length > 0 ? differing : [...here].filter((id) => id >= FIRST_FIRM).slice(0, 12)
  return (
    <div>
      <p>{say('firm.choose')}</p>
      <p class="about">{say(differing.length > 0 ? 'firm.differing' : 'firm.some')}</p>
      <div class="tools">{some.map((id) => <button key={id} type="button" class="quiet" onClick={() => choose(id)}>{say('firm.name', { firm: id })}</button>)}</div>
    </div>
  )
}

function Partners({ laboratory, firm, choose }: { readonly laboratory: Laboratory; readonly firm: number; readonly choose: (firm: number) => void }) {
  const seen = laboratory.seen.value
  const partners = seen ? partnersOf(seen.scene, firm) : new Set<number>()
  const name = (id: number): string => (id < FIRST_FIRM ? say('institution.name', { id }) : say('firm.name', { firm: id }))
  return (
    <div class="tools">
      <span>{say('partners', { count: partners.size })}</span>
      {[...partners].map((id) => <button key={id} type="button" class="quiet" onClick={() => choose(id)}>{name(id)}</button>)}
    </div>
  )
}

function Course({ column, unit, lives, quarters }: { readonly column: LifeColumn; readonly unit: string; readonly lives: Lives; readonly quarters: readonly string[] }) {
  const points = ARMS.flatMap((arm) => [...(lives[arm]?.values[column] ?? [])].map((value, step) => ({ arm: say(arm), step, value }))).filter(({ value }) => !Number.isNaN(value))
  const last = (arm: ArmName): string => {
    const value = lives[arm]?.values[column][lives[arm].to]
    return value === undefined ? '–' : number(value)
  }
  const name = sayIf(`life.${column}`)
  return (
    <figure>
      <figcaption><strong>{name}</strong> <span class="about">{unitWord(unit)}</span></figcaption>
      <Drawing save={`firm-${column}`} describe={`${name}: ${ARMS.map((arm) => `${say(arm)} ${last(arm)}`).join('; ')}`} draw={() => [
        Plot.plot({
          width: 240, height: 110, marginLeft: 44, marginTop: 8, marginRight: 6, y: { label: null, ticks: 3, grid: true, zero: true, nice: true },
          x: { domain: [0, quarters.length - 1], label: null, ticks: 3, tickFormat: (at: number) => (Number.isInteger(at) ? quarters[at] ?? '' : '') },
          color: { domain: ARMS.map((arm) => say(arm)), range: ['var(--baseline)', 'var(--yours)'] },
          marks: [Plot.line(points, { x: 'step', y: 'value', stroke: 'arm', strokeWidth: (point: { arm: string }) => (point.arm === say('yours') ? 1.75 : 3) })],
        }),
      ]} />
    </figure>
  )
}

function eventText({ what, other, amount }: LifeEvent): string {
  const told = sayIf(`event.${what}`)
  const about = [
    ...(other === undefined ? [] : [other < FIRST_FIRM ? say('institution.name', { id: other }) : say('firm.name', { firm: other })]),
    ...(amount === undefined ? [] : [what.startsWith('move.') ? say('persons', { count: amount }) : say('million', { amount: number(amount) })]),
  ]
  return about.length === 0 ? told : say('event', { what: told, about: about.join(say('comma')) })
}

const told = (events: readonly LifeEvent[]): { step: number; text: string }[] =>
  [...events].toSorted((one, other) => one.step - other.step).map((event) => ({ step: event.step, text: eventText(event) }))

/** The first quarter in which anything differs, and what it is. */
function partingTold({ baseline, yours }: Lives, quarters: readonly string[]): string {
  if (!baseline || !yours) return say(baseline ? 'parting.onlyBaseline' : 'parting.onlyYours')
  for (const [step, quarter] of quarters.entries()) {
    const here = told(yours.events.filter((event) => event.step === step)).map(({ text }) => text)
    const there = told(baseline.events.filter((event) => event.step === step)).map(({ text }) => text)
    const columns = LIFE.filter((column) => !Object.is(baseline.values[column][step], yours.values[column][step]))
    const onlyHere = here.filter((text) => !there.includes(text))
    const onlyThere = there.filter((text) => !here.includes(text))
    if (columns.length + onlyHere.length + onlyThere.length === 0) continue
    const parts = [
      ...(onlyHere.length > 0 ? [`${say('yours')}: ${onlyHere.join('; ')}`] : []),
      ...(onlyThere.length > 0 ? [`${say('baseline')}: ${onlyThere.join('; ')}`] : []),
      ...(columns.length > 0 ? [columns.map((column) => `${sayIf(`life.${column}`)} ${number(baseline.values[column][step])} → ${number(yours.values[column][step])}`).join('; ')] : []),
    ]
    return say('parting', { quarter, why: parts.join(' · ') })
  }
  return say('parting.never')
}
