/** The answer in sentences: what each arm changes, by how much, how sure that is, and what it costs the public. */
import { unitOf } from '../format.ts'
import { html, inWords, type Markup, nothing } from '../markup.ts'
import { armsOf, hasDesign, type Result, rowsOf, statisticOf } from '../result.ts'
import { bounds, cellOf, hasBounds, type Interval, intervalOf, isToldApart, mean, number, type SourcedRow } from '../told.ts'
import { ranges } from './design.ts'
import { armName, LEVEL, meaningOf, metricName, metricTitle, unitFor, unitText } from '../words.ts'

const COST = 'publicCost'

/** An effect over the whole time. */
export interface Found {
  readonly arm: string
  readonly metric: string
  readonly row: SourcedRow
  readonly effect: Interval
}

const foundIn = (arm: string, metric: string, row: SourcedRow): Found => ({ arm, metric, row, effect: intervalOf(row, 'effect') })

/** Effects of every arm on the told metrics, metric by metric. */
export function effectsOf(result: Result, metrics: readonly string[] = result.metrics): Found[] {
  return metrics.flatMap((metric) =>
    [...rowsOf(result, 'effects.csv', metric)].flatMap(([arm, windows]) => {
      const row = windows.get('horizon')
      return row ? [foundIn(arm, metric, row)] : []
    }))
}

export function answerSection(result: Result): Markup {
  const effects = effectsOf(result)
  const arms = armsOf(result)
  return html`<section id="answer"><h2>The answer</h2>
${arms.length === 0 && html`<p>Only the baseline was run, so there is nothing that it could be held against.</p>`}${hasDesign(result) ? ranges(result) : nothing}${inShort(result, effects)}${mixes(result)}
<div class="arms">${arms.map((arm) => ofArm(result, effects.filter((effect) => effect.arm === arm)))}</div>
</section>
`
}

/** For each metric the arm that moves it most, of those that are told apart from none. */
function inShort(result: Result, effects: readonly Found[]): Markup {
  if (armsOf(result).length < 2 || effects.length === 0) return nothing
  const lines = result.metrics.map((metric) => {
    const apart = effects.filter((effect) => effect.metric === metric && isToldApart(effect.effect))
    const most = (own: readonly Found[]): Found | undefined =>
      own.toSorted((one, other) => Math.abs(other.effect.mean.value) - Math.abs(one.effect.mean.value))[0]
    const [up, down] = [most(apart.filter(({ effect }) => effect.mean.value > 0)), most(apart.filter(({ effect }) => effect.mean.value < 0))]
    if (!up && !down) return html`<li><b>${metricTitle(metric)}</b>: no arm is told apart from the baseline.</li>`
    const parts = [
      ...(up ? [html`rises most with ${armName(up.arm)} (${inUnits(result, up)})`] : []),
      ...(down ? [html`falls most with ${armName(down.arm)} (${inUnits(result, down)})`] : []),
    ]
    return html`<li><b>${metricTitle(metric)}</b> ${inWords(parts)}.</li>`
  })
  return html`<h3>In short</h3><ul>${lines}</ul>`
}

function inUnits(result: Result, { metric, effect }: Found): Markup {
  const { scale, difference } = unitFor(result, metric)
  const shown = { scale, signed: true }
  return html`${mean(effect, shown)}${unitText(difference)}${hasBounds(effect) && html`, ${bounds(effect, { scale })}`}`
}

/** What the arms come to that combine others, beside the sum of their parts. */
function mixes(result: Result): Markup {
  const rows = result.rows['analysis.csv'].filter(({ cells }) => cells.statistic === 'interaction' && cells.point === '0')
  const arms = [...new Set(rows.map(({ cells }) => cells.arm))]
  if (arms.length === 0) return nothing
  const lines = arms.map((arm) => {
    const own = result.metrics.flatMap((metric) =>
      rows.filter(({ cells }) => cells.arm === arm && cells.metric === metric).map((row): Found => ({ arm, metric, row, effect: intervalOf(row, 'value') })))
    const apart = own.filter(({ effect }) => isToldApart(effect))
    const rest = own.filter(({ effect }) => hasBounds(effect) && !isToldApart(effect))
    const differing = apart.map((one) => html`${metricName(one.metric)} (${inUnits(result, one)})`)
    return html`<li>${armName(arm)} ${apart.length === 0 ? html`is not told apart from the sum of its parts in any metric here` : html`differs from the sum of its parts in ${inWords(differing)}`}${
      apart.length > 0 && rest.length > 0 ? html`; no difference is told in ${inWords(rest.map(({ metric }) => metricName(metric)))}` : nothing}.</li>`
  })
  return html`<h3>More than the sum of the parts?</h3><p>Effect of an arm that combines others, less the sum of their effects, with ${LEVEL} intervals: above zero the parts strengthen each other, below they overlap.</p><ul>${lines}</ul>`
}

