/**
 * What is finished of a batch that is not: a line for each run, written before the next one is begun. Whatever ends the
 * program, the lines that are whole say which runs need not be simulated again, to the bit.
 */
import { createHash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import type { Origin, WrittenFile } from '../records/manifest.ts'
import type { RunRecord } from '../records/run.ts'
import type { Recordings } from './recorders.ts'

/** What must be the same when a batch goes on: everything that decides its bytes. */
export interface BatchIdentity extends Origin, Recordings {
  readonly engine: string
  /** SHA-256 of the manifest of the finished result that it adds to. */
  readonly onto?: string
  /** Whether runs that failed there are simulated again. */
  readonly retryFailed?: true
}

export interface Journal {
  /** Runs that an earlier program has put in, and the files that they alone have. */
  readonly count: number
  readonly files: readonly WrittenFile[]
  /** Those runs, read one at a time: a long batch does not fit into memory. */
  finished(): Generator<RunRecord, void, void>
  /** Adds a run and its files. */
  add(run: RunRecord, files: readonly WrittenFile[]): void
  close(): void
}

const SYNCED_EVERY_MILLISECONDS = 100
const NEW_LINE = 10
const READ_BYTES = 1 << 20
/** Hexadecimal digits of the SHA-256 that stands before each line. */
const CHECK = 64

const checkOf = (text: string): string => createHash('sha256').update(text).digest('hex')
const lineOf = (value: unknown): string => {
  const text = JSON.stringify(value)
  return `${checkOf(text)} ${text}\n`
}

/** Bytes of the numbers, so that NaN and the sign of 0 stay what they are. */
const packed = (rows: readonly Float64Array[]): string[] =>
  rows.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength).toString('base64'))

function unpacked(rows: readonly string[]): Float64Array[] {
  return rows.map((row) => {
    const bytes = Buffer.from(row, 'base64')
    return new Float64Array(Uint8Array.from(bytes).buffer)
  })
}

type PackedRun = Omit<RunRecord, 'metrics' | 'flows' | 'groups' | 'standings' | 'living' | 'failedAt'> & {
  readonly failedAt: number | null
  readonly metrics: readonly string[]
  readonly flows: readonly string[]
  readonly groups: readonly (readonly [string, readonly string[]])[] | null
  readonly standings: string | null
  readonly living: { readonly firms: number; readonly bits: string } | null
}

const packedRun = (run: RunRecord): PackedRun => ({
  ...run,
  failedAt: run.failedAt ?? null,
  metrics: packed(run.metrics),
  flows: packed(run.flows),
  groups: run.groups ? [...run.groups].map(([arm, quarters]) => [arm, packed(quarters)]) : null,
  standings: run.standings ? packed([run.standings])[0] : null,
  living: run.living ? { firms: run.living.firms, bits: Buffer.from(run.living.bits).toString('base64') } : null,
})

const unpackedRun = (run: PackedRun): RunRecord => {
  const { groups, failedAt, metrics, flows, standings, living, ...about } = run
  return {
    ...about,
    failedAt: failedAt ?? undefined,
    metrics: unpacked(metrics),
    flows: unpacked(flows),
    ...(groups === null ? {} : { groups: new Map(groups.map(([arm, quarters]) => [arm, unpacked(quarters)])) }),
    ...(standings === null ? {} : { standings: unpacked([standings])[0] }),
    ...(living === null ? {} : { living: { firms: living.firms, bits: Uint8Array.from(Buffer.from(living.bits, 'base64')) } }),
  }
}

interface Line {
  readonly text: string
  /** Where the next line begins, bytes. */
  readonly end: number
}

/** The lines of a journal, up to the first that is not what was written; none where there is no journal. */
function* wholeLines(path: string): Generator<Line, void, void> {
  if (!existsSync(path)) return
  const descriptor = openSync(path, 'r')
  try {
    const chunk = Buffer.alloc(READ_BYTES)
    let ahead = Buffer.alloc(0)
    for (let end = 0; ; ) {
      const length = ahead.indexOf(NEW_LINE)
      if (length < 0) {
        const read = readSync(descriptor, chunk)
        if (read === 0) return
        ahead = Buffer.concat([ahead, chunk.subarray(0, read)])
        continue
      }
      const line = ahead.toString('utf8', 0, length)
      const text = line.slice(CHECK + 1)
      if (line.slice(0, CHECK) !== checkOf(text)) return
      end += length + 1
      ahead = ahead.subarray(length + 1)
      yield { text, end }
    }
  } finally {
    closeSync(descriptor)
  }
}

/** Of which batch a journal is; undefined when there is none. */
export function identityIn(path: string): BatchIdentity | undefined {
  for (const { text } of wholeLines(path)) return JSON.parse(text) as BatchIdentity
  return undefined
}

interface Packed {
  readonly run: PackedRun
  readonly files: readonly WrittenFile[]
}

/** How much of a journal holds: its runs, their files, and where they end. Nothing of the journal of another batch. */
function soundPart(path: string, identity: BatchIdentity, isThere: (file: WrittenFile) => boolean): { count: number; files: WrittenFile[]; end: number } {
  const lines = wholeLines(path)
  const header = lines.next()
  const sound = { count: 0, files: [] as WrittenFile[], end: 0 }
  if (header.done || header.value.text !== JSON.stringify(identity)) return sound
  sound.end = header.value.end
  for (const { text, end } of lines) {
    const { files } = JSON.parse(text) as Packed
    if (!files.every(isThere)) break
    sound.count++
    sound.files.push(...files)
    sound.end = end
  }
  return sound
}

/**
 * Opens the journal of a batch, or goes on with it: what comes after the first line that is torn, or whose files are not there, is
 * cut off.
 */
export function openJournal(path: string, identity: BatchIdentity, isThere: (file: WrittenFile) => boolean): Journal {
  const sound = soundPart(path, identity, isThere)
  const descriptor = openSync(path, sound.end > 0 ? 'r+' : 'w')
  let { end } = sound
  ftruncateSync(descriptor, end)
  let synced = 0
  const write = (line: string): void => {
    const bytes = Buffer.from(line)
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, bytes.length - at, end + at)
    end += bytes.length
    // A killed program loses nothing that was written; a machine that loses its power, the runs of so short a while.
    if (Date.now() - synced < SYNCED_EVERY_MILLISECONDS) return
    fsyncSync(descriptor)
    synced = Date.now()
  }
  if (end === 0) write(lineOf(identity))
  return {
    count: sound.count,
    files: sound.files,
    *finished() {
      const lines = wholeLines(path)
      lines.next()
      for (let run = 0; run < sound.count; run++) {
        const { text } = lines.next().value as Line
        yield unpackedRun((JSON.parse(text) as Packed).run)
      }
      lines.return()
    },
    add: (run, files) => write(lineOf({ run: packedRun(run), files })),
    close: () => closeSync(descriptor),
  }
}
