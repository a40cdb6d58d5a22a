/** Files of this machine, as the engine sees them. */
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Files } from '../scenario/files.ts'

/** Where the package keeps its regions, scenarios and its own description. */
const packageFolder = fileURLToPath(new URL('../../', import.meta.url))

/** A path of the package as a user would type it from where they are. */
export const packagePath = (...parts: readonly string[]): string => {
  const path = join(packageFolder, ...parts)
  const near = relative(process.cwd(), path)
  return near.startsWith('..') || isAbsolute(near) ? path : near
}

/** YAML files of one of the package's folders: name without ending to path. */
export function packageFiles(folder: 'seeds' | 'scenarios'): Record<string, string> {
  const names = readdirSync(join(packageFolder, folder)).filter((name) => name.endsWith('.yaml')).toSorted()
  return Object.fromEntries(names.map((name) => [name.slice(0, -'.yaml'.length), packagePath(folder, name)]))
}

/** The same as texts, by `seeds/NAME.yaml` and `scenarios/NAME.yaml`. */
export const packageTexts = (): Record<string, string> =>
  Object.fromEntries((['seeds', 'scenarios'] as const).flatMap((folder) => Object.entries(packageFiles(folder)).map(([name, path]) => [`${folder}/${name}.yaml`, readFileSync(path, 'utf8')] as const)))

/** Reads at most `most` bytes and one more, so that a device without an end ends here. */
function readBytes(path: string, most: number): Uint8Array {
  const file = openSync(path, 'r')
  try {
    const bytes = new Uint8Array(most + 1)
    let length = 0
    while (length < bytes.length) {
      const read = readSync(file, bytes, length, bytes.length - length, null)
      if (read === 0) break
      length += read
    }
    return bytes.subarray(0, length)
  } finally {
    closeSync(file)
  }
}

/** What `loadScenario` reads with on Node. */
export const nodeFiles: Files = {
  read: readBytes,
  resolve: (from, name) => (isAbsolute(name) ? name : join(dirname(from), name)),
  regions: () => packageFiles('seeds'),
}
