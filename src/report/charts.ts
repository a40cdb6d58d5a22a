/**
 * The charts, drawn by Observable Plot as wide as a phone; a wide screen shows several beside each other. Colours are those of
 * the page (its custom properties), so that a dark page has light lines.
 */
import * as Plot from '@observablehq/plot'
import { tick } from './format.ts'
import { shortened, WIDTH, wrapped } from './labels.ts'
import { hasBounds, type Interval, isToldApart } from './told.ts'

/** Where elements are made: a page's document, or that of a library which is none. */
export interface Page {
  readonly document: object
}

const SIZE = 11
const FAINT = 'var(--faint)'
const BACKGROUND = 'var(--card)'

const common = ({ document }: Page) => ({ document, width: WIDTH, style: { fontSize: `${SIZE}px` } })

/** As many as have room beside each other. */
const ticksFor = (width: number): number => Math.max(2, Math.floor(width / 72))

export interface ForestRow {
  readonly label: string
  readonly interval: Interval
  readonly colour: string
}

/** Means with intervals, one below the other, and a line at 0. A full dot is told apart from 0. */
export function forest(page: Page, rows: readonly ForestRow[], scale = 1): string {
  const labels = rows.map(({ label }) => wrapped(label, 22))
  const longest = Math.max(...labels.flatMap((label) => label.split('\n')).map(({ length }) => length))
  const height = labels.some((label) => label.includes('\n')) ? 36 : 24
  // Two rows may have one short label, so the place is what tells them apart.
  const dots = rows.map(({ interval, colour }, place) => ({
    place,
    colour,
    mean: interval.mean.value * scale,
    lower: interval.lower.value * scale,
    upper: interval.upper.value * scale,
    bounded: hasBounds(interval),
    apart: isToldApart(interval),
  }))
  const marginLeft = Math.max(40, longest * 6.3 + 14)
  const ticks = ticksFor(WIDTH - marginLeft)
  return Plot.plot({
    ...common(page),
    height: rows.length * height + 46,
    marginLeft,
    marginTop: 8,
    marginBottom: 30,
    marginRight: 18,
    x: { label: null, ticks, tickFormat: tick, nice: true },
    y: { label: null, domain: rows.map((_, place) => place), tickFormat: (place: number) => labels[place], tickSize: 0 },
    marks: [
      Plot.gridX({ ticks, stroke: FAINT, strokeOpacity: 1 }),
      Plot.ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.6 }),
      Plot.link(dots.filter(({ bounded }) => bounded), { x1: 'lower', x2: 'upper', y1: 'place', y2: 'place', stroke: 'colour', strokeWidth: 3, strokeOpacity: 0.55 }),
      Plot.dot(dots, { x: 'mean', y: 'place', r: 4.5, stroke: 'colour', strokeWidth: 2, fill: (row: (typeof dots)[number]) => (row.apart ? row.colour : BACKGROUND) }),
    ],
    color: { type: 'identity' },
  } as Plot.PlotOptions).outerHTML
}

export interface Series {
  readonly label: string
  readonly colour: string
  readonly dash: string
  /** In order of time; `at` in years. */
  readonly points: readonly { readonly at: number; readonly interval: Interval }[]
}

interface Point {
  readonly at: number
  readonly mean: number
  readonly lower: number
  readonly upper: number
}

const pointsOf = ({ points }: Series, scale: number): Point[] =>
  points.map(({ at, interval }) => ({
    at,
    mean: interval.mean.value * scale,
    lower: interval.lower.value * scale,
    upper: interval.upper.value * scale,
  }))

const years = { label: null, ticks: 5, tickFormat: (year: number) => (Number.isInteger(year) ? String(year) : '') }

/** Lines with bands, in one frame. */
export function lines(page: Page, series: readonly Series[], scale = 1): string {
  return Plot.plot({
    ...common(page),
    height: 190,
    marginLeft: 48,
    marginTop: 10,
    marginRight: 18,
    marginBottom: 26,
    x: years,
    y: { label: null, ticks: 4, tickFormat: tick, nice: true, grid: false },
    marks: [
      Plot.gridY({ ticks: 4, stroke: FAINT, strokeOpacity: 1 }),
      ...series.map((one, place) => Plot.areaY(pointsOf(one, scale), { x: 'at', y1: 'lower', y2: 'upper', fill: one.colour, fillOpacity: place === 0 ? 0.16 : Math.min(0.12, 0.3 / series.length) })),
      ...series.map((one) => Plot.lineY(pointsOf(one, scale), { x: 'at', y: 'mean', stroke: one.colour, strokeWidth: 2, strokeDasharray: one.dash })),
    ],
  } as Plot.PlotOptions).outerHTML
}

