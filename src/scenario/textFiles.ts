/** Files that are held as texts: in a page, in a code that was handed in, in a search. Nothing of a disk is read. */
import type { Files } from './files.ts'
import { treeOf } from './tree.ts'

type Texts = Readonly<Record<string, string>>

/** `classroom` for scenarios/classroom.yaml. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.yaml$/, '')

/**
 * `own` are somebody's texts by name; they cannot hide the program's, which `builtIn` has by `seeds/NAME.yaml` and `scenarios/NAME.yaml`.
 * A scenario of the program may be extended by its file's name.
 */
export function textFiles(own: Texts, builtIn: Texts): Files {
  const textAt = (path: string): string | undefined => [builtIn, own].find((texts) => Object.hasOwn(texts, path))?.[path]
  return {
    read(path) {
      const text = textAt(path)
      if (text === undefined) throw Object.assign(new Error(`there is no text ${path}`), { code: 'ENOENT' })
      return new TextEncoder().encode(text)
    },
    resolve(_from, name) {
      const plain = name.replace(/^\.\//, '')
      return textAt(plain) === undefined ? `scenarios/${nameOf(plain)}.yaml` : plain
    },
    regions: () => Object.fromEntries(Object.keys(builtIn).filter((path) => path.startsWith('seeds/')).map((path) => [nameOf(path), path])),
  }
}

/** The name of the file that `yoursOf` makes. */
export const YOURS = 'yours.yaml'

/** A scenario that extends another by the arm `yours`, whose levers differ from the baseline. */
export const yoursOf = (extended: string, levers: Readonly<Record<string, number>>): Texts =>
  ({ [YOURS]: `version: 1\nname: yours\nextends: ${extended}\narms:\n  yours: ${JSON.stringify(treeOf(levers))}\n` })
