/** Who gains and who loses: sectors by what they are paid, and groups of firms by how they fare. */
import { forest, type Page } from '../charts.ts'
import { colourOf, figure, grid, slug } from '../figure.ts'
import { differenceOf, type Weights } from '../flows.ts'
import { capital, unitOf } from '../format.ts'
import { html, inWords, type Markup, nothing } from '../markup.ts'
import { armsOf, type Result } from '../result.ts'
import { isGovernment } from '../../world/ledger.ts'
import { groupMeasures } from '../../observe/groups.ts'
import { bounds, hasBounds, type Interval, intervalOf, intervalText, isToldApart, mean, type SourcedRow } from '../told.ts'
import { armName, LEVEL, metricName, metricTitle, unitText, verbatim } from '../words.ts'
import { sectorName } from './money.ts'

const UNIT = 'million yuan per quarter'
/** A sector whose change is so many times smaller than the largest is left out. */
const NOTHING = 1000

export function groupsSection(result: Result, page: Page): Markup {
  const arms = armsOf(result)
  const sectors = arms.filter((arm) => result.flows.sums.has(arm)).flatMap((arm) => netFigure(result, page, arm))
  const groups = arms.flatMap((arm) => groupsOfArm(result, page, arm))
  if (sectors.length + groups.length === 0) return nothing
  return html`<section id="groups"><h2>Who gains and who loses</h2>
${sectors.length > 0 && html`<h3>By who is paid</h3><p>What each sector receives less what it pays, of all payments: arm less baseline, ${verbatim('unit', UNIT)}, with ${LEVEL} intervals. Government is one sector here; all sectors add up to zero, and those whose balance hardly changes are left out.</p>${grid(sectors)}`}
${groups}
</section>
`
}

const nameOf = (sector: string): string => (isGovernment(sector) ? 'government' : sector)

/** For each sector the signs with which purposes count. */
function nets({ flows }: Result): Map<string, Weights> {
  const found = new Map<string, Map<string, number>>()
  for (const { payer, payee, purpose } of flows.purposes.values()) {
    for (const [sector, sign] of [[nameOf(payer), -1], [nameOf(payee), 1]] as const) {
      if (!found.has(sector)) found.set(sector, new Map())
      const weights = found.get(sector)!
      weights.set(purpose, (weights.get(purpose) ?? 0) + sign)
    }
  }
  return found
}

function netFigure(result: Result, page: Page, arm: string): Markup[] {
  const { flows, scenario } = result
  const rows = [...nets(result)].map(([sector, weights]) => ({ sector, net: differenceOf(flows, arm, weights, scenario.quarters, `sector=${sector}`) }))
  // Banks and others pay out all that they earn: what is left of them is rounding.
  const least = Math.max(...rows.map(({ net }) => Math.abs(net.mean.value))) / NOTHING
  const shown = rows.filter(({ net }) => Math.abs(net.mean.value) > least).toSorted((one, other) => other.net.mean.value - one.net.mean.value)
  if (shown.length === 0) return []
  const colour = colourOf(armsOf(result).indexOf(arm))
  return [figure({
    id: slug('sectors', arm),
    title: armName(arm),
    svg: forest(page, shown.map(({ sector, net }) => ({ label: sectorName(sector), interval: net, colour }))),
    told: `${shown.map(({ sector, net }) => `${sector}: ${intervalText(net)}`).join('; ')}. Unit: ${UNIT}.`,
    data: {
      file: 'ledger.csv',
      columns: ['sector', 'effect', 'lower', 'upper', 'source'],
      rows: shown.map(({ sector, net }) => [sector, net.mean.value, net.lower.value, net.upper.value, net.mean.at]),
    },
  })]
}

