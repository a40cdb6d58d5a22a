/** A figure of the report: picture, what it says in words, and the numbers that were drawn. */
import { csv, type Row } from '../records/tables.ts'
import { asMarkup, escaped, html, type Markup } from './markup.ts'

export interface Figure {
  /** Unique on the page. */
  readonly id: string
  readonly title: Markup
  /** What stands below the title. */
  readonly caption?: Markup
  /** From a chart library, or drawn here. */
  readonly svg: string
  /** The picture in words and numbers, for who cannot see it. */
  readonly told: string
  readonly data: Data
  /** Under the picture. */
  readonly below?: Markup
}

/** Exactly what is drawn. Every row ends with the place that it comes from. */
export interface Data {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  /** The file that it comes from. */
  readonly file: string
}

export function figure({ id, title, caption, svg, told, data, below }: Figure): Markup {
  return html`<figure class="card" id="${id}"><figcaption><strong>${title}</strong>${caption && html`<span class="caption">${caption}</span>`}</figcaption>${withWords(svg, id, plain(title), told)}${dataLink(id, data)}${below}</figure>
`
}

const plain = ({ markup }: Markup): string => markup.replace(/<[^>]*>/g, '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))

/** Takes out the style that a library brings, which the page has, and names of its parts, which no reader reads aloud; puts in title and description. */
function withWords(svg: string, id: string, title: string, told: string): Markup {
  const bare = svg.replace(/<style>.*?<\/style>/s, '').replace(/ aria-(label|hidden)="[^"]*"/g, '').replace(/(-?\d+\.\d{2})\d+/g, '$1')
  const words = `<title id="${id}-title">${escaped(title)}</title><desc id="${id}-told">${escaped(told)}</desc>`
  return asMarkup(bare.replace(/^<svg([^>]*)>/, (_, attributes: string) => `<svg${attributes.replace(/ class="[^"]*"/, '')} class="plot" role="img" aria-labelledby="${id}-title ${id}-told">${words}`))
}

function dataLink(id: string, { columns, rows, file }: Data): Markup {
  const address = `data:text/csv;charset=utf-8,${encodeURIComponent(csv([columns, ...rows]))}`
  return html`<p class="data"><a href="${address}" download="${id}.csv">data of this figure</a>, from <code>${file}</code></p>`
}

export const grid = (figures: readonly Markup[]): Markup => html`<div class="grid">${figures}</div>`

/** Safe as an id and as the name of a file. */
export const slug = (...parts: readonly string[]): string => parts.join('-').replace(/[^A-Za-z0-9]+/g, '-').replace(/-+$/, '').toLowerCase()

const COLOURS = 7

/** Of an arm by its place; after the last colour they begin again. */
export const colourOf = (place: number): string => `var(--arm-${(place % COLOURS) + 1})`
/** Dashes tell arms apart without colour. */
export const dashOf = (place: number): string => ['', '6 3', '2 3', '8 3 2 3'][place % 4]

/** Which colour and dash is which arm. */
export function legend(arms: readonly string[]): Markup {
  const swatch = (colour: string, dash: string): Markup =>
    asMarkup(`<svg class="swatch" viewBox="0 0 24 8" width="24" height="8" aria-hidden="true"><path d="M0 4H24" stroke="${colour}" stroke-width="3" stroke-dasharray="${dash}"/></svg>`)
  const entries = arms.map((arm, place) => html`<li>${swatch(colourOf(place), dashOf(place))} <span class="name">${arm}</span></li>`)
  return html`<ul class="legend"><li>${swatch('var(--baseline)', '')} <span class="name">baseline</span></li>${entries}</ul>`
}