const STRIP = 70
const ROUND = [8, 6, 5, 4, 3, 2.5, 2, 1.5, 1]

/** 0 and one round number near the end that is farther from it: more would not fit beside a strip. */
function stripTicks(low: number, high: number): number[] {
  const farther = high >= -low ? high : low
  const size = Math.abs(farther)
  if (!(size > 0)) return [0]
  const power = 10 ** Math.floor(Math.log10(size))
  // Division by a power below 1 leaves digits behind that a label would show.
  const round = ROUND.find((one) => one * power <= size) ?? 1
  return [0, Math.sign(farther) * Number((round * power).toPrecision(3))]
}

/** One strip for each series, all with the same scale, and a line at 0. */
export function strips(page: Page, series: readonly Series[], scale = 1): string {
  const names = series.map(({ label }) => shortened(label, 40))
  // Two may have one short name, so the place is what tells strips apart.
  const places = [...series.keys()]
  const ends = series.flatMap((one) => pointsOf(one, scale)).flatMap(({ mean, lower, upper }) => [mean, lower, upper]).filter((end) => !Number.isNaN(end))
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)]
  return Plot.plot({
    ...common(page),
    height: series.length * STRIP + 30,
    marginLeft: 48,
    marginTop: 4,
    marginRight: 18,
    marginBottom: 26,
    x: years,
    y: { label: null, ticks: stripTicks(low, high), tickFormat: tick, ...(low < high && { domain: [low, high] }), insetTop: 16, insetBottom: 5 },
    fy: { domain: places, axis: null, padding: 0.08 },
    marks: [
      Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.6 }),
      ...series.flatMap((one, place) => {
        const points = pointsOf(one, scale).map((point) => ({ ...point, place }))
        return [
          Plot.areaY(points, { fy: 'place', x: 'at', y1: 'lower', y2: 'upper', fill: one.colour, fillOpacity: 0.25 }),
          Plot.lineY(points, { fy: 'place', x: 'at', y: 'mean', stroke: one.colour, strokeWidth: 2, strokeDasharray: one.dash }),
        ]
      }),
      Plot.text(places, { fy: (place: number) => place, text: (place: number) => names[place], frameAnchor: 'top-left', dx: 2, dy: 1, fill: 'currentColor' }),
    ],
  } as Plot.PlotOptions).outerHTML
}

export interface Dose {
  readonly level: number
  readonly interval: Interval
  readonly colour: string
}

/** Effects against the level of a lever or parameter. */
export function doses(page: Page, found: readonly Dose[], scale = 1, joined = false): string {
  const dots = found
    .map(({ level, interval, colour }) => ({
      level,
      colour,
      mean: interval.mean.value * scale,
      lower: interval.lower.value * scale,
      upper: interval.upper.value * scale,
    }))
    .toSorted((one, other) => one.level - other.level)
  const bounded = dots.filter(({ lower, upper }) => !Number.isNaN(lower) && !Number.isNaN(upper))
  return Plot.plot({
    ...common(page),
    height: 210,
    marginLeft: 48,
    marginTop: 10,
    marginRight: 18,
    marginBottom: 30,
    x: { label: null, ticks: 5, tickFormat: tick, nice: true },
    y: { label: null, ticks: 4, tickFormat: tick, nice: true },
    color: { type: 'identity' },
    marks: [
      Plot.gridY({ ticks: 4, stroke: FAINT, strokeOpacity: 1 }),
      Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.6 }),
      ...(joined ? [Plot.areaY(bounded, { x: 'level', y1: 'lower', y2: 'upper', fill: dots[0].colour, fillOpacity: 0.18 }), Plot.lineY(dots, { x: 'level', y: 'mean', stroke: dots[0].colour, strokeWidth: 2 })] : []),
      Plot.link(bounded, { x1: 'level', x2: 'level', y1: 'lower', y2: 'upper', stroke: 'colour', strokeOpacity: 0.5, strokeWidth: joined ? 1 : 2 }),
      Plot.dot(dots, { x: 'level', y: 'mean', r: 3, fill: 'colour' }),
    ],
  } as Plot.PlotOptions).outerHTML
}