/** Effects of an arm on groups of firms; none when its rows tell of all firms alone. */
function groupsOfArm(result: Result, page: Page, arm: string): Markup[] {
  const rows = result.rows['analysis.csv'].filter(({ cells }) => cells.arm === arm && cells.point === '0' && cells.group !== 'all')
  const effects = rows.filter(({ cells }) => cells.statistic === 'effect' && cells.value !== '')
  const fates = rows.filter(({ cells }) => cells.statistic === 'saved' || cells.statistic === 'lost')
  if (effects.length + fates.length === 0) return []
  const metrics = [...new Set(effects.map(({ cells }) => cells.metric))]
  const figures = metrics.map((metric) => groupFigure(result, page, arm, metric, effects.filter(({ cells }) => cells.metric === metric)))
  return [html`<h3>Groups of firms: ${armName(arm)}</h3>
${metrics.length > 0 && html`<p>The same firms, with the policy of the arm and with the baseline's: difference of the mean per firm of the group, with ${LEVEL} intervals.</p>${winners(arm, effects)}`}
${fates.length > 0 && html`<p>Firms whose fate changed, as a mean over replications:</p><ul>${fates.map(fate)}</ul>`}
${grid(figures)}
`]
}

/** Units of what is measured of groups; of metrics that this version does not know there is none. */
const groupUnit = (result: Result, metric: string) =>
  unitOf((Object.hasOwn(groupMeasures, metric) ? groupMeasures[metric as keyof typeof groupMeasures].unit : result.catalogue.metrics[metric]?.unit) ?? '')

const meaningOfGroup = (metric: string): Markup =>
  Object.hasOwn(groupMeasures, metric) ? verbatim('meaning', groupMeasures[metric as keyof typeof groupMeasures].meaning) : nothing

interface GroupEffect {
  readonly row: SourcedRow
  readonly effect: Interval
}

function groupFigure(result: Result, page: Page, arm: string, metric: string, rows: readonly SourcedRow[]): Markup {
  const { scale, difference } = groupUnit(result, metric)
  const effects = rows.map((row): GroupEffect => ({ row, effect: intervalOf(row, 'value') }))
  const colour = colourOf(armsOf(result).indexOf(arm))
  return figure({
    id: slug('groups', arm, metric),
    title: metricTitle(metric),
    caption: html`${meaningOfGroup(metric)}${difference === '' ? nothing : html`; effect in${unitText(difference)}`}`,
    svg: forest(page, effects.map(({ row, effect }) => ({ label: row.cells.group, interval: effect, colour })), scale),
    told: `${effects.map(({ row, effect }) => `${row.cells.group}: ${intervalText(effect, { scale })}`).join('; ')}. Unit: ${difference}.`,
    data: {
      file: 'analysis.csv',
      columns: ['group', 'effect', 'lower', 'upper', 'source'],
      rows: effects.map(({ row, effect }) => [row.cells.group, effect.mean.value, effect.lower.value, effect.upper.value, `analysis.csv:${row.line}`]),
    },
    below: html`<details class="numbers"><summary>numbers</summary><table><thead><tr><th>group</th><th>effect</th><th>interval</th></tr></thead><tbody>${effects.map(({ row, effect }) =>
      html`<tr><th>${verbatim('name', row.cells.group)}</th><td>${mean(effect, { scale, signed: true })}</td><td>${hasBounds(effect) ? bounds(effect, { scale }) : 'none'}</td></tr>`)}</tbody></table></details>`,
  })
}

/** Per metric, the groups that gain and those that lose, as far as either is told apart. */
function winners(arm: string, rows: readonly SourcedRow[]): Markup {
  const apart = rows.map((row): GroupEffect => ({ row, effect: intervalOf(row, 'value') })).filter(({ effect }) => isToldApart(effect))
  if (apart.length === 0) return html`<p>No group of ${armName(arm)} is told apart from the same firms in the baseline.</p>`
  const lines = [...new Set(apart.map(({ row }) => row.cells.metric))].map((metric) => {
    const own = apart.filter(({ row }) => row.cells.metric === metric)
    const names = (up: boolean): Markup[] =>
      own.filter(({ effect }) => effect.mean.value > 0 === up).map(({ row }) => verbatim('name', row.cells.group))
    const [more, less] = [names(true), names(false)]
    const parts = [...(more.length > 0 ? [html`more among ${inWords(more)}`] : []), ...(less.length > 0 ? [html`less among ${inWords(less)}`] : [])]
    return html`<li><b>${metricTitle(metric)}</b>: ${parts.flatMap((part, index) => (index === 0 ? [part] : ['; ', part]))}.</li>`
  })
  return html`<ul>${lines}</ul>`
}

function fate(row: SourcedRow): Markup {
  const { group, statistic, metric } = row.cells
  const count = intervalOf(row, 'value')
  return html`<li>${verbatim('name', capital(group))}: ${mean(count)} ${hasBounds(count) && html`(${bounds(count, { signed: false })}) `}${statistic} (${metricName(metric)}).</li>`
}
