/** Designs: how effects depend on what was varied (dose and response), and which factor matters most (sensitivity). */
import { type Dose, doses, forest, type Page } from '../charts.ts'
import { colourOf, figure, grid, legend, slug } from '../figure.ts'
import { html, type Markup, nothing } from '../markup.ts'
import { armsOf, hasDesign, type Result } from '../result.ts'
import { bounds, cellOf, hasBounds, type Interval, intervalOf, intervalText, isToldApart, mean, number, type SourcedRow } from '../told.ts'
import { armName, LEVEL, metricName, metricTitle, unitFor, unitText, verbatim } from '../words.ts'

export function designSection(result: Result, page: Page): Markup {
  if (!hasDesign(result)) return nothing
  const factors = factorsOf(result)
  const arms = armsOf(result)
  return html`<section id="design"><h2>Dose and response</h2>
<p>Effects over all quarters at each point of the design, against the level of what was varied, with ${LEVEL} intervals. Where several factors vary at once, each picture shows all points, so the others are part of the spread.</p>
${turning(result)}
${arms.length > 1 && legend(arms)}
${factors.map((factor) => html`<h3>${verbatim('name', factor)}</h3>${grid(result.metrics.flatMap((metric) => doseFigure(result, page, factor, metric, factors.length === 1)))}`)}
</section>
`
}

/** Columns of design.csv behind point and baseline. */
const factorsOf = ({ rows }: Result): string[] => Object.keys(rows['design.csv'][0].cells).filter((column) => column !== 'point' && column !== 'baseline')

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

const sizeOf = ({ cells }: SourcedRow): number => Math.abs(Number(cells.value))

/** The strongest factor of each answer, by the first statistic that the design has. */
function strongest(rows: readonly SourcedRow[]): Markup {
  const main = ['ST', 'muStar', 'src'].find((statistic) => rows.some(({ cells }) => cells.statistic === statistic))
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
