/** From a scenario to a folder: simulates, writes while it goes, and sums up. */
import { arch, cpus, hostname, platform } from 'node:os'
import { headlineOf } from '../analysis/headline.ts'
import { effectRows, type MeasuredRun, summaryRows } from '../analysis/effects.ts'
import { furtherRows } from '../analysis/further.ts'
import { groupRows, measureGroups } from '../analysis/groups.ts'
import { measure, type Measures, measuresOf } from '../analysis/windows.ts'
import { quartersOfBatch, replicationsOf, runBatch } from '../experiment/batch.ts'
import { engine } from '../experiment/engine.ts'
import { type Experiment, prepare } from '../experiment/simulate.ts'
import { createBreather, createProgress, duration, type Progress } from '../host/progress.ts'
import { openResultFolder, type ResultFolder } from '../host/resultFolder.ts'
import { HostError } from '../host/write.ts'
import { dataPackageOf, jsonText, manifestOf, originOf } from '../records/manifest.ts'
import { batchDigest, type RunRecord } from '../records/run.ts'
import { csv, headerOf, ledgerRows, type Row, runRow, seriesRows, type TableName } from '../records/tables.ts'
import { canonicalYaml, regionYaml } from '../scenario/canonical.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import { formatQuarter } from '../scenario/quarter.ts'
import { workersFor } from '../host/capacity.ts'
import { panelBytes, type Recordings, sizeText, watchedBy } from '../host/recorders.ts'
import { readable, signed } from '../report/format.ts'
import { table } from './table.ts'

export interface Settings extends Recordings {
  readonly out: string
  readonly quiet: boolean
  readonly force: boolean
  /** True when the region is a file of the user's, so that the result keeps a copy. */
  readonly ownRegion: boolean
  readonly replications?: readonly number[]
  /** As many as are of use unless told. */
  readonly workers?: number
  readonly signal: AbortSignal
}

interface Result {
  /** For the terminal: the headline table and where the rest is. */
  readonly text: string
  /** A line for each run that failed. */
  readonly failures: readonly string[]
}

/** What was interrupted, and how many replications are kept of how many. */
export interface Interrupted {
  readonly kept: number
  readonly of: number
}

/** Begins a batch, or goes on with one that was interrupted. */
export async function runExperiment(loaded: LoadedScenario, settings: Settings): Promise<Result | Interrupted> {
  const { scenario, region } = loaded
  const experiment = await prepare(loaded)
  const measures = await measuresOf(scenario)
  const replications = settings.replications ?? replicationsOf(scenario)
  const origin = originOf(scenario, region, replications)
  const { audit, panel, networks } = settings
  const folder = openResultFolder(settings.out, origin, { engine: engine.source, ...origin, audit, panel, networks }, settings.force)
  const { finishedBefore } = folder
  const rest = replications.slice(finishedBefore)
  if (finishedBefore > 0 && !settings.quiet) {
    process.stderr.write(`${settings.out}: ${finishedBefore} of ${replications.length} replications were finished before; the others follow.\n`)
  }
  if (settings.panel && !settings.quiet) {
    process.stderr.write(`The panel will take about ${sizeText(panelBytes(loaded, replications.length))} in ${settings.out}/panel.\n`)
  }
  const began = new Date()
  const progress = createProgress(scenario.name, quartersOfBatch(experiment, rest.length), settings.quiet)
  try {
    const runs: RunRecord[] = []
    const measured: MeasuredRun[] = []
    beginFiles(folder, loaded, settings.ownRegion)
    const take = (run: RunRecord): void => {
      appendRun(folder, run)
      if (run.status === 'done') measured.push(measuredRun(run, measures))
      // Its numbers are in the files now; thousands of runs need not stay.
      runs.push({ ...run, metrics: [], flows: [], groups: new Map() })
    }
    for (const before of folder.finished()) for (const run of before) take(run)
    let replication: RunRecord[] = []
    for await (const run of runsOf(loaded, experiment, { ...settings, replications: rest }, folder, progress)) {
      take(run)
      if (replication.push(run) < scenario.arms.length) continue
      folder.keep(replication)
      replication = []
    }
    progress.end()
    if (settings.signal.aborted) return { kept: folder.leave(), of: replications.length }
    appendRows(folder, 'summary.csv', summaryRows(measured, measures))
    appendRows(folder, 'effects.csv', effectRows(measured, measures))
    appendRows(folder, 'analysis.csv', furtherRows(measured, measures, scenario.arms))
    appendRows(folder, 'analysis.csv', groupRows(measured, measures.windows))
    finishFiles(folder, loaded, replications, runs, began)
    return { text: summaryText(loaded, settings.out, runs, measured, measures, began), failures: failuresOf(runs, settings.out) }
  } catch (error) {
    progress.end()
    const kept = folder.leave()
    if (kept === 0 || !(error instanceof HostError)) throw error
    throw new HostError(`${error.message} ${keptText(kept, replications.length, settings.out)}`, error.exitCode)
  }
}

/** What a user may do whose batch has ended early. */
export const keptText = (kept: number, of: number, out: string): string =>
  `${kept} of ${of} replications are kept: the same command, or cinsim resume ${out}, does the others.`

