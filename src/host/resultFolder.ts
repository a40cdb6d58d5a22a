/**
 * The folder of a result. Files grow in a hidden folder inside it and get their names only when all are whole, the
 * manifest last: whatever interrupts, a folder with a manifest is a complete result.
 */
import { createHash, type Hash } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname, isAbsolute, join, normalize } from 'node:path'
import type { Origin, WrittenFile } from '../records/manifest.ts'
import { guarded, HostError } from './write.ts'

export interface ResultFolder {
  readonly path: string
  /** Appends to a file; its name may have folders. */
  append(name: string, content: string | Uint8Array): void
  /** Says that a file is whole, so that thousands of them need not stay open. */
  complete(name: string): void
  /** Files so far, in order of their names. */
  written(): WrittenFile[]
  /** Gives all files their names; no other call may follow. */
  publish(): void
  /** Takes away what was not published. */
  discard(): void
}

const MANIFEST = 'manifest.json'
const PARTIAL = '.partial'

interface OpenFile {
  /** Undefined once the file is whole. */
  descriptor: number | undefined
  readonly hash: Hash
  bytes: number
}

/** Refuses a folder that holds something else, unless `force`. */
export function openResultFolder(path: string, origin: Origin, force: boolean): ResultFolder {
  if (!force) refuseOthers(path, origin)
  const partial = join(path, PARTIAL)
  guarded(path, () => {
    // What an earlier run left behind when it was killed.
    rmSync(partial, { recursive: true, force: true })
    mkdirSync(partial, { recursive: true })
  })
  const files = new Map<string, OpenFile>()
  const close = (): void => {
    for (const { descriptor } of files.values()) if (descriptor !== undefined) closeSync(descriptor)
    files.clear()
  }
  return {
    path,
    append(name, content) {
      guarded(join(path, name), () => {
        const file = files.get(name) ?? openIn(partial, name)
        files.set(name, file)
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
        .map(([name, { hash, bytes }]) => ({ name, bytes, sha256: hash.copy().digest('hex') }))
        .sort((one, other) => (one.name < other.name ? -1 : 1)),
    publish() {
      guarded(path, () => {
        const names = [...files.keys()].filter((name) => name !== MANIFEST)
        for (const { descriptor } of files.values()) if (descriptor !== undefined) fsyncSync(descriptor)
        close()
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
    discard() {
      close()
      rmSync(partial, { recursive: true, force: true })
      removeIfEmpty(path)
    },
  }
}

function openIn(partial: string, name: string): OpenFile {
  mkdirSync(dirname(join(partial, name)), { recursive: true })
  return { descriptor: openSync(join(partial, name), 'w'), hash: createHash('sha256'), bytes: 0 }
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
  if (present?.scenarioHash === origin.scenarioHash && String(present.replications) === String(origin.replications)) return
  const holds = present ? 'the result of another scenario (or of other settings)' : 'files that are not a result of cinsim'
  throw new HostError(
    `${path} holds ${holds}, so nothing was run.\n  allowed: another folder with --out DIR, or --force to write over it`,
    2,
  )
}

function readOrigin(path: string): Origin | undefined {
  try {
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Partial<Origin>
    if (typeof manifest.scenarioHash !== 'string' || !Array.isArray(manifest.replications)) return undefined
    return { scenarioHash: manifest.scenarioHash, replications: manifest.replications }
  } catch {
    return undefined
  }
}
