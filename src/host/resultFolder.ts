/**
 * The folder of a result. Files grow in a hidden folder inside it and get their names only when all are whole, the
 * manifest last: whatever interrupts, a folder with a manifest is a complete result. What is finished of a batch stands in a
 * journal there, so that it can go on.
 */
import { createHash, type Hash } from 'node:crypto'
import { closeSync, copyFileSync, fsyncSync, linkSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname, isAbsolute, join, normalize, parse } from 'node:path'
import { describesSame, type Origin, type WrittenFile } from '../records/manifest.ts'
import { type RunRecord, runName } from '../records/run.ts'
import { type BatchIdentity, identityIn, openJournal } from './journal.ts'
import { takeLock } from './lock.ts'
import { guarded, HostError } from './write.ts'

export interface ResultFolder {
  readonly path: string
  /** Appends to a file; its name may have folders. */
  append(name: string, content: string | Uint8Array): void
  /** Says that a file is whole, so that thousands of them need not stay open. */
  complete(name: string): void
  /** Files so far, in order of their names. */
  written(): WrittenFile[]
  /** Runs that an earlier program has simulated for the same batch. Their files are here; their rows are not. */
  readonly finishedBefore: number
  /** Those runs, in order. */
  finished(): Generator<RunRecord, void, void>
  /** Puts a run, whose files are whole, into the journal. */
  keep(run: RunRecord): void
  /** Takes a file of a finished result in as it is. */
  adopt(name: string, from: string): void
  /** Where a file stands that is not published yet. */
  pathOf(name: string): string
  /** Gives all files their names; no other call may follow. */
  publish(): void
  /** Takes away what was not published, but for what the journal has: returns how many runs it keeps. */
  leave(): number
}

const MANIFEST = 'manifest.json'
const PARTIAL = '.partial'
const JOURNAL = 'journal'
const LOCK = 'lock'

export const journalOf = (path: string): string => join(path, PARTIAL, JOURNAL)
/** A file of a batch that is not finished. */
export const unfinished = (path: string, name: string): string => join(path, PARTIAL, name)

interface OpenFile {
  /** Undefined once the file is whole. */
  descriptor: number | undefined
  readonly hash: Hash
  bytes: number
}

/**
 * Refuses a folder that holds something else, finished or not, unless `force`; and always one that somebody writes to. A batch that
 * adds to the result in the folder takes its place at the end.
 */
export function openResultFolder(path: string, identity: BatchIdentity, force: boolean): ResultFolder {
  if (!force) {
    if (identity.onto === undefined) refuseOthers(path, identity)
    refuseOtherBatch(path, identity)
  }
  const partial = join(path, PARTIAL)
  const files = new Map<string, OpenFile>()
  let unlock = (): void => {}
  const journal = guarded(path, () => {
    mkdirSync(partial, { recursive: true })
    unlock = takeLock(join(partial, LOCK), path)
    return openJournal(join(partial, JOURNAL), identity, (file) => {
      const found = foundIn(partial, file)
      if (found) files.set(file.name, found)
      return found !== undefined
    })
  })
  const sound = new Set(journal.files.map(({ name }) => name))
  for (const name of files.keys()) if (!sound.has(name)) files.delete(name)
  // What else an earlier program left behind is written again.
  guarded(path, () => removeAllBut(partial, new Set([JOURNAL, LOCK, ...sound])))
  let kept = journal.count
  /** Files that a run alone has, by its name. */
  const ofRun = new Map<string, string[]>()
  const close = (): void => {
    unlock()
    unlock = () => {}
    for (const { descriptor } of files.values()) if (descriptor !== undefined) closeSync(descriptor)
    files.clear()
  }
  const begin = (name: string): OpenFile => {
    const file = openIn(partial, name)
    files.set(name, file)
    if (dirname(name) !== '.') {
      const run = parse(name).name
      ofRun.set(run, [...(ofRun.get(run) ?? []), name])
    }
    return file
  }
  return {
    path,
    finishedBefore: journal.count,
    finished: () => journal.finished(),
    keep(run) {
      const name = runName(run)
      const own = ofRun.get(name) ?? []
      guarded(path, () => journal.add(run, own.map((file) => writtenAs(file, files.get(file)!))))
      ofRun.delete(name)
      kept++
    },
    adopt(name, from) {
      guarded(join(path, name), () => {
        const to = join(partial, name)
        mkdirSync(dirname(to), { recursive: true })
        rmSync(to, { force: true })
        linkOrCopy(from, to)
        const bytes = readFileSync(to)
        files.set(name, { descriptor: undefined, hash: createHash('sha256').update(bytes), bytes: bytes.length })
      })
    },
    pathOf: (name) => join(partial, name),
    append(name, content) {
      guarded(join(path, name), () => {
        const file = files.get(name) ?? begin(name)
        if (file.descriptor === undefined) throw new RangeError(`${name} was said to be complete`)
        const bytes = typeof content === 'string' ? Buffer.from(content) : content
        for (let at = 0; at < bytes.length; ) at += writeSync(file.descriptor, bytes, at)
        file.hash.update(bytes)
        file.bytes += bytes.length
      })
    },
    complete(name) {
      const file = files.get(name)
      if (file?.descriptor === undefined) return
      const { descriptor } = file
      guarded(join(path, name), () => {
        fsyncSync(descriptor)
        closeSync(descriptor)
      })
      file.descriptor = undefined
    },
    written: () =>
      [...files]
        .map(([name, file]) => writtenAs(name, file))
        .sort((one, other) => (one.name < other.name ? -1 : 1)),
    publish() {
      guarded(path, () => {
        const names = [...files.keys()].filter((name) => name !== MANIFEST)
        for (const { descriptor } of files.values()) if (descriptor !== undefined) fsyncSync(descriptor)
        close()
        journal.close()
        // What the earlier result had and this one has not would be taken for a part of it.
        const stale = filesOf(join(path, MANIFEST)).filter((name) => !names.includes(name))
        // Without its manifest the folder is not a result until all files are in place.
        rmSync(join(path, MANIFEST), { force: true })
        for (const name of stale) removeFile(path, name)
        for (const name of [...names, MANIFEST]) {
          mkdirSync(dirname(join(path, name)), { recursive: true })
          renameSync(join(partial, name), join(path, name))
        }
        rmSync(partial, { recursive: true, force: true })
      })
    },
    leave() {
      close()
      journal.close()
      if (kept > 0) {
        rmSync(join(partial, LOCK), { force: true })
        return kept
      }
      rmSync(partial, { recursive: true, force: true })
      removeIfEmpty(path)
      return 0
    },
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    // Another disk, or one that knows no links.
    copyFileSync(from, to)
  }
}

