/** Files as the page has them: the program's own regions and scenarios, built in, and what a user opens. */
import type { Files } from '../scenario/files.ts'
import type { Texts } from './protocol.ts'

const seeds = import.meta.glob<string>('../../seeds/*.yaml', { query: '?raw', import: 'default', eager: true })
const scenarios = import.meta.glob<string>('../../scenarios/*.yaml', { query: '?raw', import: 'default', eager: true })

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.yaml$/, '')
const byName = (files: Readonly<Record<string, string>>, folder: string): [string, string][] =>
  Object.entries(files).map(([path, text]) => [`${folder}/${nameOf(path)}.yaml`, text])
const builtIn = new Map([...byName(seeds, 'seeds'), ...byName(scenarios, 'scenarios')])

/** `own` are the user's texts by name; they cannot hide the program's. A scenario of the program may be extended by its file's name. */
export function pageFiles(own: Texts): Files {
  return {
    read(path) {
      const text = builtIn.get(path) ?? (Object.hasOwn(own, path) ? own[path] : undefined)
      if (text === undefined) throw Object.assign(new Error(`there is no file ${path} in the page`), { code: 'ENOENT' })
      return new TextEncoder().encode(text)
    },
    resolve(_from, name) {
      const plain = name.replace(/^\.\//, '')
      return Object.hasOwn(own, plain) || builtIn.has(plain) ? plain : `scenarios/${nameOf(plain)}.yaml`
    },
    regions: () => Object.fromEntries(Object.keys(seeds).map((path) => [nameOf(path), `seeds/${nameOf(path)}.yaml`])),
  }
}

export const scenarioNames = Object.keys(scenarios).map(nameOf)
export const builtInScenario = (name: string): string => builtIn.get(`scenarios/${name}.yaml`) ?? ''
