/** The files of a result, as a batch fills them: what comes first, what each run adds, and what ends it. */
import { parse } from 'csv-parse'
import { createReadStream } from 'node:fs'
import { arch, cpus, hostname, platform } from 'node:os'
import { engine } from '../experiment/engine.ts'
import type { Plan } from '../experiment/batch.ts'
import type { ResultFolder } from '../host/resultFolder.ts'
import { dataPackageOf, jsonText, manifestOf, type Shard } from '../records/manifest.ts'
import { fateRow, groupRowsOf } from '../records/groups.ts'
import { roCrateOf } from '../records/roCrate.ts'
import { batchDigest, type RunRecord } from '../records/run.ts'
import { csv, designRow, headerOf, ledgerRows, type Row, runRow, seriesRows, type TableName, tables } from '../records/tables.ts'
import { tableParquet } from '../records/tableParquet.ts'
import { canonicalYaml, regionYaml } from '../scenario/canonical.ts'
import type { LoadedScenario } from '../scenario/load.ts'

const ROWS_AT_A_TIME = 2000

export function appendRows(folder: ResultFolder, name: TableName, rows: Iterable<Row>): void {
  let batch: Row[] = []
  for (const row of rows) {
    batch.push(row)
    if (batch.length < ROWS_AT_A_TIME) continue
    folder.append(name, csv(batch, name))
    batch = []
  }
  folder.append(name, csv(batch, name))
}

const RECORDED = ['runs.csv', 'series.csv', 'ledger.csv', 'groups.csv', 'fates.csv'] as const
/** What is told of runs together, and so not of a part of them. */
const ANALYSED = ['summary.csv', 'effects.csv', 'analysis.csv'] as const

const factorsOf = ({ scenario }: Pick<LoadedScenario, 'scenario'>): readonly string[] => (scenario.design?.factors ?? []).map(({ path }) => path)

export function beginFiles(folder: ResultFolder, loaded: LoadedScenario, plan: Plan, about: { readonly ownRegion: boolean; readonly part: boolean }): void {
  const { scenario, region } = loaded
  if (about.ownRegion) folder.append('region.yaml', regionYaml(region))
  folder.append('scenario.yaml', canonicalYaml(scenario, about.ownRegion ? './region.yaml' : region.name))
  const factors = factorsOf(loaded)
  const analysed = [...ANALYSED, ...(scenario.design ? (['sensitivity.csv'] as const) : [])]
  for (const name of [...RECORDED, ...(about.part ? [] : analysed)]) folder.append(name, headerOf(name, factors))
  if (!scenario.design) return
  folder.append('design.csv', headerOf('design.csv', factors))
  // The baseline's own point is that of the first point with its uncertainties, so it has no row of its own.
  appendRows(folder, 'design.csv', plan.variants.filter(({ arms }) => arms.some((arm) => arm !== 'baseline') || arms.length === scenario.arms.length).map(designRow))
}

/** `values` are those of the factors of a design, `groups` the names of the groups of the start. */
export function appendRun(folder: ResultFolder, run: RunRecord, values: readonly number[], groups: readonly string[]): void {
  appendRows(folder, 'runs.csv', [[...runRow(run), ...values]])
  appendRows(folder, 'series.csv', seriesRows(run))
  appendRows(folder, 'ledger.csv', ledgerRows(run))
  appendRows(folder, 'groups.csv', groupRowsOf(run, groups))
  appendRows(folder, 'fates.csv', fateRow(run))
}

/** The tables that stand in the folder, as Parquet beside them. */
export async function appendParquet(folder: ResultFolder, loaded: LoadedScenario): Promise<void> {
  for (const { name } of folder.written()) {
    if (!Object.hasOwn(tables, name)) continue
    const file = tableParquet(name as TableName, factorsOf(loaded), (bytes) => folder.append(name.replace('.csv', '.parquet'), bytes))
    for await (const row of createReadStream(folder.pathOf(name)).pipe(parse({ columns: true }))) file.add(row as Record<string, string>)
    file.end()
  }
}

export interface Ending {
  readonly replications: readonly number[]
  readonly shard?: Shard | undefined
  readonly runs: readonly Pick<RunRecord, 'status' | 'digest'>[]
  readonly began: Date
}

export function finishFiles(folder: ResultFolder, loaded: LoadedScenario, { replications, shard, runs, began }: Ending): void {
  const { scenario, region } = loaded
  folder.append('datapackage.json', jsonText(dataPackageOf(scenario, folder.written())))
  const failed = runs.filter(({ status }) => status !== 'done').length
  folder.append('ro-crate-metadata.json', jsonText(roCrateOf(scenario, engine, folder.written())))
  const manifest = manifestOf(scenario, region, {
    engine,
    replications,
    ...(shard ? { shard } : {}),
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