const writtenAs = (name: string, { hash, bytes }: OpenFile): WrittenFile => ({ name, bytes, sha256: hash.copy().digest('hex') })

function openIn(partial: string, name: string): OpenFile {
  mkdirSync(dirname(join(partial, name)), { recursive: true })
  return { descriptor: openSync(join(partial, name), 'w'), hash: createHash('sha256'), bytes: 0 }
}

/** A file that the journal names, if it is there with all its bytes. */
function foundIn(partial: string, { name, bytes, sha256 }: WrittenFile): OpenFile | undefined {
  const path = join(partial, name)
  if (statSync(path, { throwIfNoEntry: false })?.size !== bytes) return undefined
  const hash = createHash('sha256').update(readFileSync(path))
  return hash.copy().digest('hex') === sha256 ? { descriptor: undefined, hash, bytes } : undefined
}

/** Takes away what is in the folder and not among `names`, which have `/` between their folders. */
function removeAllBut(folder: string, names: ReadonlySet<string>): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && !names.has(path.slice(folder.length + 1).replaceAll('\\', '/'))) rmSync(path)
  }
}

/** Files that a manifest names, those outside its folder left out; none when it cannot be read. */
function filesOf(manifest: string): string[] {
  try {
    const { files } = JSON.parse(readFileSync(manifest, 'utf8')) as { files: readonly { readonly name: string }[] }
    return files.map(({ name }) => name).filter((name) => !isAbsolute(name) && !normalize(name).startsWith('..'))
  } catch {
    return []
  }
}

/** A file of an earlier result, and the folders that it leaves empty. */
function removeFile(path: string, name: string): void {
  rmSync(join(path, name), { force: true })
  for (let folder = dirname(name); folder !== '.'; folder = dirname(folder)) removeIfEmpty(join(path, folder))
}

function removeIfEmpty(path: string): void {
  try {
    if (readdirSync(path).length === 0) rmSync(path, { recursive: true })
  } catch {
    // Not ours to mend.
  }
}

function refuseOthers(path: string, origin: Origin): void {
  const status = statSync(path, { throwIfNoEntry: false })
  if (status === undefined) return
  if (!status.isDirectory()) throw new HostError(`${path} is a file; results go to a folder. Choose another with --out.`, 2)
  const names = guarded(path, () => readdirSync(path)).filter((name) => name !== PARTIAL)
  if (names.length === 0) return
  const present = readOrigin(join(path, MANIFEST))
  if (present && describesSame(present, origin)) return
  const holds = present ? 'the result of another scenario (or of other settings)' : 'files that are not a result of cinsim'
  throw new HostError(
    `${path} holds ${holds}, so nothing was run.\n  allowed: another folder with --out DIR, or --force to write over it`,
    2,
  )
}

const OF_A_BATCH: Readonly<Record<keyof BatchIdentity, string>> = {
  engine: 'engine', scenarioHash: 'scenario', replications: 'replications', shard: '--shard', onto: 'result that it adds to', retryFailed: '--retry-failed', audit: '--audit',
  panel: '--panel', networks: '--networks', parquet: '--parquet',
}

function refuseOtherBatch(path: string, identity: BatchIdentity): void {
  const there = identityIn(journalOf(path))
  if (there === undefined) return
  const keys = Object.keys(OF_A_BATCH) as (keyof BatchIdentity)[]
  const differing = keys.filter((key) => JSON.stringify(there[key]) !== JSON.stringify(identity[key])).map((key) => OF_A_BATCH[key])
  if (differing.length === 0) return
  throw new HostError(
    `${path} holds a batch that is not finished, with other ${differing.join(', ')}, so nothing was run.\n`
      + '  allowed: to finish it first (cinsim resume), another folder with --out DIR, or --force to throw it away',
    2,
  )
}

function readOrigin(path: string): Origin | undefined {
  try {
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Partial<Origin>
    if (typeof manifest.scenarioHash !== 'string' || !Array.isArray(manifest.replications)) return undefined
    return manifest as Origin
  } catch {
    return undefined
  }
}
