/** One result in both worlds, quarter by quarter, and below it the difference, with bands from all pairs of worlds. */
import * as Plot from '@observablehq/plot'
import { type ReadonlySignal, useSignalEffect } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Estimate } from '../analysis/effects.ts'
import { saveSvg, savePng } from './download.ts'
import type { Laboratory } from './laboratory.ts'
import { ARMS, type Opened } from './protocol.ts'
import { course, effectIn, type Replications } from './replications.ts'
import { between, difference, differenceUnit, metricTerm, say, scaleOf, unitWord } from './words.ts'

const WIDTH = 420
const HEIGHT = 168
const MARGIN = { marginLeft: 52, marginRight: 10, marginTop: 18 }
/** Fewer worlds than this say little of how far they spread. */
const FEWEST = 3

interface Props {
  readonly metric: string
  readonly opened: Opened
  readonly laboratory: Laboratory
  readonly replications: Replications
}

export function Chart({ metric, opened, laboratory, replications }: Props) {
  const index = opened.metrics.findIndex(({ key }) => key === metric)
  const { unit } = opened.metrics[index]
  const { name, meaning } = metricTerm(metric)
  const pairs = replications.pairs.value
  const effect = pairs.length > 0 ? effectIn(pairs, index) : undefined
  const told = effect === undefined || Number.isNaN(effect.mean) ? '' : [
    say('difference', { difference: difference(effect.mean, unit), unit: differenceUnit(unit) }),
    ...(Number.isNaN(effect.lower) ? [] : [between(effect, unit)]),
    say('pairs', { count: pairs.length }),
  ].join(' · ')
  const runs = laboratory.runs.value
  const levels = ARMS.flatMap((arm) => runs[arm].quarters.map((quarter) => ({ arm: say(arm), step: quarter.step, value: quarter.metrics[index] * scaleOf(unit) })))
  const means = pairs.length >= FEWEST ? ARMS.flatMap((arm) => banded(course(pairs, index, arm), unit).map((band) => ({ arm: say(arm), ...band }))) : []
  const differences = banded(pairs.length > 0 ? course(pairs, index, 'difference') : [], unit)
  const time = { domain: [0, opened.quarters.length - 1], label: null, ticks: 6, tickFormat: (at: number) => (Number.isInteger(at) ? opened.quarters[at] ?? '' : '') }
  const colour = { domain: ARMS.map((arm) => say(arm)), range: ['var(--baseline)', 'var(--yours)'] }
  const now = Plot.ruleX([0], { className: 'now', stroke: 'currentColor', strokeOpacity: 0.35, strokeDasharray: '2 3' })
  const changed = Object.keys(laboratory.changed.value).length > 0 || laboratory.played.value !== undefined
  return (
    <figure class="chart" data-metric={metric}>
      <figcaption title={meaning}><strong>{name}</strong> <span class="about">{meaning} · {unitWord(unit)}</span></figcaption>
      <p class="effect" data-metric={metric}>{changed ? told : ''}</p>
      <Drawing describe={`${name}: ${meaning}. ${told}`} save={metric} at={laboratory.step} draw={() => levels.length === 0 ? [] : [
        Plot.plot({
          width: WIDTH, height: HEIGHT, ...MARGIN, x: time, color: colour,
          y: { label: unitWord(unit), grid: true, nice: true, ticks: 4, zero: metric !== 'firms' },
          marks: [
            Plot.areaY(means, { x: 'step', y1: 'lower', y2: 'upper', fill: 'arm', fillOpacity: 0.16 }),
            // The world that is looked at; once there are more, their mean stands out.
            Plot.line(levels.filter(({ value }) => !Number.isNaN(value)), { x: 'step', y: 'value', stroke: 'arm', ...(means.length > 0 ? { strokeWidth: 1, strokeOpacity: 0.55, strokeDasharray: '3 2' } : { strokeWidth: 2 }) }),
            Plot.line(means, { x: 'step', y: 'mean', stroke: 'arm', strokeWidth: 2 }),
            now,
          ],
        }),
        ...(changed && differences.length > 0 ? [Plot.plot({
          width: WIDTH, height: 112, ...MARGIN, marginTop: 24, x: time, y: { label: say('less'), grid: true, nice: true, ticks: 3 },
          marks: [
            Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.6 }),
            Plot.areaY(differences, { x: 'step', y1: 'lower', y2: 'upper', fill: 'var(--yours)', fillOpacity: 0.2 }),
            Plot.line(differences, { x: 'step', y: 'mean', stroke: 'var(--yours)', strokeWidth: 1.75 }),
            now,
          ],
        })] : []),
      ]}>
        <p class="about legend">{ARMS.map((arm) => <span key={arm} class={arm}><svg width="20" height="8" aria-hidden="true"><line x1="0" x2="20" y1="4" y2="4" stroke={`var(--${arm})`} stroke-width="2.5" /></svg> {say(arm)} </span>)}{means.length > 0 && say('legend.mean', { count: pairs.length })}</p>
      </Drawing>
    </figure>
  )
}

