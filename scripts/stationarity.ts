/**
 * Whether the region stays as it is without trends and with a constant policy: npm run stationarity. With --write the table goes
 * to docs/stationarity.md. Replications are shared out among processes.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { estimate, type Estimate } from '../src/analysis/effects.ts'
import { engine } from '../src/experiment/engine.ts'
import { experimentOf, planOf, planOptions } from './experimentOf.ts'
import { markdownTable } from './markdown.ts'
import { shareOut, sharingOptions, workOn } from './shareOut.ts'
import { observe, type Past, quantities, yearlySlope } from './stationarity/measure.ts'

/** Largest slope of a state that stays, per year. */
const MOST = 0.005
/** Quarters at both ends that are compared, and by how much the spread of growth may differ between them. */
const ENDS = 20
const SPREAD_MARGIN = 0.1

const { values: options } = parseArgs({
  options: {
    ...planOptions,
    quarters: { type: 'string', default: '120' },
    replications: { type: 'string', default: '8' },
    ...sharingOptions,
  },
})
const plan = planOf(options)
const replications = Number(options.replications)

const percent = (share: number, digits = 2): string => `${(100 * share).toFixed(digits)} %`
const meanOf = (values: readonly number[]): number => estimate(values).mean
const standardError = ({ sd }: Estimate): number => sd / Math.sqrt(replications)
const number = (value: number): string => value.toPrecision(4)

function row(pasts: readonly Past[], index: number): { cells: string[]; holds: boolean } {
  const { name, meaning } = quantities[index]!
  const values = pasts.map((past) => past.quantities[index]!)
  const slope = estimate(values.map(yearlySlope))
  const holds = Math.abs(slope.mean) < MOST
  const ends = [values.map((past) => past.slice(0, ENDS)), values.map((past) => past.slice(-ENDS))].map((parts) => number(meanOf(parts.map(meanOf))))
  const cells = [name, meaning, ...ends, `${percent(slope.mean)} ± ${percent(standardError(slope))}`, holds ? 'holds' : '**drifts**']
  return { cells, holds }
}

if (options.share !== undefined) {
  const experiment = await experimentOf({ name: 'stationarity', seed: 'stationarity', ...plan })
  await workOn(options.share, (replication) => observe(experiment, replication))
} else {
  const pasts = await shareOut<Past>(fileURLToPath(import.meta.url), Number(options.processes), replications)
  const rows = quantities.map((_, index) => row(pasts, index))
  const [first, last] = [pasts.map(({ spread }) => meanOf(spread.slice(0, ENDS))), pasts.map(({ spread }) => meanOf(spread.slice(-ENDS)))]
  const change = estimate(first.map((value, index) => last[index]! / value - 1))
  const spreadHolds = Math.abs(change.mean) < SPREAD_MARGIN
  const heads = ['quantity', 'meaning', `first ${ENDS} quarters`, `last ${ENDS}`, 'slope a year ± standard error', `below ${percent(MOST, 1)}`]
  const table = `${markdownTable(heads, rows.map(({ cells }) => cells))}

**${rows.filter(({ holds }) => holds).length} of ${rows.length} stay.** The spread of firms' growth (standard deviation of log revenue against its mean of about a year)
is ${number(meanOf(first))} in the first ${ENDS} quarters and ${number(meanOf(last))} in the last: ${percent(change.mean, 1)} ± ${percent(standardError(change), 1)}, ${spreadHolds ? 'within' : '**beyond**'} the ${percent(SPREAD_MARGIN, 0)} that a
frozen or an exploding world would exceed.`
  console.log(table)
  if (options.write) {
    writeFileSync(
      'docs/stationarity.md',
      `# Does the baseline stay as it is?

Made by \`npm run stationarity -- --write\` with engine \`${engine.source}\`: ${plan.region} at scale ${plan.scale}, ${plan.quarters} quarters after a burn-in of ${plan.burnIn} under
the region's own policy, which does not change, and without trends; ${replications} replications. Slopes are least-squares slopes of logarithms.

${table}
`,
    )
  }
}
