/** Designs: how effects depend on what was varied. */
import { type Dose, doses, type Page } from '../charts.ts'
import { colourOf, figure, grid, legend, slug } from '../figure.ts'
import { html, type Markup, nothing } from '../markup.ts'
import { armsOf, hasDesign, type Result } from '../result.ts'
import { bounds, cellOf, hasBounds, type Interval, intervalOf, intervalText, mean, type SourcedRow } from '../told.ts'
import { armName, LEVEL, metricName, metricTitle, unitFor, unitText, verbatim } from '../words.ts'
import { strengthOf } from './sensitivity.ts'

export function designSection(result: Result, page: Page): Markup {
  if (!hasDesign(result)) return nothing
  const all = factorsOf(result)
  const factors = shownFactors(result, all)
  const arms = armsOf(result)
  return html`<section id="design"><h2>Dose and response</h2>
<p>Effects over all quarters at each point of the design, against the level of what was varied, with ${LEVEL} intervals. Where several factors vary at once, each picture shows all points, so the others are part of the spread.</p>
${all.length > factors.length && html`<p>Of many factors only those are shown that matter most${result.rows['sensitivity.csv'].length > 0 ? ' by their sensitivity' : nothing}; all points stand in <code>design.csv</code> and <code>effects.csv</code>.</p>`}${turning(result)}
${arms.length > 1 && legend(arms)}
${factors.map((factor) => html`<h3>${verbatim('name', factor)}</h3>${grid(result.metrics.flatMap((metric) => doseFigure(result, page, factor, metric, all.length === 1)))}`)}
</section>
`
}

/** Columns of design.csv behind point and baseline. */
const factorsOf = ({ rows }: Result): string[] => Object.keys(rows['design.csv'][0].cells).filter((column) => column !== 'point' && column !== 'baseline')

/** Pictures of more factors than that would hide each other. */
const MOST_FACTORS = 6

/** All, or of many those that are the strongest over all answers, as far as the design tells that. */
function shownFactors(result: Result, factors: readonly string[]): readonly string[] {
  if (factors.length <= MOST_FACTORS) return factors
  const strength = strengthOf(result.rows['sensitivity.csv'])
  return factors.toSorted((one, other) => (strength.get(other) ?? 0) - (strength.get(one) ?? 0)).slice(0, MOST_FACTORS)
}

const effectRows = ({ rows }: Result, metric: string): SourcedRow[] =>
  rows['effects.csv'].filter(({ cells }) => cells.metric === metric && cells.window === 'horizon' && cells.effect !== '')

/** The smallest and the largest effect of each arm among the points. */
export function ranges(result: Result): Markup {
  const lines = armsOf(result).flatMap((arm) => result.metrics.flatMap((metric) => {
    const own = effectRows(result, metric).filter(({ cells }) => cells.arm === arm)
    if (own.length < 2) return []
    const ordered = own.toSorted((one, other) => Number(one.cells.effect) - Number(other.cells.effect))
    const [least, most] = [intervalOf(ordered[0], 'effect'), intervalOf(ordered.at(-1)!, 'effect')]
    const { scale, difference } = unitFor(result, metric)
    const end = (interval: Interval): Markup => html`${mean(interval, { scale, signed: true })}${hasBounds(interval) && html` (${bounds(interval, { scale })})`}`
    return [html`<li>${armName(arm)}: the effect on ${metricName(metric)} goes from ${end(least)} to ${end(most)}${unitText(difference)}.</li>`]
  }))
  return lines.length === 0 ? nothing : html`<ul>${lines}</ul>`
}

/** Levels at which an effect turns, where analysis.csv has them. */
function turning(result: Result): Markup {
  const lines = result.rows['analysis.csv'].filter(({ cells }) => cells.statistic === 'turningPoint').map((row) => {
    const { arm, group, metric } = row.cells
    const level = intervalOf(row, 'value')
    const inside = result.rows['analysis.csv'].find(({ cells }) => cells.statistic === 'turnsInside' && cells.arm === arm && cells.group === group && cells.metric === metric)
    const sure = inside && cellOf(inside, 'value').value === 1 ? 'within the levels that were tried' : 'which need not be within the levels that were tried'
    return html`<li>${armName(arm)}: the effect on ${metricName(metric)} turns at ${mean(level)}${hasBounds(level) && html` (${bounds(level)})`}, ${sure}.</li>`
  })
  return lines.length === 0 ? nothing : html`<ul>${lines}</ul>`
}

function doseFigure(result: Result, page: Page, factor: string, metric: string, alone: boolean): Markup[] {
  const levels = new Map(result.rows['design.csv'].map((row) => [row.cells.point, row.cells[factor] === '' ? NaN : Number(row.cells[factor])]))
  const arms = armsOf(result)
  const drawn = effectRows(result, metric).flatMap((row): (Dose & { readonly row: SourcedRow })[] => {
    const level = levels.get(row.cells.point) ?? NaN
    return Number.isNaN(level) ? [] : [{ level, row, interval: intervalOf(row, 'effect'), colour: colourOf(arms.indexOf(row.cells.arm)) }]
  })
  if (new Set(drawn.map(({ level }) => level)).size < 2) return []
  const { scale, difference } = unitFor(result, metric)
  const ordered = drawn.toSorted((one, other) => one.level - other.level)
  const words = ordered.slice(0, 12).map(({ level, interval, row }) => `${arms.length > 1 ? `${row.cells.arm} ` : ''}${level}: ${intervalText(interval, { scale })}`)
  return [figure({
    id: slug('dose', factor, metric),
    title: metricTitle(metric),
    caption: html`effect${difference === '' ? nothing : html` in${unitText(difference)}`}, against ${verbatim('name', factor)}`,
    svg: doses(page, ordered, scale, alone && arms.length === 1),
    told: `By level: ${words.join('; ')}${ordered.length > words.length ? '; and more, in the data' : ''}. Unit: ${difference}.`,
    data: {
      file: 'effects.csv',
      columns: ['arm', 'point', 'level', 'effect', 'lower', 'upper', 'source'],
      rows: ordered.map(({ level, interval, row }) => [row.cells.arm, row.cells.point, level, interval.mean.value, interval.lower.value, interval.upper.value, `effects.csv:${row.line}`]),
    },
  })]
}
