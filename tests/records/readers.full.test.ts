/** Others read what we write: pandas, R, DuckDB, a Frictionless and an RO-Crate implementation, each with its default options. */
import { DuckDBInstance } from '@duckdb/node-api'
import { parse } from 'csv-parse/sync'
import { Package } from 'datapackage'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { ROCrate } from 'ro-crate'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { desk, SMALL } from '../cli/cinsim.ts'
import { csv, headerOf } from '../../src/records/tables.ts'
import { testWith } from '../support/programs.ts'

// The package's types leave it out.
const { Validator } = createRequire(import.meta.url)('ro-crate') as {
  Validator: new (crate: ROCrate) => { results: { status: string }[]; rootDataEntity(): void; checkFiles(files: object): void }
}
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
const { folder, cinsim, write } = desk()

/** A design, a trial, an arm that fails, outcomes with and without a value: every table, with what is missing in it. */
const EVERYTHING = `${SMALL.replace(
  /arms:[^]*?outcomes:/,
  'arms:\n  more: { fund: { budget: 60 } }\n  tried: { trial: { share: 0.5, policy: { fund: { matching: 0 } } } }\n  fails: { fund: { budget: "t < 2 ? 20 : 20 / (t - 2)" } }\noutcomes:\n  never: 1 / (firms - firms)\n ',
).replace('replications: 2', 'replications: 3')}design: { kind: zip, factors: { parameters.learn.transferRate: [0.02, 0.05, 0.1] } }\n`

interface Field {
  readonly name: string
  readonly type: 'string' | 'integer' | 'number'
}
interface Resource {
  readonly name: string
  readonly path: string
  readonly format: string
  readonly bytes: number
  readonly hash: string
  readonly schema: { readonly fields: readonly Field[] }
}
interface Expected {
  readonly path: string
  readonly rows: number
  readonly fields: readonly (Field & { readonly sum: number; readonly missing: number })[]
}
let tables: Expected[] = []
let resources: Resource[] = []

beforeAll(() => {
  write('all.yaml', EVERYTHING)
  const { status, stderr } = cinsim('run', 'all.yaml', '--out', 'all', '--parquet', '--quiet')
  expect([status, stderr]).toEqual([1, expect.stringMatching(/9 of 36 runs failed/)])
  resources = (JSON.parse(readFileSync(join(folder, 'all/datapackage.json'), 'utf8')) as { resources: Resource[] }).resources
  tables = resources.filter(({ format }) => format === 'csv').map(({ path, schema: { fields } }) => {
    const rows = parse(readFileSync(join(folder, 'all', path)), { columns: true }) as Record<string, string>[]
    return {
      path, rows: rows.length,
      fields: fields.map((field) => ({
        ...field,
        sum: field.type === 'string' ? 0 : rows.reduce((sum, row) => sum + Number(row[field.name]), 0),
        missing: rows.filter((row) => row[field.name] === '').length,
      })),
    }
  })
  expect(tables.map(({ path }) => path)).toEqual([
    'analysis.csv', 'design.csv', 'effects.csv', 'fates.csv', 'groups.csv', 'ledger.csv', 'runs.csv', 'sensitivity.csv', 'series.csv', 'summary.csv',
  ])
})

/** What a reader found, by table and column: kind of values, their sum, how many are missing. */
type Found = Readonly<Record<string, { readonly rows: number; readonly columns: Readonly<Record<string, { readonly kind: string; readonly sum: number; readonly missing: number }>> }>>

function holds(found: Found): void {
  for (const { path, rows, fields } of tables) {
    expect(found[path]!.rows, path).toBe(rows)
    expect(Object.keys(found[path]!.columns), path).toEqual(fields.map(({ name }) => name))
    for (const { name, type, sum, missing } of fields) {
      const column = found[path]!.columns[name]!
      const told = `${path} ${name}`
      expect(column.missing, told).toBe(missing)
      // A column without any value has no type that could be seen.
      if (missing === rows) continue
      expect(column.kind, told).toBe(type === 'string' ? 'text' : 'number')
      if (type !== 'string') expect(Math.abs(column.sum - sum), told).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(sum)) * rows)
    }
  }
}

