/** Money: who paid whom out of public purses, in the baseline and in each arm, and which payments changed. */
import { forest, type Page } from '../charts.ts'
import { colourOf, figure, grid, slug } from '../figure.ts'
import { differenceOf, type Flow, levelOf, type Weights } from '../flows.ts'
import { wordsOf } from '../format.ts'
import { html, type Markup, nothing } from '../markup.ts'
import { armsOf, type Result } from '../result.ts'
import { type FlowLink, moneyFlow } from '../sankey.ts'
import { bounds, hasBounds, type Interval, intervalText, isToldApart, mean, number } from '../told.ts'
import { armName, LEVEL, verbatim } from '../words.ts'
import { isGovernment, isProgramme } from '../../world/ledger.ts'

const UNIT = 'million yuan per quarter'
/** Payments of an arm that a figure shows. */
const MOST = 10

export function moneySection(result: Result, page: Page): Markup {
  const arms = armsOf(result).filter((arm) => result.flows.sums.has(arm))
  if (!result.flows.sums.has('baseline')) return nothing
  return html`<section id="money"><h2>Who paid whom</h2>
<p>Payments of public programmes to everybody outside government, mean per quarter in ${verbatim('unit', 'million yuan')}. A ribbon of one width is the same sum in every picture.</p>
${grid(publicFlows(result, arms))}
${arms.length > 0 && html`<h3>Payments that changed</h3>
<p>Of all payments, public and private, the ones that changed most, those told apart from zero first: arm less baseline, ${verbatim('unit', UNIT)}, with ${LEVEL} intervals.</p>
${grid(arms.flatMap((arm) => changes(result, page, arm)))}`}
</section>
`
}

/** `SME fund` for government:sme-fund. */
export const sectorName = (sector: string): string => sector.replace('government:', '').replaceAll('-', ' ').replace('sme', 'SME')

const only = (purpose: string): Weights => new Map([[purpose, 1]])

/** All purposes by payer and payee, as sums of them. */
function publicPairs({ flows }: Result): { readonly payer: string; readonly payee: string; readonly weights: Map<string, number> }[] {
  const pairs = new Map<string, { payer: string; payee: string; weights: Map<string, number> }>()
  for (const { payer, payee, purpose } of flows.purposes.values()) {
    if (!isProgramme(payer) || isGovernment(payee)) continue
    const key = `${payer}>${payee}`
    if (!pairs.has(key)) pairs.set(key, { payer, payee, weights: new Map() })
    pairs.get(key)!.weights.set(purpose, 1)
  }
  return [...pairs.values()]
}

/** All that programmes pay to anybody else. */
const allPublic = (result: Result): Weights => new Map(publicPairs(result).flatMap(({ weights }) => [...weights]))

interface Paid extends FlowLink {
  readonly level: Interval
}

function publicFlows(result: Result, arms: readonly string[]): Markup[] {
  const { flows, scenario } = result
  const pairs = publicPairs(result)
  const all = ['baseline', ...arms].map((arm) => ({
    arm,
    links: pairs.flatMap(({ payer, payee, weights }): Paid[] => {
      const level = levelOf(flows, arm, weights, scenario.quarters, `payer=${payer}&payee=${payee}`)
      return level.mean.value > 0 ? [{ payer: sectorName(payer).replace(' programme', ''), payee: sectorName(payee), amount: level.mean.value, level }] : []
    }),
  }))
  const largest = Math.max(...all.map(({ links }) => links.reduce((sum, { amount }) => sum + amount, 0)))
  return all.filter(({ links }) => links.length > 0).map(({ arm, links }) => figure({
    id: slug('public-money', arm),
    title: armName(arm),
    caption: together(result, arm),
    svg: moneyFlow(links, largest),
    told: `${links.map(({ payer, payee, level }) => `${payer} to ${payee}: ${intervalText(level)}`).join('; ')}. Unit: ${UNIT}.`,
    data: {
      file: 'ledger.csv',
      columns: ['payer', 'payee', 'amount', 'source'],
      rows: links.map(({ payer, payee, amount, level }) => [payer, payee, amount, level.mean.at]),
    },
  }))
}

/** The sum of what programmes pay, and for an arm what that is more than in the baseline. */
function together(result: Result, arm: string): Markup {
  const { flows, scenario } = result
  const sum = levelOf(flows, arm, allPublic(result), scenario.quarters, 'payers=programmes')
  const more = differenceOf(flows, arm, allPublic(result), scenario.quarters, 'payers=programmes')
  const text = html`together ${number(sum.mean)}`
  return arm === 'baseline' ? text : html`${text}, beside the baseline ${mean(more, { signed: true })}${hasBounds(more) && html` (${bounds(more)})`}`
}

interface Change {
  readonly flow: Flow
  readonly change: Interval
}

function changes(result: Result, page: Page, arm: string): Markup[] {
  const { flows, scenario } = result
  const all = [...flows.purposes.values()].map((flow): Change => ({ flow, change: differenceOf(flows, arm, only(flow.purpose), scenario.quarters, `purpose=${flow.purpose}`) }))
  const size = ({ change }: Change): number => Math.abs(change.mean.value)
  const shown = all
    .filter((one) => size(one) > 0)
    .toSorted((one, other) => Number(isToldApart(other.change)) - Number(isToldApart(one.change)) || size(other) - size(one))
    .slice(0, MOST)
  if (shown.length === 0) return []
  return [figure({
    id: slug('payments', arm),
    title: armName(arm),
    svg: forest(page, shown.map(({ flow, change }) => ({ label: wordsOf(flow.purpose), interval: change, colour: colourOf(armsOf(result).indexOf(arm)) }))),
    told: `${shown.map(({ flow, change }) => `${wordsOf(flow.purpose)}, ${flow.payer} to ${flow.payee}: ${intervalText(change)}`).join('; ')}. Unit: ${UNIT}.`,
    data: {
      file: 'ledger.csv',
      columns: ['payer', 'payee', 'purpose', 'effect', 'lower', 'upper', 'source'],
      rows: shown.map(({ flow, change }) => [flow.payer, flow.payee, flow.purpose, change.mean.value, change.lower.value, change.upper.value, change.mean.at]),
    },
    below: changesTable(shown),
  })]
}

const changesTable = (shown: readonly Change[]): Markup =>
  html`<details class="numbers"><summary>numbers</summary><table><thead><tr><th>payment</th><th>from, to</th><th>change</th><th>interval</th></tr></thead><tbody>${shown.map(({ flow, change }) =>
    html`<tr><th>${wordsOf(flow.purpose)}</th><td>${sectorName(flow.payer)} to ${sectorName(flow.payee)}</td><td>${mean(change, { signed: true })}</td><td>${hasBounds(change) ? bounds(change) : 'none'}</td></tr>`)}</tbody></table></details>`
