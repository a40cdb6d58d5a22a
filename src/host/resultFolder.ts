/**
 * The folder of a result. Files grow in a hidden folder inside it and get their names only when all are whole, the
 * manifest last: whatever interrupts, a folder with a manifest is a complete result.
 */
import { createHash, type Hash } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Origin, WrittenFile } from '../records/manifest.ts'
import { guarded, HostError } from './write.ts'

export interface ResultFolder {
  readonly path: string
  /** Appends to a file. */
  append(name: string, text: string): void
  /** Files so far, in order of their first line. */
  written(): WrittenFile[]
  /** Gives all files their names; no other call may follow. */
  publish(): void
  /** Takes away what was not published. */
  discard(): void
}

const MANIFEST = 'manifest.json'
const PARTIAL = '.partial'

interface OpenFile {
  readonly descriptor: number
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
    for (const { descriptor } of files.values()) closeSync(descriptor)
    files.clear()
  }
  return {
    path,
    append(name, text) {
      guarded(join(path, name), () => {
        const file = files.get(name) ?? { descriptor: openSync(join(partial, name), 'w'), hash: createHash('sha256'), bytes: 0 }
        files.set(name, file)
        const bytes = Buffer.from(text)
        for (let at = 0; at < bytes.length; ) at += writeSync(file.descriptor, bytes, at)
        file.hash.update(bytes)
        file.bytes += bytes.length
      })
    },
    written: () => [...files].map(([name, { hash, bytes }]) => ({ name, bytes, sha256: hash.copy().digest('hex') })),
    publish() {
      guarded(path, () => {
        const names = [...files.keys()].filter((name) => name !== MANIFEST)
        for (const { descriptor } of files.values()) fsyncSync(descriptor)
        close()
        // Without its manifest the folder is not a result until all files are in place.
        rmSync(join(path, MANIFEST), { force: true })
        for (const name of [...names, MANIFEST]) renameSync(join(partial, name), join(path, name))
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