/** In this thread when there is but one worker, else spread over several; the runs and their files are the same. */
async function* runsOf(
  loaded: LoadedScenario, experiment: Experiment, settings: Settings & { readonly replications: readonly number[] }, folder: ResultFolder,
  progress: Progress,
): AsyncGenerator<RunRecord, void, void> {
  const { audit, panel, networks, replications, signal } = settings
  const workers = Math.min(replications.length, settings.workers ?? workersFor(loaded, replications.length))
  if (workers > 1) {
    const { spreadRuns } = await import('../host/workers.ts')
    const { scenario, region } = loaded
    const assignment = { loaded: { scenario, region }, recordings: { audit, panel, networks } }
    yield* spreadRuns(assignment, { workers, replications, folder, signal, stepsDone: progress.step })
    return
  }
  const breathe = createBreather()
  yield* runBatch(experiment, {
    ...(await watchedBy(folder, settings)),
    replications,
    signal,
    quarterDone() {
      progress.step(1)
      return breathe()
    },
  })
}

/** What analysis needs of a run, and no more. */
const measuredRun = (run: RunRecord, measures: Measures): MeasuredRun => ({
  arm: run.arm,
  point: run.point,
  replication: run.replication,
  values: measure(run, measures),
  groupValues: measureGroups(run, measures.windows),
})

const ROWS_AT_A_TIME = 2000

function appendRows(folder: ResultFolder, name: TableName, rows: Iterable<Row>): void {
  let batch: Row[] = []
  for (const row of rows) {
    batch.push(row)
    if (batch.length < ROWS_AT_A_TIME) continue
    folder.append(name, csv(batch))
    batch = []
  }
  folder.append(name, csv(batch))
}

function beginFiles(folder: ResultFolder, { scenario, region }: LoadedScenario, ownRegion: boolean): void {
  if (ownRegion) folder.append('region.yaml', regionYaml(region))
  folder.append('scenario.yaml', canonicalYaml(scenario, ownRegion ? './region.yaml' : region.name))
  for (const name of ['runs.csv', 'series.csv', 'ledger.csv', 'summary.csv', 'effects.csv', 'analysis.csv'] as const) {
    folder.append(name, headerOf(name))
  }
}

function appendRun(folder: ResultFolder, run: RunRecord): void {
  appendRows(folder, 'runs.csv', [runRow(run)])
  appendRows(folder, 'series.csv', seriesRows(run))
  appendRows(folder, 'ledger.csv', ledgerRows(run))
}

function finishFiles(
  folder: ResultFolder, { scenario, region }: LoadedScenario, replications: readonly number[], runs: readonly RunRecord[], began: Date,
): void {
  folder.append('datapackage.json', jsonText(dataPackageOf(scenario, folder.written())))
  const failed = runs.filter(({ status }) => status !== 'done').length
  const manifest = manifestOf(scenario, region, {
    engine,
    replications,
    digest: batchDigest(runs.map(({ digest }) => digest)),
    runs: { done: runs.length - failed, failed },
    files: folder.written(),
  })
  folder.append('manifest.json', jsonText(manifest))
  // What differs from one run of the same scenario to the next stands here alone.
  const ended = new Date()
  const lines = [
    `began     ${began.toISOString()}`,
    `ended     ${ended.toISOString()}`,
    `took      ${((ended.getTime() - began.getTime()) / 1000).toFixed(1)} s`,
    `host      ${hostname()}, ${platform()} ${arch()}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`,
    `node      ${process.version}`,
    `memory    ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most`,
  ]
  folder.append('run.log', `${lines.join('\n')}\n`)
  folder.publish()
}

function failuresOf(runs: readonly RunRecord[], out: string): string[] {
  const failed = runs.filter(({ status }) => status !== 'done')
  if (failed.length === 0) return []
  const told = failed.slice(0, 5).map(({ arm, replication, failedAt, reason, runKey }) => {
    const when = failedAt === undefined ? '' : ` in ${formatQuarter(failedAt)}`
    return `failed: arm ${arm}, replication ${replication}${when}: ${reason}\n  repeat it: cinsim replay ${out} ${runKey}`
  })
  if (failed.length > told.length) told.push(`... and ${failed.length - told.length} more, see runs.csv`)
  return [...told, `${failed.length} of ${runs.length} runs failed; effects are of the others. Mend the cause and run again.`]
}

function summaryText(
  { scenario }: LoadedScenario, out: string, runs: readonly RunRecord[], measured: readonly MeasuredRun[], measures: Measures, began: Date,
): string {
  const rows = headlineOf(measured, measures)
  const arms = rows[0].effects.map(({ arm }) => arm)
  const cells = rows.map(({ name, baseline, effects }) => [
    name,
    readable(baseline),
    ...effects.map(({ effect: { mean, lower, upper } }) =>
      Number.isNaN(lower) ? signed(mean) : `${signed(mean)} [${signed(lower)}, ${signed(upper)}]`,
    ),
  ])
  const pairs = new Set(measured.map(({ replication }) => replication)).size
  return [
    '',
    table([['metric', 'baseline', ...arms], ...cells], true),
    '',
    `Means over ${scenario.quarters} quarters from ${formatQuarter(scenario.start)}; effects with 95 % intervals over ${pairs} ` +
      `${pairs === 1 ? 'replication (no interval from one)' : 'paired replications'}.`,
    `${runs.length} runs in ${duration(Date.now() - began.getTime())}. Units: cinsim list metrics. All results: ${out}`,
  ].join('\n')
}
