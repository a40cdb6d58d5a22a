/** Files as the page has them: the program's own regions and scenarios, built in, and what a user opens. */
import type { Files } from '../scenario/files.ts'

const seeds = import.meta.glob<string>('../../seeds/*.yaml', { query: '?raw', import: 'default', eager: true })
const scenarios = import.meta.glob<string>('../../scenarios/*.yaml', { query: '?raw', import: 'default', eager: true })

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const byName = (files: Readonly<Record<string, string>>, folder: string): [string, string][] =>
  Object.entries(files).map(([path, text]) => [`${folder}/${nameOf(path)}`, text])
const builtIn = new Map([...byName(seeds, 'seeds'), ...byName(scenarios, 'scenarios')])

/** `own` are the user's texts by name; they cannot hide the program's. */
export function pageFiles(own: Readonly<Record<string, string>>): Files {
  return {
    read(path) {
      const text = builtIn.get(path) ?? (Object.hasOwn(own, path) ? own[path] : undefined)
      if (text === undefined) throw Object.assign(new Error(`there is no file ${path} in the page`), { code: 'ENOENT' })
      return new TextEncoder().encode(text)
    },
    resolve: (_from, name) => (builtIn.has(name) || name.includes('/') ? name : `scenarios/${name}`),
    regions: () => Object.fromEntries(Object.keys(seeds).map((path) => [nameOf(path).replace(/\.yaml$/, ''), `seeds/${nameOf(path)}`])),
  }
}

export const builtInScenario = (name: string): string => builtIn.get(`scenarios/${name}.yaml`) ?? ''
