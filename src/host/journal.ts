/**
 * What is finished of a batch that is not: a line for each replication, on disk before the next one is begun. Whatever ends the
 * program, the lines that are whole say which runs need not be simulated again, to the bit.
 */
import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Origin, WrittenFile } from '../records/manifest.ts'
import type { RunRecord } from '../records/run.ts'
import type { Recordings } from './recorders.ts'

/** What must be the same when a batch goes on: everything that decides its bytes. */
export interface BatchIdentity extends Origin, Recordings {
  readonly engine: string
}

/** A replication with all its arms, and the files that it alone has. */
export interface Finished {
  readonly runs: readonly RunRecord[]
  readonly files: readonly WrittenFile[]
}

export interface Journal {
  /** Returns when the line is on disk. */
  add(finished: Finished): void
  close(): void
}

const NEW_LINE = '\n'
/** Hexadecimal digits of the SHA-256 that stands before each line. */
const CHECK = 64

const checkOf = (text: string): string => createHash('sha256').update(text).digest('hex')
const lineOf = (value: unknown): string => {
  const text = JSON.stringify(value)
  return `${checkOf(text)} ${text}${NEW_LINE}`
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

type PackedRun = Omit<RunRecord, 'metrics' | 'flows' | 'groups' | 'failedAt'> & {
  readonly failedAt: number | null
  readonly metrics: readonly string[]
  readonly flows: readonly string[]
  readonly groups: readonly (readonly [string, readonly string[]])[] | null
}

const packedRun = (run: RunRecord): PackedRun => ({
  ...run,
  failedAt: run.failedAt ?? null,
  metrics: packed(run.metrics),
  flows: packed(run.flows),
  groups: run.groups ? [...run.groups].map(([arm, quarters]) => [arm, packed(quarters)]) : null,
})

const unpackedRun = (run: PackedRun): RunRecord => {
  const { groups, failedAt, metrics, flows, ...about } = run
  return {
    ...about,
    failedAt: failedAt ?? undefined,
    metrics: unpacked(metrics),
    flows: unpacked(flows),
    ...(groups === null ? {} : { groups: new Map(groups.map(([arm, quarters]) => [arm, unpacked(quarters)])) }),
  }
}

/** The whole lines of a journal, up to the first that is not what was written. Bytes of each, its new line included. */
function wholeLines(path: string): { text: string; bytes: number }[] {
  let content: string
  try {
    content = readFileSync(path, 'utf8')
  } catch {
    return []
  }
  const lines: { text: string; bytes: number }[] = []
  for (let at = 0; ; ) {
    const end = content.indexOf(NEW_LINE, at)
    if (end < 0) return lines
    const text = content.slice(at + CHECK + 1, end)
    if (content.slice(at, at + CHECK) !== checkOf(text)) return lines
    lines.push({ text, bytes: Buffer.byteLength(content.slice(at, end)) + 1 })
    at = end + 1
  }
}

/** Of which batch a journal is; undefined when there is none. */
export function identityIn(path: string): BatchIdentity | undefined {
  const [first] = wholeLines(path)
  return first && (JSON.parse(first.text) as BatchIdentity)
}

/**
 * Opens the journal of a batch, or goes on with it: then `finished` is what it holds, as far as `isThere` finds the files. What
 * comes after the first line that is torn or whose files are gone is cut off.
 */
export function openJournal(
  path: string, identity: BatchIdentity, isThere: (file: WrittenFile) => boolean,
): { journal: Journal; finished: Finished[] } {
  const [first, ...rest] = wholeLines(path)
  const goesOn = first !== undefined && first.text === JSON.stringify(identity)
  const finished: Finished[] = []
  let length = goesOn ? first.bytes : 0
  for (const { text, bytes } of goesOn ? rest : []) {
    const { runs, files } = JSON.parse(text) as { runs: PackedRun[]; files: WrittenFile[] }
    if (!files.every(isThere)) break
    finished.push({ runs: runs.map(unpackedRun), files })
    length += bytes
  }
  const descriptor = openSync(path, goesOn ? 'r+' : 'w')
  ftruncateSync(descriptor, length)
  let end = length
  const write = (line: string): void => {
    const bytes = Buffer.from(line)
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, bytes.length - at, end + at)
    end += bytes.length
    fsyncSync(descriptor)
  }
  if (!goesOn) write(lineOf(identity))
  return {
    finished,
    journal: {
      add: ({ runs, files }) => write(lineOf({ runs: runs.map(packedRun), files })),
      close: () => closeSync(descriptor),
    },
  }
}
