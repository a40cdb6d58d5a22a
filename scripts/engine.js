/**
 * Writes src/experiment/engine.ts: the version, a hash of the packages, and a hash of all sources that decide what a run comes to. Those are what
 * src/experiment/run.ts needs, directly or not; how a scenario is read or a batch is put together does not count, since
 * the key of a run has the policy and the parameters that came of it.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'

const ENTRY = 'src/experiment/run.ts'
const target = 'src/experiment/engine.ts'
/** `from './x.ts'` and `import('./x.ts')`, but no types. */
const IMPORT = /^(?:import|export)\s+(?!type\b)[^;'"]*?from\s+'([^']+)'|\bimport\('([^']+)'\)/gm

const sources = new Map()
const packages = new Set()
const read = (path) => {
  if (sources.has(path)) return
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n')
  sources.set(path, text)
  for (const [, still, lazy] of text.matchAll(IMPORT)) {
    const name = still ?? lazy
    if (name.startsWith('.')) read(posix.join(dirname(path), name))
    else packages.add(name.startsWith('@') ? name.split('/', 2).join('/') : name.split('/', 1)[0])
  }
}
read(ENTRY)

const hash = createHash('sha256')
for (const path of [...sources.keys()].toSorted()) hash.update(`${path}\0${sources.get(path)}\0`)
const locked = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages
for (const name of [...packages].toSorted()) hash.update(`${name}@${locked[`node_modules/${name}`].version}\0`)
if (process.argv.includes('--list')) process.stdout.write(`${[...sources.keys(), ...packages].toSorted().join('\n')}\n`)

// All packages of the lock file, those that only develop it left out.
const installed = Object.entries(locked).filter(([path, { dev }]) => path !== '' && !dev).map(([path, each]) => `${path}@${each.version} ${each.integrity ?? ''}`)
const lock = createHash('sha256').update(installed.toSorted().join('\n')).digest('hex').slice(0, 16)

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const text = `/** Made by scripts/engine.js from the sources; not to be committed. */
export const engine = { version: '${version}', source: '${hash.digest('hex').slice(0, 16)}', packages: '${lock}' } as const
`
let present = ''
try {
  present = readFileSync(target, 'utf8')
} catch {
  // Not made yet.
}
// An unchanged file keeps its time, so that nothing is built again for it.
if (present !== text) writeFileSync(target, text)