testWith('pandas', 'pandas reads every table with default options', (python) => {
  const program = `
import glob, json, os, pandas
found = {}
for path in sorted(glob.glob("all/*.csv")):
    table = pandas.read_csv(path)
    columns = {}
    for name in table.columns:
        column = table[name]
        number = pandas.api.types.is_numeric_dtype(column)
        columns[name] = dict(kind="number" if number else "text", sum=float(column.sum()) if number else 0, missing=int(column.isna().sum()))
    found[os.path.basename(path)] = dict(rows=len(table), columns=columns)
print(json.dumps(found))`
  holds(JSON.parse(execFileSync(python, ['-c', program], { cwd: folder, encoding: 'utf8' })) as Found)
})

testWith('R', 'R reads every table with default options', (R) => {
  // Names as they are: R would else put dots for dashes, which is a choice of read.csv and not of the file.
  const program = `
for (path in list.files("all", pattern = "[.]csv$")) {
  table <- read.csv(file.path("all", path), check.names = FALSE)
  for (name in names(table)) {
    column <- table[[name]]
    number <- is.numeric(column)
    missing <- sum(if (number) is.na(column) else is.na(column) | column == "")
    cat(path, nrow(table), name, if (number) "number" else "text", if (number) format(sum(column, na.rm = TRUE), digits = 17) else 0, missing, sep = "\\t")
    cat("\\n")
  }
}`
  const found: Record<string, { rows: number; columns: Record<string, { kind: string; sum: number; missing: number }> }> = {}
  for (const line of execFileSync(R, ['-e', program], { cwd: folder, encoding: 'utf8' }).trim().split('\n')) {
    const [path, rows, name, kind, sum, missing] = line.split('\t') as [string, string, string, string, string, string]
    found[path] ??= { rows: Number(rows), columns: {} }
    found[path].columns[name] = { kind, sum: Number(sum), missing: Number(missing) }
  }
  holds(found)
})

