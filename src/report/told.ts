/**
 * Numbers that a report tells. Each carries the place where it stands, so that a reader, and a test, finds it there:
 *
 * - `effects.csv:12:lower` is a line and a column of a file of the result,
 * - `ledger.csv?arm=A&purpose=grants:effect` a sum over the rows of a file, see money.ts,
 * - `scenario.yaml:arms/A/fund/budget`, `manifest.json:runs/done`, `catalogue:levers/fund.budget/default`, `region:...` a path.
 */
import { formatted, type Shown } from './format.ts'
import { asMarkup, escaped, html, type Markup } from './markup.ts'

export interface Told {
  readonly value: number
  readonly at: string
}

/** A row of a table, with the line where it ends. */
export interface SourcedRow {
  readonly file: string
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/** A cell as a number; NaN where it is empty. */
export function cellOf({ file, line, cells }: SourcedRow, column: string): Told {
  const text = cells[column] ?? ''
  return { value: text === '' ? NaN : Number(text), at: `${file}:${line}:${column}` }
}

/** A mean with its 95 % interval; bounds are NaN where there is none. */
export interface Interval {
  readonly mean: Told
  readonly lower: Told
  readonly upper: Told
}

export const intervalOf = (row: SourcedRow, mean: string): Interval => ({
  mean: cellOf(row, mean),
  lower: cellOf(row, 'lower'),
  upper: cellOf(row, 'upper'),
})

export const hasBounds = ({ lower, upper }: Interval): boolean => !Number.isNaN(lower.value) && !Number.isNaN(upper.value)

/** Whether 0 lies outside. An interval of no width at 0, as of two equal arms, does not tell either. */
export const isToldApart = (interval: Interval): boolean =>
  hasBounds(interval) && (interval.lower.value > 0 || interval.upper.value < 0)

/** The number as a reader wants it. `data-scale` is what it was multiplied by for that, when it was. */
export function number({ value, at }: Told, shown: Shown = {}): Markup {
  const text = formatted(value, shown)
  const scale = shown.scale === undefined || shown.scale === 1 ? '' : ` data-scale="${shown.scale}"`
  return asMarkup(`<data value="${value}" data-at="${escaped(at)}"${scale}>${escaped(text)}</data>`)
}

/** Decimals that leave two digits of half the interval's width; undefined without an interval. */
export function decimalsOf({ mean, lower, upper }: Interval, scale = 1): number | undefined {
  if (Number.isNaN(lower.value) || Number.isNaN(upper.value)) return undefined
  const half = (Math.abs(upper.value - lower.value) * scale) / 2
  const size = half > 0 ? half : Math.abs(mean.value) * scale
  if (!(size > 0)) return undefined
  return Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(size))))
}

/** `−3.2 to +26.7`, with signs unless told otherwise. */
export function bounds(interval: Interval, shown: Shown = {}): Markup {
  const decimals = decimalsOf(interval, shown.scale)
  const how = { signed: true, ...shown, ...(decimals === undefined ? {} : { decimals }) }
  return html`${number(interval.lower, how)} to ${number(interval.upper, how)}`
}

/** The mean as precisely as its interval deserves. */
export function mean(interval: Interval, shown: Shown = {}): Markup {
  const decimals = decimalsOf(interval, shown.scale)
  return number(interval.mean, { ...shown, ...(decimals === undefined ? {} : { decimals }) })
}

/** The same as plain text, for what a chart says of itself. */
export function intervalText(interval: Interval, shown: Shown = {}): string {
  const decimals = decimalsOf(interval, shown.scale)
  const how = { ...shown, signed: true, ...(decimals === undefined ? {} : { decimals }) }
  const text = formatted(interval.mean.value, how)
  return hasBounds(interval) ? `${text} (${formatted(interval.lower.value, how)} to ${formatted(interval.upper.value, how)})` : text
}
