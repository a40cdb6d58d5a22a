/** Finished results read back: their runs, one at a time, as they were when they were simulated. */
import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse'
import { metricKeys } from '../observe/metrics.ts'
import { fateFrom, groupsFrom } from '../records/groups.ts'
import type { Manifest } from '../records/manifest.ts'
import { type RunAbout, type RunRecord, runName } from '../records/run.ts'
import { parseQuarter } from '../scenario/quarter.ts'
import { purposeIndex, purposeNames } from '../world/ledger.ts'
import { HostError } from './write.ts'

export interface FinishedRun extends RunAbout {
  readonly runKey: string
  readonly status: RunRecord['status']
  readonly digest: string
}

export interface FinishedResult {
  readonly path: string
  readonly manifest: Manifest
  /** SHA-256 of the manifest's file. */
  readonly hash: string
  /** In the order of runs.csv. */
  readonly runs: readonly FinishedRun[]
  /** The same with all that was recorded of them; `groups` are the names of the groups of the start. */
  records(groups: readonly string[]): AsyncGenerator<RunRecord, void, void>
}

const MANIFEST = 'manifest.json'
/** What records are read from. */
const READ = ['runs.csv', 'series.csv', 'ledger.csv', 'groups.csv', 'fates.csv']

/** Refuses a folder without a finished result, or whose files have changed since. */
export async function openFinished(path: string): Promise<FinishedResult> {
  const { manifest, hash } = manifestIn(path)
  for (const { name, sha256 } of manifest.files) {
    if (READ.includes(name) && (await hashOfFile(join(path, name))) !== sha256) {
      throw new HostError(`${path}: ${name} is not the file that was written.\n  allowed: a result as cinsim wrote it (cinsim verify ${path} tells more)`, 2)
    }
  }
  const rows: Record<string, string>[] = []
  for await (const row of rowsOf(join(path, 'runs.csv'))) rows.push(row)
  return { path, manifest, hash, runs: rows.map(runOf), records: (groups) => recordsOf(path, rows, groups) }
}

function manifestIn(path: string): { manifest: Manifest; hash: string } {
  const refuse = (what: string): HostError => new HostError(`${path} ${what}.\n  allowed: the folder of a finished result, as cinsim run writes it`, 2)
  let text: string
  try {
    text = readFileSync(join(path, MANIFEST), 'utf8')
  } catch {
    throw refuse('has no manifest.json that could be read, so it holds no finished result')
  }
  try {
    const manifest = JSON.parse(text) as Manifest
    if (manifest.format === 'cinsim result' && Array.isArray(manifest.files)) return { manifest, hash: createHash('sha256').update(text).digest('hex') }
  } catch {
    // Told below.
  }
  throw refuse('has a manifest.json that is not of a result')
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  } catch {
    return ''
  }
  return hash.digest('hex')
}

const rowsOf = (path: string): AsyncIterable<Record<string, string>> => createReadStream(path).pipe(parse({ columns: true }))

const runOf = (row: Record<string, string>): FinishedRun => ({
  arm: row['arm'], point: Number(row['point']), replication: Number(row['replication']), runKey: row['runKey'], status: row['status'] as RunRecord['status'], digest: row['digest'],
})

/** The rows of each run in turn: files have their runs in the order of runs.csv, and some runs have no rows. */
function rowsByRun(path: string): { of(run: string): Promise<Record<string, string>[]> } {
  const rows = rowsOf(path)[Symbol.asyncIterator]()
  let next: IteratorResult<Record<string, string>> | undefined
  return {
    async of(run) {
      const own: Record<string, string>[] = []
      for (;;) {
        next ??= await rows.next()
        if (next.done || runName(runOf(next.value)) !== run) return own
        own.push(next.value)
        next = undefined
      }
    },
  }
}

async function* recordsOf(path: string, runs: readonly Record<string, string>[], groups: readonly string[]): AsyncGenerator<RunRecord, void, void> {
  const series = rowsByRun(join(path, 'series.csv'))
  const ledger = rowsByRun(join(path, 'ledger.csv'))
  const ofGroups = rowsByRun(join(path, 'groups.csv'))
  const fates = rowsByRun(join(path, 'fates.csv'))
  for (const row of runs) {
    const run = runOf(row)
    const name = runName(run)
    const quarters = await series.of(name)
    const start = parseQuarter(quarters[0]?.['quarter'] ?? '') ?? 0
    const flows = quarters.map(() => new Float64Array(purposeNames.length))
    for (const { quarter, purpose, amount } of await ledger.of(name)) {
      flows[parseQuarter(quarter)! - start][purposeIndex[purpose as keyof typeof purposeIndex]] = Number(amount)
    }
    yield {
      ...run,
      digest: row['digest'],
      failedAt: parseQuarter(row['failedAt']),
      reason: row['reason'],
      start,
      metrics: quarters.map((values) => Float64Array.from(metricKeys, (key) => (values[key] === '' ? NaN : Number(values[key])))),
      flows,
      ...(run.status === 'done' ? { ...groupsFrom(await ofGroups.of(name), groups, start, quarters.length), living: fateFrom((await fates.of(name))[0]) } : {}),
    }
  }
}
