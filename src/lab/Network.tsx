/** The living network of one world: organisations in their clusters, institutions in the middle, ties as they form and end. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { type Drawer, drawOnCanvas } from './canvas.ts'
import type { Laboratory } from './laboratory.ts'
import { alliancesIn, COLOURINGS, type Colouring, type Filter, HUES, KINDS, pictureOf, SIZES, type Sizing } from './picture.ts'
import { drawWithSigma } from './webgl.ts'
import { say, sayIf, word } from './words.ts'

interface Props {
  readonly laboratory: Laboratory
  readonly chosen: number | undefined
  readonly choose: (firm: number) => void
}

export function Network({ laboratory, chosen, choose }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const drawer = useRef<Drawer | undefined>(undefined)
  const [plain, setPlain] = useState(false)
  const [filter, setFilter] = useState<Filter>({ stratum: 'all', colouring: 'kind', sizing: 'revenue' })
  const { opened, seen } = laboratory
  const { scene, before } = seen.value ?? {}
  const picture = useMemo(() => scene && pictureOf(scene, before, filter, chosen), [scene, before, filter, chosen])
  const told = scene && picture ? say('network.told', {
    organisations: picture.dots.length, ties: scene.ties.length / 2, started: picture.started, ended: picture.ended, alliances: alliancesIn(scene).length,
  }) : ''
  const chosenBy = useRef(choose)
  chosenBy.current = choose
  useEffect(() => {
    const pick = (id: number): void => chosenBy.current(id)
    try {
      drawer.current = drawWithSigma(place.current!, pick)
    } catch {
      drawer.current = drawOnCanvas(place.current!, pick)
      setPlain(true)
    }
    return () => drawer.current?.destroy()
  }, [])
  useEffect(() => {
    if (picture) drawer.current?.draw(picture)
  }, [picture])
  return (
    <figure class="network">
      <div class="canvas" ref={place} role="img" aria-label={`${say('network')}. ${told}`} />
      <figcaption class="about">{told}{plain && ` ${say('network.plain')}`}</figcaption>
      <Key colouring={filter.colouring} sectors={opened.value?.sectors ?? []} />
      <Filters filter={filter} set={setFilter} laboratory={laboratory} choose={choose} />
    </figure>
  )
}

function Key({ colouring, sectors }: { readonly colouring: Colouring; readonly sectors: readonly string[] }) {
  const entries: (readonly [string, string])[] = colouring === 'kind' ? KINDS.map((colour, kind) => [colour, say(`kind.${kind}` as 'kind.0')])
    : colouring === 'sector' ? [...sectors.map((name, index) => [HUES[index % HUES.length], word('sectors', name)] as const), ...KINDS.slice(1).map((colour, kind) => [colour, say(`kind.${kind + 1}` as 'kind.1')] as const)]
    : [['#8c929c', say('alliance.none')], ...HUES.slice(0, 4).map((colour) => [colour, say('alliance.some')] as const)]
  return (
    <ul class="key">
      {entries.map(([colour, text], index) => <li key={`${text}${index}`}><svg width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="5" fill={colour} /></svg> {text}</li>)}
      <li><svg width="18" height="12" aria-hidden="true"><line x1="1" x2="17" y1="6" y2="6" stroke="#009e73" stroke-width="2.5" /></svg> {say('tie.new')}</li>
      <li><svg width="18" height="12" aria-hidden="true"><line x1="1" x2="17" y1="6" y2="6" stroke="#d55e00" stroke-width="2.5" /></svg> {say('tie.over')}</li>
    </ul>
  )
}

function Filters({ filter, set, laboratory, choose }: { readonly filter: Filter; readonly set: (filter: Filter) => void; readonly laboratory: Laboratory; readonly choose: (firm: number) => void }) {
  const { opened, seen } = laboratory
  const [wanted, setWanted] = useState('')
  const [missing, setMissing] = useState(false)
  const numberOf = (text: string): number | undefined => (text === '' ? undefined : Number(text))
  const search = (event: Event): void => {
    event.preventDefault()
    const firm = Number(wanted.replace(/\D+/g, ''))
    const there = laboratory.runs.value.baseline.quarters.concat(laboratory.runs.value.yours.quarters).some((quarter) => quarter.scene.ids.includes(firm))
    setMissing(!there)
    if (there) choose(firm)
  }
  return (
    <form class="filters" onSubmit={search} aria-label={say('filters')}>
      <label>{say('colour')} <select value={filter.colouring} onChange={({ currentTarget }) => set({ ...filter, colouring: currentTarget.value as Colouring })}>{COLOURINGS.map((name) => <option key={name} value={name}>{sayIf(`colour.${name}`)}</option>)}</select></label>
      <label>{say('size')} <select value={filter.sizing} onChange={({ currentTarget }) => set({ ...filter, sizing: currentTarget.value as Sizing })}>{SIZES.map((name) => <option key={name} value={name}>{sayIf(`size.${name}`)}</option>)}</select></label>
      <label>{say('stratum')} <select value={filter.stratum} onChange={({ currentTarget }) => set({ ...filter, stratum: currentTarget.value as Filter['stratum'] })}>{(['all', 'technology', 'tied'] as const).map((name) => <option key={name} value={name}>{say(`stratum.${name}`)}</option>)}</select></label>
      <label>{say('sector')} <select value={filter.sector ?? ''} onChange={({ currentTarget }) => set({ ...filter, sector: numberOf(currentTarget.value) })}><option value="">{say('all')}</option>{opened.value?.sectors.map((name, index) => <option key={name} value={index}>{word('sectors', name)}</option>)}</select></label>
      <label>{say('alliance')} <select value={filter.alliance ?? ''} onChange={({ currentTarget }) => set({ ...filter, alliance: numberOf(currentTarget.value) })}><option value="">{say('all')}</option>{seen.value && alliancesIn(seen.value.scene).map(([id, members]) => <option key={id} value={id}>{say('alliance.option', { id, members })}</option>)}</select></label>
      <label>{say('firm.search')} <input type="search" inputMode="numeric" value={wanted} placeholder="1234" onInput={({ currentTarget }) => setWanted(currentTarget.value)} /></label>
      <button type="submit">{say('firm.show')}</button>
      {missing && <p role="alert" class="about">{say('firm.none', { firm: wanted })}</p>}
    </form>
  )
}
