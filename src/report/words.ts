/** How the report speaks of metrics, arms and intervals. */
import { capital, unitOf, wordsOf, type Unit } from './format.ts'
import { asMarkup, escaped, html, type Markup } from './markup.ts'
import type { Result } from './result.ts'

/** Text of the user's or of the program's lists, which may hold digits: names, units, meanings, sources. */
export const verbatim = (kind: 'name' | 'unit' | 'meaning' | 'source', text: string): Markup => html`<span class="${kind}">${text}</span>`

export const armName = (arm: string): Markup => html`<b class="name">${arm}</b>`

/** A metric in words; an outcome by the name that its author gave it. */
export const metricName = (metric: string): Markup => verbatim('name', wordsOf(metric))
export const metricTitle = (metric: string): Markup => verbatim('name', /^[a-zA-Z]+$/.test(metric) ? capital(wordsOf(metric)) : metric)

/** Outcomes have the unit that their author had in mind. */
export const unitFor = ({ catalogue }: Result, metric: string): Unit => unitOf(catalogue.metrics[metric]?.unit ?? '')

export function meaningOf({ catalogue, scenario }: Result, metric: string): Markup {
  const declared = catalogue.metrics[metric]
  if (declared) return verbatim('meaning', declared.meaning)
  return html`outcome of the scenario: <code>${scenario.outcomes[metric] ?? ''}</code>`
}

export const unitText = (unit: string): Markup => (unit === '' ? html`` : html` ${verbatim('unit', unit)}`)

/** `95 %`, which every interval here is. */
export const LEVEL = asMarkup('<span class="level">95\u00a0%</span>')

/** Command line or hash. */
export const code = (text: string): Markup => asMarkup(`<code>${escaped(text)}</code>`)
