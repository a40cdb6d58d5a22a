/** Levels of the baseline and the arms over time, and what differs between them. */
import { strips, lines, type Page, type Series } from '../charts.ts'
import { colourOf, dashOf, type Data, figure, grid, legend, slug } from '../figure.ts'
import { html, type Markup, nothing } from '../markup.ts'
import { armsOf, type Result, rowsOf } from '../result.ts'
import { intervalOf, intervalText, type SourcedRow } from '../told.ts'
import { LEVEL, metricTitle, unitFor, unitText } from '../words.ts'

export function timeSection(result: Result, page: Page): Markup {
  const arms = armsOf(result)
  const figures = result.metrics.flatMap((metric) => figuresOf(result, page, arms, metric))
  if (figures.length === 0) return nothing
  return html`<section id="time"><h2>Over time</h2>
<p>Means over the replications, quarter by quarter. Bands are ${LEVEL} intervals: of the level among worlds with different luck, of the difference among pairs with the same. That is why a difference can be told apart where the levels overlap.</p>
${legend(arms)}
${grid(figures)}
</section>
`
}

interface Line {
  readonly arm: string
  readonly series: Series
  readonly rows: readonly SourcedRow[]
}

/** By quarter, in order; a metric that has no value in a quarter is left out there. */
function lineOf(arm: string, windows: ReadonlyMap<string, SourcedRow>, column: string, colour: string, dash: string): Line {
  const rows = [...windows].filter(([window, { cells }]) => window !== 'horizon' && cells[column] !== '').map(([, row]) => row)
  const points = rows.map((row) => ({ at: yearsOf(row.cells.window), interval: intervalOf(row, column) }))
  return { arm, rows, series: { label: arm, colour, dash, points } }
}

/** 2013.25 for 2013Q2, at whose end it was seen. */
const yearsOf = (quarter: string): number => Number(quarter.slice(0, 4)) + Number(quarter.slice(5)) / 4

function figuresOf(result: Result, page: Page, arms: readonly string[], metric: string): Markup[] {
  const [levels, differences] = [rowsOf(result, 'summary.csv', metric), rowsOf(result, 'effects.csv', metric)]
  const own = (found: ReadonlyMap<string, ReadonlyMap<string, SourcedRow>>, column: string): Line[] =>
    arms.flatMap((arm, place) => (found.has(arm) ? [lineOf(arm, found.get(arm)!, column, colourOf(place), dashOf(place))] : []))
  const baseline = levels.get('baseline')
  const level = [...(baseline ? [lineOf('baseline', baseline, 'mean', 'var(--baseline)', '')] : []), ...own(levels, 'mean')].filter(({ rows }) => rows.length > 1)
  const difference = own(differences, 'effect').filter(({ rows }) => rows.length > 1)
  if (level.length === 0) return []
  const unit = unitFor(result, metric)
  const pair = [
    figure({
      id: slug('level', metric),
      title: metricTitle(metric),
      caption: html`level${unit.level === '' ? '' : html`,${unitText(unit.level)}`}`,
      svg: lines(page, level.map(({ series }) => series), unit.scale),
      told: inWordsOf(level, unit.scale, unit.level),
      data: dataOf(level, 'mean'),
    }),
    ...(difference.length === 0 ? [] : [figure({
      id: slug('difference', metric),
      title: html`${metricTitle(metric)}, less the baseline`,
      caption: html`difference${unit.difference === '' ? '' : html`,${unitText(unit.difference)}`}`,
      svg: strips(page, difference.map(({ series }) => series), unit.scale),
      told: inWordsOf(difference, unit.scale, unit.difference),
      data: dataOf(difference, 'effect'),
    })]),
  ]
  return [html`<div class="pair">${pair}</div>`]
}

/** Where each line begins and ends. */
const inWordsOf = (drawn: readonly Line[], scale: number, unit: string): string =>
  `${drawn.map(({ arm, rows, series: { points } }) =>
    `${arm}: ${rows[0].cells.window} ${intervalText(points[0].interval, { scale })}, ${rows.at(-1)!.cells.window} ${intervalText(points.at(-1)!.interval, { scale })}`).join('; ')}. Unit: ${unit}.`

function dataOf(drawn: readonly Line[], column: string): Data {
  const { file } = drawn[0].rows[0]
  return {
    file,
    columns: ['arm', 'quarter', column, 'lower', 'upper', 'source'],
    rows: drawn.flatMap(({ arm, rows }) => rows.map((row) => {
      const { mean, lower, upper } = intervalOf(row, column)
      return [arm, row.cells.window, mean.value, lower.value, upper.value, `${file}:${row.line}`]
    })),
  }
}
