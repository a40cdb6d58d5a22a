/** Files as this floor sees them: `host` reads a disk, the lab reads what the page holds, tests read a record. */
import type { Report, Source, Spot } from './problem.ts'
import { listed } from './problem.ts'
import { nearest } from './nearest.ts'

export interface Files {
  /**
   * The bytes of a file. A reader may stop after `most` bytes and one more, so that an endless file ends. Throws an
   * error whose `code` is one of the usual ones (ENOENT, EISDIR, EACCES, ...) when it cannot.
   */
  read(path: string, most: number): Uint8Array | Promise<Uint8Array>
  /** The path that `name`, written in the file `from`, stands for; the same file must always give the same path. */
  resolve(from: string, name: string): string
  /** The regions that come with the program: name to path. */
  regions(): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>
}

/** No scenario that a person writes comes near; reading more would only be slow. */
const MOST_BYTES = 512 * 1024

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'this is a directory, not a file',
  EACCES: 'no permission to read this file',
  EPERM: 'no permission to read this file',
  ELOOP: 'the links of this path go round in a circle',
  ENAMETOOLONG: 'the name is too long for a file',
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return REASONS[code] ?? `cannot be read (${error instanceof Error ? error.message : String(error)})`
}

function textOf(bytes: Uint8Array): { text: string } | { reason: string } {
  if (bytes.length > MOST_BYTES) return { reason: 'larger than 512 KiB, so it is not a scenario or a region' }
  if (bytes.includes(0)) return { reason: 'binary, not text' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { reason: 'not UTF-8 text' }
  }
}

/**
 * The text of a file; undefined when it has none, which is then told. `asked` is where another file names this one: a
 * missing file is a mistake there.
 */
export async function readSource(
  path: string,
  files: Files,
  report: Report,
  asked?: Spot,
): Promise<(Source & { readonly text: string }) | undefined> {
  const self: Spot = { source: { file: path }, offset: 0 }
  let bytes: Uint8Array
  try {
    bytes = await files.read(path, MOST_BYTES)
  } catch (error) {
    report.add(asked ?? self, asked ? `${path}: ${reasonOf(error)}` : reasonOf(error), {
      allowed: 'a YAML file',
    })
    return undefined
  }
  const read = textOf(bytes)
  if ('text' in read) return { file: path, text: read.text }
  report.add(self, read.reason, { allowed: 'a YAML file in UTF-8, up to 512 KiB' })
  return undefined
}

/** The path of a region: a name in `seeds/`, or a path (it has a slash or ends in .yaml) from the scenario's file. */
export async function regionPath(
  name: string,
  spot: Spot,
  files: Files,
  report: Report,
): Promise<string | undefined> {
  const known = await files.regions()
  if (Object.hasOwn(known, name)) return known[name]
  if (/[/\\]|\.ya?ml$/.test(name)) return files.resolve(spot.source.file, name)
  const names = Object.keys(known)
  report.add(spot, `there is no region "${name}"`, {
    allowed: `${listed(names)}, or the path of a region's file, ending in .yaml`,
    nearest: () => nearest(name, names),
  })
  return undefined
}