function ofArm(result: Result, effects: readonly Found[]): Markup {
  if (effects.length === 0) return nothing
  const { arm } = effects[0]
  const cost = effects.find(({ metric }) => metric === COST)
  const others = effects.filter(({ metric }) => metric !== COST)
  const apart = others.filter(({ effect }) => isToldApart(effect))
  const open = others.filter(({ effect }) => hasBounds(effect) && !isToldApart(effect) && effect.mean.value !== 0)
  const none = others.filter(({ effect }) => effect.mean.value === 0)
  const unbounded = others.filter(({ effect }) => !hasBounds(effect) && !Number.isNaN(effect.mean.value) && effect.mean.value !== 0)
  return html`<article><h3>${armName(arm)}</h3>
${cost && costSentence(result, cost)}
${apart.length > 0 && html`<ul>${apart.map((effect) => sentence(result, effect))}</ul>`}
${unbounded.length > 0 && html`<p>One replication gives no interval, so none of this is told apart from chance:</p><ul>${unbounded.map((effect) => sentence(result, effect))}</ul>`}
${open.length > 0 && html`<p>Not told apart from none: ${inWords(open.map((effect) => html`${metricName(effect.metric)} (${withBounds(result, effect)})`))}.</p>`}
${none.length > 0 && html`<p>Exactly as in the baseline: ${inWords(none.map(({ metric }) => metricName(metric)))}.</p>`}
${howSure(result, effects)}</article>
`
}

function withBounds(result: Result, { metric, effect }: Found): Markup {
  const { scale, difference } = unitFor(result, metric)
  return html`${bounds(effect, { scale })}${unitText(difference)}`
}

function costSentence(result: Result, { arm, effect, row }: Found): Markup {
  const { difference } = unitFor(result, COST)
  const baseline = cellOf(row, 'baseline')
  if (effect.mean.value === 0) return html`<p>It costs the public as much as the baseline: ${number(baseline)}${unitText(difference)}.</p>`
  const interval = hasBounds(effect) ? html` (${LEVEL} interval ${bounds(effect)})` : nothing
  const unsure = hasBounds(effect) && !isToldApart(effect) ? ', which is not told apart from none' : ''
  return html`<p>Public cost: ${mean(effect, { signed: true })}${unitText(difference)}${interval}, beside ${number(baseline)} in the baseline${unsure}.${bought(result, arm)}</p>`
}

/** What a million yuan of public cost came with, for the first metric that this is told of. */
function bought(result: Result, arm: string): Markup {
  const metric = result.metrics.find((name) => {
    const row = statisticOf(result, { arm, group: 'all', metric: name, statistic: 'perMillion' })
    return row && isToldApart(intervalOf(row, 'value'))
  })
  if (metric === undefined) return nothing
  const ratio = intervalOf(statisticOf(result, { arm, group: 'all', metric, statistic: 'perMillion' })!, 'value')
  const { scale, difference } = unitFor(result, metric)
  const unit = difference.replace('million yuan per quarter', 'million yuan')
  return html` For each million yuan of it, ${metricName(metric)} changed by ${mean(ratio, { scale, signed: true })}${unitText(unit)} (${bounds(ratio, { scale })}).`
}

function sentence(result: Result, { metric, effect, row }: Found): Markup {
  const { scale, level, difference } = unitFor(result, metric)
  const direction = effect.mean.value > 0 ? 'rises' : 'falls'
  const relative = cellOf(row, 'relative')
  const share = Number.isNaN(relative.value) ? nothing : html`, ${number(relative, { scale: 100, signed: true })} % of`
  const interval = hasBounds(effect) ? html` (${LEVEL} interval ${bounds(effect, { scale })})` : nothing
  const per = level === difference ? nothing : unitText(level)
  return html`<li><b>${metricTitle(metric)}</b> ${direction}: ${mean(effect, { scale, signed: true })}${unitText(difference)}${interval}${share} ${share === nothing ? 'beside ' : ''}the baseline's ${number(cellOf(row, 'baseline'), { scale })}${per}.</li>`
}

/** Replications, and which of what was told holds when all arms are counted. */
function howSure(result: Result, effects: readonly Found[]): Markup {
  const { arm, row } = effects[0]
  const apart = effects.filter(({ effect }) => isToldApart(effect))
  const corrected = apart.map(({ metric }) => ({ metric, row: statisticOf(result, { arm, group: 'all', metric, statistic: 'holmP' }) }))
  const lost = corrected.filter(({ row: p }) => p && cellOf(p, 'value').value >= 0.05)
  const pairs = html`${number(cellOf(row, 'n'), { exact: true })} pairs of runs with the same luck`
  if (corrected.every(({ row: p }) => p === undefined)) return html`<p class="sure">From ${pairs}.</p>`
  const all = html`What is told apart here stays so when it is counted that all arms were looked at (Holm)`
  if (lost.length === 0) return html`<p class="sure">From ${pairs}. ${all}.</p>`
  const but = lost.map(({ metric, row: p }) => html`${metricName(metric)} (p = ${number(cellOf(p!, 'value'))})`)
  return html`<p class="sure">From ${pairs}. ${all}, but for ${inWords(but)}.</p>`
}

/** Each metric in the words of the catalogue. */
export const meanings = (result: Result): Markup =>
  html`<dl class="meanings">${result.metrics.map((metric) => html`<dt>${metricTitle(metric)}</dt><dd>${meaningOf(result, metric)}${unitText(unitOf(result.catalogue.metrics[metric]?.unit ?? '').level)}</dd>`)}</dl>`
