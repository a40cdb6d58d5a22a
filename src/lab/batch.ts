/**
 * A batch in the page. Runs that are done are kept by the browser, so that a batch goes on after the page was closed; its files are,
 * byte by byte, those of the command line.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { zipSync } from 'fflate'
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { layoutOf } from '../analysis/layout.ts'
import { type MeasuredAbout, measuredInMemory } from '../analysis/measured.ts'
import { analyse, beginFiles, createTaking, describeFiles, type ResultSink } from '../analysis/resultFiles.ts'
import { measuresOf } from '../analysis/windows.ts'
import { type Batch, createSimulator, piecesOf, replicationsOf } from '../experiment/batch.ts'
import { engine } from '../experiment/engine.ts'
import { standingNames } from '../observe/standings.ts'
import type { RunRecord } from '../records/run.ts'
import { scenarioHash } from '../scenario/hash.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import type { Texts } from './protocol.ts'

/** A batch that was begun. */
export interface Begun {
  readonly id: string
  readonly name: string
  readonly texts: Texts
  readonly replications: number
  readonly runs: number
}

interface Stored extends DBSchema {
  batches: { key: string; value: Begun }
  runs: { key: [batch: string, place: number]; value: RunRecord }
}

let opened: Promise<IDBPDatabase<Stored>> | undefined
const database = (): Promise<IDBPDatabase<Stored>> =>
  (opened ??= openDB<Stored>('cinsim', 1, {
    upgrade(made) {
      made.createObjectStore('batches', { keyPath: 'id' })
      made.createObjectStore('runs')
    },
  }))

const rangeOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, Infinity])

/** All that decides the files. */
export const idOf = ({ scenario, region }: LoadedScenario, replications: number): string => `${engine.source} ${scenarioHash(scenario, region)} ${replications}`

export async function begunBatches(): Promise<readonly (Begun & { readonly done: number })[]> {
  const base = await database()
  const all = await base.getAll('batches')
  return Promise.all(all.filter(({ id }) => id.startsWith(engine.source)).map(async (begun) => ({ ...begun, done: await base.count('runs', rangeOf(begun.id)) })))
}

export async function begin(begun: Begun): Promise<void> {
  await (await database()).put('batches', begun)
}

export async function forget(id: string): Promise<void> {
  const base = await database()
  await base.delete('runs', rangeOf(id))
  await base.delete('batches', id)
}

/** Simulates what is missing of part `part` of `of`; returns whether it came to its end. */
export async function workOn(
  batch: Batch, { id, replications }: Pick<Begun, 'id' | 'replications'>, part: number, of: number,
  { signal, breathe, told }: { readonly signal: { readonly aborted: boolean }; readonly breathe: () => Promise<void>; readonly told: (runs: number) => void },
): Promise<boolean> {
  const base = await database()
  const simulate = createSimulator(batch, { signal, quarterDone: breathe })
  let number = 0
  for (const { replication, runs } of piecesOf(batch, replicationsOf({ replications }))) {
    if (number++ % of !== part) continue
    const place = (run: number): number => replication * batch.runs.length + run
    const known = new Set((await base.getAllKeys('runs', IDBKeyRange.bound([id, place(0)], [id, place(batch.runs.length - 1)]))).map(([, at]) => at))
    const missing = runs.filter((run) => !known.has(place(run)))
    let next = 0
    for await (const record of simulate({ replication, runs: missing })) {
      await base.put('runs', record, [id, place(missing[next++])])
      told(1)
    }
    if (signal.aborted) return false
  }
  return true
}

function createSink(): ResultSink & { readonly files: ReadonlyMap<string, string[]> } {
  const files = new Map<string, string[]>()
  return {
    files,
    append(name, content) {
      files.set(name, files.get(name) ?? [])
      files.get(name)!.push(content)
    },
    written: () =>
      [...files].map(([name, parts]) => {
        const bytes = utf8ToBytes(parts.join(''))
        return { name, bytes: bytes.length, sha256: bytesToHex(sha256(bytes)) }
      }).toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  }
}

/** The files of a batch whose runs are all there, by name. */
export async function filesOf(loaded: LoadedScenario, batch: Batch, { id, replications }: Pick<Begun, 'id' | 'replications'>, ownRegion: boolean): Promise<Map<string, string>> {
  const { scenario, region } = loaded
  const sink = createSink()
  beginFiles(sink, loaded, batch, { ownRegion, part: false })
  const layout = layoutOf(scenario, region, await measuresOf(scenario))
  const measured: (MeasuredAbout & { readonly values: Float64Array })[] = []
  const taking = createTaking(sink, standingNames(Object.keys(region.sectors.rows)), layout, { add: (about, values) => void measured.push({ ...about, values }) })
  const base = await database()
  for (let place = 0; place < replications * batch.runs.length; place++) taking.take((await base.get('runs', [id, place]))!, batch.runs[place % batch.runs.length])
  analyse(sink, batch, measuredInMemory(measured), layout)
  describeFiles(sink, loaded, { replications: replicationsOf({ replications }), runs: taking.outcomes })
  return new Map([...sink.files].map(([name, parts]) => [name, parts.join('')]))
}

/** In a folder of the scenario's name; without a clock, so that equal files make equal archives. */
export const zipped = (folder: string, files: ReadonlyMap<string, string>): Uint8Array =>
  zipSync(Object.fromEntries([...files].map(([name, text]) => [`${folder}/${name}`, [utf8ToBytes(text), { mtime: '1980-01-01T00:00:00' }]])))
