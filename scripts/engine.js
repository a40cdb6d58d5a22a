/** Writes src/experiment/engine.ts: the version, and a hash of the sources that decide what a run comes to. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FLOORS = ['scenario', 'world', 'mechanisms', 'observe', 'experiment']
const PACKAGES = ['mathjs', 'seedrandom', 'yaml']
const target = 'src/experiment/engine.ts'

const hash = createHash('sha256')
for (const floor of FLOORS) {
  const names = readdirSync(join('src', floor), { recursive: true }).map((name) => name.replaceAll('\\', '/'))
  for (const name of names.filter((each) => each.endsWith('.ts')).toSorted()) {
    const path = `src/${floor}/${name}`
    if (path === target) continue
    hash.update(`${path}\0${readFileSync(path, 'utf8').replaceAll('\r\n', '\n')}\0`)
  }
}
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
for (const name of PACKAGES) hash.update(`${name}@${packages[`node_modules/${name}`].version}\0`)

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const text = `/** Made by scripts/engine.js from the sources; not to be committed. */
export const engine = { version: '${version}', source: '${hash.digest('hex').slice(0, 16)}' } as const
`
let present = ''
try {
  present = readFileSync(target, 'utf8')
} catch {
  // Not made yet.
}
// An unchanged file keeps its time, so that nothing is built again for it.
if (present !== text) writeFileSync(target, text)