describe('DuckDB', () => {
  test('finds a fraction that comes after so many whole numbers that it has guessed a type', async () => {
    const whole = Array.from({ length: 30_000 }, (_, replication) => ['arm', 0, replication, 'size: micro', 'grantShare', 'horizon', 1])
    write('late.csv', headerOf('groups.csv') + csv([...whole, ['arm', 0, 30_000, 'size: micro', 'grantShare', 'horizon', 0.25]], 'groups.csv'))
    const connection = await (await DuckDBInstance.create()).connect()
    const found = await connection.runAndReadAll(`SELECT sum(value), min(value), sum(replication) FROM '${join(folder, 'late.csv')}'`)
    expect(found.getRowsJson()[0]!.map(Number)).toEqual([30_000.25, 0.25, (30_000 * 30_001) / 2])
  })

  const looked = async (format: 'csv' | 'parquet'): Promise<Found> => {
    const connection = await (await DuckDBInstance.create()).connect()
    const found: Record<string, { rows: number; columns: Record<string, { kind: string; sum: number; missing: number }> }> = {}
    for (const { path } of tables) {
      const file = `'${join(folder, 'all', path.replace('.csv', `.${format}`))}'`
      const described = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${file}`)).getRowObjectsJson()
      const columns = described.map((row) => ({ name: String(row['column_name']), number: /INT|DOUBLE|DECIMAL/.test(String(row['column_type'])) }))
      const asked = columns.map(({ name, number }) => `count(*) - count("${name}"), ${number ? `sum("${name}"::DOUBLE)` : '0'}`)
      const [values] = (await connection.runAndReadAll(`SELECT count(*), ${asked.join(', ')} FROM ${file}`)).getRowsJson() as (string | number | null)[][]
      const empty = async (name: string): Promise<number> => Number((await connection.runAndReadAll(`SELECT count(*) FROM ${file} WHERE "${name}" = ''`)).getRowsJson()[0]![0])
      const entries = []
      for (const [index, { name, number }] of columns.entries()) {
        entries.push([name, { kind: number ? 'number' : 'text', missing: Number(values![1 + 2 * index]) + (number ? 0 : await empty(name)), sum: Number(values![2 + 2 * index] ?? 0) }] as const)
      }
      found[path] = { rows: Number(values![0]), columns: Object.fromEntries(entries) }
    }
    return found
  }
  test('reads every table with default options', async () => holds(await looked('csv')))
  test('reads the Parquet files to the same types, rows and sums', async () => holds(await looked('parquet')))
})

test('Parquet holds the values of CSV, each of them', async () => {
  for (const { path, fields } of tables) {
    const rows = parse(readFileSync(join(folder, 'all', path)), { columns: true }) as Record<string, string>[]
    const read = (await parquetReadObjects({ file: await asyncBufferFromFile(join(folder, 'all', path.replace('.csv', '.parquet'))) })) as Record<string, unknown>[]
    const as = (row: Record<string, string>): Record<string, unknown> =>
      Object.fromEntries(fields.map(({ name, type }) => [name, type === 'string' ? row[name] : row[name] === '' ? undefined : Number(row[name])]))
    expect(read.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? undefined])))).toEqual(rows.map(as))
  }
})

describe('a Frictionless implementation', () => {
  /** Rows of each table, cast by its schema; throws where one does not fit. */
  async function castAll(of: string): Promise<Record<string, number>> {
    const descriptor = JSON.parse(readFileSync(join(folder, of, 'datapackage.json'), 'utf8')) as { resources: Resource[] }
    // It knows version 1 of the specification, in which a table is said by its profile.
    const known = { ...descriptor, resources: descriptor.resources.filter(({ format }) => format === 'csv').map((each) => ({ ...each, profile: 'tabular-data-resource' })) }
    const loaded = await Package.load(known, { basePath: join(folder, of) })
    expect(loaded.errors).toEqual([])
    expect(loaded.valid).toBe(true)
    const rows: Record<string, number> = {}
    for (const resource of loaded.resources) rows[resource.descriptor.path] = (await resource.read({ keyed: true })).length
    return rows
  }

  test('accepts the package', async () => {
    expect(await castAll('all')).toEqual(Object.fromEntries(tables.map(({ path, rows }) => [path, rows])))
    for (const { path, bytes, hash } of resources.filter(({ format }) => format === 'csv')) {
      const content = readFileSync(join(folder, 'all', path))
      expect([content.length, `sha256:${createHash('sha256').update(content).digest('hex')}`]).toEqual([bytes, hash])
    }
  })

  test('and refuses one with a value of another type', async () => {
    cpSync(join(folder, 'all'), join(folder, 'broken'), { recursive: true })
    const summary = join(folder, 'broken/summary.csv')
    writeFileSync(summary, readFileSync(summary, 'utf8').replace(/,(\d+)\n/, ',many\n'))
    await expect(castAll('broken')).rejects.toThrow()
  })
})

test('an RO-Crate implementation finds every file, what made it and from what', async () => {
  const crate = new ROCrate(JSON.parse(readFileSync(join(folder, 'all/ro-crate-metadata.json'), 'utf8')), { array: true, link: true })
  const manifest = JSON.parse(readFileSync(join(folder, 'all/manifest.json'), 'utf8')) as { files: { name: string; sha256: string; bytes: number }[]; engine: { version: string; packages: string }; seed: string }
  const parts = (crate.rootDataset as unknown as { hasPart: { '@id': string; sha256: string[]; contentSize: string[] }[] }).hasPart
  expect(parts.map((part) => ({ name: part['@id'], sha256: part.sha256[0], bytes: Number(part.contentSize[0]) }))).toEqual(
    manifest.files.filter(({ name }) => name !== 'ro-crate-metadata.json').map(({ name, sha256, bytes }) => ({ name, sha256, bytes })),
  )
  const action = crate.getEntity('#simulation') as unknown as { instrument: { name: string[] }[]; object: { '@id': string }[]; result: unknown[] }
  expect([action.instrument[0]!.name, action.object.map((one) => one['@id']), action.result.length]).toEqual([['cinsim'], ['scenario.yaml'], parts.length - 1])
  // All rules of the specification that it knows and that need no network.
  await crate.resolveContext()
  const validator = new Validator(crate)
  validator.rootDataEntity()
  validator.checkFiles(Object.fromEntries(manifest.files.map(({ name }) => [name, { exists: true }])))
  expect(validator.results.filter(({ status }) => status !== 'success')).toEqual([])
  expect([manifest.seed, manifest.engine.packages]).toEqual(['small', expect.stringMatching(/^[0-9a-f]{16}$/)])
})
