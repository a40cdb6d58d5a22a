/** What the terminal says of a batch that is done. */
import { headlineOf } from '../analysis/headline.ts'
import type { MeasuredRuns } from '../analysis/measured.ts'
import type { Measures } from '../analysis/windows.ts'
import { duration } from '../host/progress.ts'
import type { RunRecord } from '../records/run.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import { formatQuarter } from '../scenario/quarter.ts'
import { readable, signed } from '../report/format.ts'
import { table } from './table.ts'
import { shellWord } from './shellWord.ts'

/** Arms, or points of a design, that fit beside each other. */
const MOST_COLUMNS = 8
const MOST_FAILURES = 5

/** The headline table, and where the rest is. */
export function summaryText({ scenario }: LoadedScenario, out: string, runs: number, measured: MeasuredRuns, measures: Measures, began: Date): string {
  const rows = headlineOf(measured, measures)
  const shown = rows[0].effects.slice(0, MOST_COLUMNS).map(({ arm, point }) => (scenario.design ? `${arm} ${point}` : arm))
  const cells = rows.map(({ name, baseline, effects }) => [
    name,
    readable(baseline),
    ...effects.slice(0, MOST_COLUMNS).map(({ effect: { mean, lower, upper } }) =>
      Number.isNaN(lower) ? signed(mean) : `${signed(mean)} [${signed(lower)}, ${signed(upper)}]`,
    ),
  ])
  const hidden = rows[0].effects.length - shown.length
  const pairs = new Set(measured.about.map(({ replication }) => replication)).size
  return [
    '',
    table([['metric', 'baseline', ...shown], ...cells], true),
    '',
    ...(hidden > 0 ? [`${hidden} more of the design's points and arms are in effects.csv.`] : []),
    `Means over ${scenario.quarters} quarters from ${formatQuarter(scenario.start)}; effects with 95 % intervals over ${pairs} ` +
      `${pairs === 1 ? 'replication (no interval from one)' : 'paired replications'}.`,
    `${runs} runs in ${duration(Date.now() - began.getTime())}. Units: cinsim list metrics. All results: ${out}`,
  ].join('\n')
}

/** A line for each run that failed, but not for hundreds. */
export function failuresOf(failed: readonly RunRecord[], runs: number, out: string): string[] {
  if (failed.length === 0) return []
  const told = failed.slice(0, MOST_FAILURES).map(({ arm, point, replication, failedAt, reason, runKey }) => {
    const when = failedAt === undefined ? '' : ` in ${formatQuarter(failedAt)}`
    return `failed: arm ${arm}${point === 0 ? '' : `, point ${point}`}, replication ${replication}${when}: ${reason}\n  repeat it: cinsim replay ${shellWord(out)} ${runKey}`
  })
  if (failed.length > told.length) told.push(`... and ${failed.length - told.length} more, see runs.csv`)
  return [...told, `${failed.length} of ${runs} runs failed; effects are of the others. Mend the cause, then cinsim resume ${shellWord(out)} --retry-failed`]
}
