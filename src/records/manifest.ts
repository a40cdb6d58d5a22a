/** What a result says of itself: where it came from, which files it has, what their columns mean. */
import type { Region } from '../scenario/region.ts'
import { hashOf, scenarioHash } from '../scenario/hash.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type PanelTable, panelTableNames, panelTables } from '../observe/panel.ts'
import { type Column, columnsOf, type TableName, tables } from './tables.ts'

/** A file of the result as it was written. */
export interface WrittenFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

/** What a result is a result of: two folders with the same origin hold the same question. */
export interface Origin {
  readonly scenarioHash: string
  /** With a precision and all of them wanted, as many as were needed. */
  readonly replications: readonly number[]
  /** Which part of how many, from 1 on; a whole result has none. */
  readonly shard?: Shard
}

export interface Shard {
  readonly index: number
  readonly of: number
}

/** Whether a finished result is what `other` would be; no replications there mean that a precision decides. */
export const describesSame = (one: Origin, other: Origin): boolean =>
  one.scenarioHash === other.scenarioHash && (other.replications.length === 0 || String(one.replications) === String(other.replications)) && JSON.stringify(one.shard) === JSON.stringify(other.shard)

export const originOf = (scenario: Scenario, region: Region, replications: readonly number[], shard?: Shard): Origin => ({
  scenarioHash: scenarioHash(scenario, region),
  replications,
  ...(shard ? { shard } : {}),
})

export interface Manifest extends Origin {
  readonly format: 'cinsim result'
  readonly version: 1
  /** `source` is of the sources that decide a run, `packages` of the versions of all packages that were locked. */
  readonly engine: { readonly version: string; readonly source: string; readonly packages: string }
  readonly scenario: string
  /** What all chance comes from. */
  readonly seed: string
  readonly region: { readonly name: string; readonly hash: string }
  /** Of the digests of all runs, in the order of runs.csv. */
  readonly digest: string
  readonly runs: { readonly done: number; readonly failed: number }
  readonly files: readonly WrittenFile[]
}

export function manifestOf(
  scenario: Scenario,
  region: Region,
  about: Pick<Manifest, 'engine' | 'replications' | 'shard' | 'digest' | 'runs' | 'files'>,
): Manifest {
  return {
    format: 'cinsim result',
    version: 1,
    engine: about.engine,
    scenario: scenario.name,
    seed: scenario.seed,
    region: { name: region.name, hash: hashOf(region) },
    ...originOf(scenario, region, about.replications, about.shard),
    digest: about.digest,
    runs: about.runs,
    files: about.files,
  }
}

/** The tables of a result in the terms of Frictionless Data (https://datapackage.org, version 2). */
export function dataPackageOf(scenario: Scenario, files: readonly WrittenFile[]): Record<string, unknown> {
  const factors = (scenario.design?.factors ?? []).map(({ path }) => path)
  const resources = files
    .filter(({ name }) => Object.hasOwn(tables, name))
    .map(({ name, bytes, sha256 }) => ({
      name: name.replace('.csv', ''),
      path: name,
      type: 'table',
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      bytes,
      hash: `sha256:${sha256}`,
      schema: { fields: columnsOf(name as TableName, factors), missingValues: [''] },
    }))
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: scenario.name.toLowerCase(),
    title: scenario.question,
    resources: [...resources, ...files.flatMap(({ name, bytes, sha256 }) => tableParquetResource(name, bytes, sha256, factors)), ...panelTableNames.flatMap((table) => panelResource(table, files))],
  }
}

/** A table that stands there as Parquet too. */
function tableParquetResource(name: string, bytes: number, sha256: string, factors: readonly string[]): Record<string, unknown>[] {
  const table = name.replace('.parquet', '.csv')
  if (table === name || !Object.hasOwn(tables, table)) return []
  return [
    {
      name: name.replace('.', '-'),
      path: name,
      type: 'table',
      format: 'parquet',
      mediatype: 'application/vnd.apache.parquet',
      bytes,
      hash: `sha256:${sha256}`,
      schema: { fields: columnsOf(table as TableName, factors) },
    },
  ]
}

/** One table in a file for each run; sizes and hashes of the files are in the manifest. */
function panelResource(table: PanelTable, files: readonly WrittenFile[]): Record<string, unknown>[] {
  const paths = files.map(({ name }) => name).filter((name) => name.startsWith(`panel/${table}/`))
  if (paths.length === 0) return []
  const { row, columns } = panelTables[table]
  return [
    {
      name: `panel-${table}`,
      path: paths,
      type: 'table',
      title: `one row is ${row}`,
      format: 'parquet',
      mediatype: 'application/vnd.apache.parquet',
      schema: { fields: Object.entries(columns).map(([name, column]) => panelField(name, column)) },
    },
  ]
}

const panelField = (name: string, { type, unit, meaning }: { type: string; unit: string; meaning: string }): Column | { type: 'boolean' } => ({
  name,
  type: type === 'identity' ? 'integer' : (type as Column['type']),
  ...(unit === '' ? {} : { unit }),
  description: meaning,
})

export const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`
