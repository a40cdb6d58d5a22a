/** Effects of all arms, metric by metric, with their intervals. */
import { colourOf, figure, grid, slug } from '../figure.ts'
import { forest, type Page } from '../charts.ts'
import { html, type Markup, nothing } from '../markup.ts'
import { armsOf, type Result } from '../result.ts'
import { bounds, cellOf, hasBounds, intervalText, mean, number } from '../told.ts'
import { armName, LEVEL, meaningOf, metricTitle, unitFor, unitText } from '../words.ts'
import { effectsOf, type Found } from './answer.ts'

export function effectsSection(result: Result, page: Page): Markup {
  const arms = armsOf(result)
  const all = effectsOf(result).filter(({ effect }) => !Number.isNaN(effect.mean.value))
  const figures = result.metrics.flatMap((metric) => {
    const effects = all.filter((effect) => effect.metric === metric)
    return effects.length === 0 ? [] : [effectFigure(result, page, arms, metric, effects)]
  })
  if (figures.length === 0) return nothing
  return html`<section id="effects"><h2>Effects</h2>
<p>Arm less baseline, mean over all quarters, with ${LEVEL} intervals over pairs of runs that share their luck. A full dot is told apart from zero; a hollow one is not.</p>
${grid(figures)}
</section>
`
}

function effectFigure(result: Result, page: Page, arms: readonly string[], metric: string, effects: readonly Found[]): Markup {
  const { scale, difference } = unitFor(result, metric)
  return figure({
    id: slug('effect', metric),
    title: metricTitle(metric),
    caption: html`${meaningOf(result, metric)}${difference === '' ? '' : html`; effect in${unitText(difference)}`}`,
    svg: forest(page, effects.map(({ arm, effect }) => ({ label: arm, interval: effect, colour: colourOf(arms.indexOf(arm)) })), scale),
    told: `${effects.map(({ arm, effect }) => `${arm}: ${intervalText(effect, { scale })}`).join('; ')}. Unit: ${difference}.`,
    data: {
      file: 'effects.csv',
      columns: ['arm', 'effect', 'lower', 'upper', 'source'],
      rows: effects.map(({ arm, effect, row }) => [arm, effect.mean.value, effect.lower.value, effect.upper.value, `effects.csv:${row.line}`]),
    },
    below: html`<details class="numbers"><summary>numbers</summary><table><thead><tr><th>arm</th><th>effect</th><th>interval</th><th>of baseline</th></tr></thead><tbody>${effects.map((effect) => tableRow(effect, scale))}</tbody></table></details>`,
  })
}

function tableRow({ arm, effect, row }: Found, scale: number): Markup {
  const relative = cellOf(row, 'relative')
  const share = Number.isNaN(relative.value) ? html`–` : html`${number(relative, { scale: 100, signed: true })} %`
  return html`<tr><th>${armName(arm)}</th><td>${mean(effect, { scale, signed: true })}</td><td>${hasBounds(effect) ? bounds(effect, { scale }) : 'none'}</td><td>${share}</td></tr>`
}
