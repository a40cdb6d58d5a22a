/** The files of a result, as a batch fills them: what comes first, what each run adds, and what is told of all. Whoever keeps them gives a sink. */
import { engine } from '../experiment/engine.ts'
import type { Batch, Plan, PlannedRun } from '../experiment/batch.ts'
import { fateRow, groupRowsOf } from '../records/groups.ts'
import { dataPackageOf, jsonText, manifestOf, type Shard, type WrittenFile } from '../records/manifest.ts'
import { roCrateOf } from '../records/roCrate.ts'
import { batchDigest, type Living, type RunRecord } from '../records/run.ts'
import { csv, designRow, headerOf, ledgerRows, type Row, runRow, seriesRows, type TableName } from '../records/tables.ts'
import { canonicalYaml, regionYaml } from '../scenario/canonical.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import { designRows } from './designs.ts'
import { effectRows, summaryRows } from './effects.ts'
import { furtherRows } from './further.ts'
import { groupRows } from './groups.ts'
import { type Layout, rowOf } from './layout.ts'
import type { MeasuredAbout, MeasuredRuns } from './measured.ts'

export interface ResultSink {
  append(name: string, content: string): void
  /** Files so far, in order of their names. */
  written(): WrittenFile[]
}

const ROWS_AT_A_TIME = 2000

function appendRows(sink: ResultSink, name: TableName, rows: Iterable<Row>): void {
  let batch: Row[] = []
  for (const row of rows) {
    batch.push(row)
    if (batch.length < ROWS_AT_A_TIME) continue
    sink.append(name, csv(batch, name))
    batch = []
  }
  sink.append(name, csv(batch, name))
}

const RECORDED = ['runs.csv', 'series.csv', 'ledger.csv', 'groups.csv', 'fates.csv'] as const
/** What is told of runs together, and so not of a part of them. */
const ANALYSED = ['summary.csv', 'effects.csv', 'analysis.csv'] as const

export const factorsOf = ({ scenario }: Pick<LoadedScenario, 'scenario'>): readonly string[] => (scenario.design?.factors ?? []).map(({ path }) => path)

export function beginFiles(sink: ResultSink, loaded: LoadedScenario, plan: Plan, about: { readonly ownRegion: boolean; readonly part: boolean }): void {
  const { scenario, region } = loaded
  if (about.ownRegion) sink.append('region.yaml', regionYaml(region))
  sink.append('scenario.yaml', canonicalYaml(scenario, about.ownRegion ? './region.yaml' : region.name))
  const factors = factorsOf(loaded)
  const analysed = [...ANALYSED, ...(scenario.design ? (['sensitivity.csv'] as const) : [])]
  for (const name of [...RECORDED, ...(about.part ? [] : analysed)]) sink.append(name, headerOf(name, factors))
  if (!scenario.design) return
  sink.append('design.csv', headerOf('design.csv', factors))
  // The baseline's own point is that of the first point with its uncertainties, so it has no row of its own.
  appendRows(sink, 'design.csv', plan.variants.filter(({ arms }) => arms.some((arm) => arm !== 'baseline') || arms.length === scenario.arms.length).map(designRow))
}

/** `values` are those of the factors of a design, `groups` the names of the groups of the start. */
function appendRun(sink: ResultSink, run: RunRecord, values: readonly number[], groups: readonly string[]): void {
  appendRows(sink, 'runs.csv', [[...runRow(run), ...values]])
  appendRows(sink, 'series.csv', seriesRows(run))
  appendRows(sink, 'ledger.csv', ledgerRows(run))
  appendRows(sink, 'groups.csv', groupRowsOf(run, groups))
  appendRows(sink, 'fates.csv', fateRow(run))
}

/** Takes each run into the files and into what is analysed; of the run itself little stays in memory. */
export function createTaking(sink: ResultSink, groups: readonly string[], layout: Layout, store: { add(about: MeasuredAbout, values: Float64Array): void }): {
  readonly outcomes: readonly Pick<RunRecord, 'status' | 'digest'>[]
  readonly failed: readonly RunRecord[]
  take(run: RunRecord, planned: PlannedRun): void
} {
  const outcomes: Pick<RunRecord, 'status' | 'digest'>[] = []
  const failed: RunRecord[] = []
  /** Who lived in the baselines of the replication at hand, by their points. */
  const baselines = new Map<number, Living>()
  let current = -1
  return {
    outcomes,
    failed,
    take(run, { variant: { baseline, values } }) {
      const { arm, point, replication, status, digest } = run
      appendRun(sink, run, values, groups)
      if (replication !== current) baselines.clear()
      current = replication
      if (arm === 'baseline' && run.living) baselines.set(point, run.living)
      if (status === 'done') {
        store.add({ arm, point, replication, baseline }, rowOf(run, layout, arm === 'baseline' ? undefined : baselines.get(baseline)))
      } else failed.push({ arm, point, replication, runKey: run.runKey, status, digest, failedAt: run.failedAt, reason: run.reason, start: run.start, metrics: [], flows: [] })
      outcomes.push({ status, digest })
    },
  }
}

export function analyse(sink: ResultSink, batch: Batch, store: MeasuredRuns, layout: Layout): void {
  const { measures } = layout
  appendRows(sink, 'summary.csv', summaryRows(store, measures))
  appendRows(sink, 'effects.csv', effectRows(store, measures))
  appendRows(sink, 'analysis.csv', furtherRows(store, measures, batch.scenario.arms))
  appendRows(sink, 'analysis.csv', groupRows(store, layout))
  if (batch.scenario.design) appendRows(sink, 'sensitivity.csv', designRows(store, measures, batch))
}

export interface Ending {
  readonly replications: readonly number[]
  readonly shard?: Shard | undefined
  readonly runs: readonly Pick<RunRecord, 'status' | 'digest'>[]
}

/** Tells of the files that are there: the data package, the RO-Crate, and the manifest, which is the last. */
export function describeFiles(sink: ResultSink, { scenario, region }: LoadedScenario, { replications, shard, runs }: Ending): void {
  sink.append('datapackage.json', jsonText(dataPackageOf(scenario, sink.written())))
  sink.append('ro-crate-metadata.json', jsonText(roCrateOf(scenario, engine, sink.written())))
  const failed = runs.filter(({ status }) => status !== 'done').length
  const manifest = manifestOf(scenario, region, {
    engine,
    replications,
    ...(shard ? { shard } : {}),
    digest: batchDigest(runs.map(({ digest }) => digest)),
    runs: { done: runs.length - failed, failed },
    files: sink.written(),
  })
  sink.append('manifest.json', jsonText(manifest))
}