/** Quarters with a value; without an interval the band is the line. */
const banded = (estimates: readonly Estimate[], unit: string): { step: number; mean: number; lower: number; upper: number }[] =>
  estimates.flatMap(({ mean, lower, upper }, step) => {
    const scale = scaleOf(unit)
    return Number.isNaN(mean) ? [] : [{ step, mean: mean * scale, lower: (Number.isNaN(lower) ? mean : lower) * scale, upper: (Number.isNaN(upper) ? mean : upper) * scale }]
  })

/** One picture after another is drawn, each in a task of its own, so that the page stays at hand. */
const waiting = new Map<object, () => void>()
const { port1: here, port2: there } = new MessageChannel()
here.onmessage = () => {
  const [next] = waiting
  if (next === undefined) return
  waiting.delete(next[0])
  next[1]()
  if (waiting.size > 0) there.postMessage(undefined)
}
function inTurn(place: object, draw: () => void): void {
  if (waiting.size === 0) there.postMessage(undefined)
  waiting.set(place, draw)
}

type Picture = (SVGElement | HTMLElement) & Partial<Plot.Plot>

/** Moves the line that stands at a quarter. */
function mark(pictures: Iterable<Picture>, at: number): void {
  for (const picture of pictures) {
    const x = String(picture.scale?.('x')?.apply(at))
    for (const line of picture.querySelectorAll('.now line')) for (const end of ['x1', 'x2']) line.setAttribute(end, x)
  }
}

interface DrawingProps {
  readonly draw: () => readonly Picture[]
  /** The quarter at which `now` stands. Not the value: while playing nothing else changes, so nothing but that line is drawn anew. */
  readonly at?: ReadonlySignal<number>
  readonly describe: string
  readonly save: string
  readonly children?: ComponentChildren
}

/** Pictures as one figure, with buttons that save them. */
export function Drawing({ draw, at, describe, save, children }: DrawingProps) {
  const place = useRef<HTMLDivElement>(null)
  const own = useRef({})
  useEffect(() => {
    inTurn(own.current, () => {
      const drawn = draw()
      // The page allows no styles but its own (style.css has what the charts need).
      for (const style of drawn.flatMap((picture) => [...picture.querySelectorAll('style')])) style.remove()
      // The figure as a whole says what it shows.
      for (const picture of drawn) for (const part of [picture, ...picture.querySelectorAll('[aria-label]')]) part.removeAttribute('aria-label')
      if (at) mark(drawn, at.value)
      place.current?.replaceChildren(...drawn)
    })
  })
  useSignalEffect(() => {
    if (at) mark(place.current!.children as Iterable<Element> as Iterable<Picture>, at.value)
  })
  return (
    <>
      <div ref={place} class="drawing" role="img" aria-label={describe} />
      {children}
      <p class="save">
        <button type="button" class="quiet" aria-label={`SVG: ${save}`} onClick={() => saveSvg(place.current!, save)}>SVG</button>
        <button type="button" class="quiet" aria-label={`PNG: ${save}`} onClick={() => void savePng(place.current!, save)}>PNG</button>
      </p>
    </>
  )
}
