/** Which factor of a design matters most. */
import { forest, type Page } from '../charts.ts'
import { colourOf, figure, grid, slug } from '../figure.ts'
import { html, type Markup, nothing } from '../markup.ts'
import type { Result } from '../result.ts'
import { bounds, hasBounds, intervalOf, intervalText, isToldApart, mean, number, type SourcedRow } from '../told.ts'
import { armName, LEVEL, metricName, metricTitle, verbatim } from '../words.ts'

/** What the statistics of a design mean, by their names in sensitivity.csv, in the order in which they are shown. */
const STATISTICS: Readonly<Record<string, string>> = {
  ST: 'total index: share of the variance that a factor takes part in',
  S1: 'first-order index: share of the variance that a factor explains alone',
  S2: 'second-order index: share of the variance that two factors explain only together',
  muStar: 'mean size of the change over the whole range of a factor',
  mu: 'mean change over the whole range of a factor',
  sigma: 'how much that change differs from place to place: interaction or curvature',
  src: 'standardised regression coefficient',
}
const STRONGEST = 12
/** How strong a factor is, by whichever the design has. */
const MAIN: readonly string[] = ['ST', 'muStar', 'src']

export function sensitivitySection(result: Result, page: Page): Markup {
  const rows = result.rows['sensitivity.csv'].filter(({ cells }) => cells.value !== '' && cells.factor !== '')
  if (rows.length === 0) return nothing
  const keyOf = ({ cells }: SourcedRow): string => [cells.arm, cells.quantity].join('\n')
  const blocks = [...new Set(rows.map(keyOf))].map((key) => rows.filter((row) => keyOf(row) === key))
  return html`<section id="sensitivity"><h2>What matters most</h2>
<p>How much each factor of the design moves the answer, strongest first, with ${LEVEL} intervals.</p>
${strongest(rows)}
${blocks.map((block) => {
    const { arm, quantity } = block[0].cells
    const metrics = result.metrics.filter((metric) => block.some(({ cells }) => cells.metric === metric))
    return html`<h3>${quantity === 'effect' ? 'Effect' : 'Level'}, ${armName(arm)}</h3>${grid(metrics.flatMap((metric) => sensitivityFigures(page, block.filter(({ cells }) => cells.metric === metric))))}`
  })}
</section>
`
}

/** Of each factor, over all answers: its strength as a share of the strongest of the answer. */
export function strengthOf(rows: readonly SourcedRow[]): Map<string, number> {
  const main = rows.filter((row) => MAIN.includes(row.cells.statistic) && row.cells.value !== '')
  const answerOf = ({ cells }: SourcedRow): string => [cells.arm, cells.metric, cells.quantity, cells.statistic].join('\n')
  const largest = new Map<string, number>()
  for (const row of main) largest.set(answerOf(row), Math.max(largest.get(answerOf(row)) ?? 0, sizeOf(row)))
  const strength = new Map<string, number>()
  for (const row of main) {
    const most = largest.get(answerOf(row))!
    if (most > 0) strength.set(row.cells.factor, (strength.get(row.cells.factor) ?? 0) + sizeOf(row) / most)
  }
  return strength
}

const sizeOf = ({ cells }: SourcedRow): number => Math.abs(Number(cells.value))

/** The strongest factor of each answer, by the first statistic that the design has. */
function strongest(rows: readonly SourcedRow[]): Markup {
  const main = MAIN.find((statistic) => rows.some(({ cells }) => cells.statistic === statistic))
  if (main === undefined) return nothing
  const own = rows.filter(({ cells }) => cells.statistic === main)
  const keyOf = ({ cells }: SourcedRow): string => [cells.arm, cells.quantity, cells.metric].join('\n')
  const lines = [...new Set(own.map(keyOf))].map((key) => {
    const first = own.filter((row) => keyOf(row) === key).toSorted((one, other) => sizeOf(other) - sizeOf(one))[0]
    const { arm, quantity, metric, factor } = first.cells
    const found = intervalOf(first, 'value')
    return html`<li>${quantity === 'effect' ? 'Effect' : 'Level'} of ${armName(arm)}, ${metricName(metric)}: <span class="name">${factor}</span>, ${verbatim('name', main)} ${hasBounds(found) ? html`${mean(found)} (${bounds(found)})` : number(found.mean)}${
      hasBounds(found) && !isToldApart(found) ? ', not told apart from none' : ''}.</li>`
  })
  return html`<ul>${lines}</ul>`
}

function sensitivityFigures(page: Page, rows: readonly SourcedRow[]): Markup[] {
  return Object.keys(STATISTICS).flatMap((statistic, place) => {
    const own = rows.filter(({ cells }) => cells.statistic === statistic).toSorted((one, other) => sizeOf(other) - sizeOf(one)).slice(0, STRONGEST)
    if (own.length === 0) return []
    const { arm, quantity, metric } = own[0].cells
    const nameOf = ({ cells }: SourcedRow): string => [cells.factor, cells.other].filter(Boolean).map((path) => path.replace(/^(policy|parameters)\./, '')).join(' × ')
    const found = own.map((row) => ({ row, label: nameOf(row), interval: intervalOf(row, 'value'), colour: colourOf(place) }))
    return [figure({
      id: slug('sensitivity', arm, quantity, metric, statistic),
      title: html`${metricTitle(metric)}, ${verbatim('name', statistic)}`,
      caption: verbatim('meaning', STATISTICS[statistic]),
      svg: forest(page, found),
      told: `${found.map(({ label, interval }) => `${label}: ${intervalText(interval)}`).join('; ')}.`,
      data: {
        file: 'sensitivity.csv',
        columns: ['factor', 'other', 'value', 'lower', 'upper', 'source'],
        rows: found.map(({ row, interval }) => [row.cells.factor, row.cells.other ?? '', interval.mean.value, interval.lower.value, interval.upper.value, `sensitivity.csv:${row.line}`]),
      },
    })]
  })
}
