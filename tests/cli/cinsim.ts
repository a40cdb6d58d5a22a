/** The built command line, called as a user calls it, in a folder of its own. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'

export const main = resolve('dist/cli/main.js')

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Desk {
  readonly folder: string
  /** Runs `cinsim` with these arguments. */
  cinsim(...args: string[]): Ended
  /** Runs a line of shell in which `cinsim` is known. */
  shell(line: string, milliseconds?: number): Ended
  write(name: string, text: string): void
  read(name: string): string
  /** All files below the folder. */
  files(): string[]
}

/** Files of a result, sorted; all but the log have the same bytes whenever the run is repeated. */
export const RESULT = [
  'analysis.csv', 'datapackage.json', 'effects.csv', 'fates.csv', 'groups.csv', 'ledger.csv', 'manifest.json', 'ro-crate-metadata.json', 'run.log', 'runs.csv', 'scenario.yaml', 'series.csv', 'summary.csv',
]
export const LASTING = RESULT.filter((name) => name !== 'run.log')

/** A class of some 440 firms for four quarters, with two arms. */
export const SMALL = `version: 1
name: small
question: Does it work?
region: classroom
scale: 0.3
quarters: 4
burnIn: 4
replications: 2
seed: small
arms:
  more: { fund: { budget: 60 } }
  same: {}
outcomes:
  cost: publicCost / innovations
`

export function desk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'cinsim-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const options = { cwd: folder, encoding: 'utf8', timeout: 60_000 } as const
  return {
    folder,
    cinsim: (...args) => spawnSync(process.execPath, [main, ...args], options),
    shell: (line, timeout = options.timeout) => spawnSync('bash', ['-c', `cinsim() { '${process.execPath}' '${main}' "$@"; }\n${line}`], { ...options, timeout }),
    write: (name, text) => writeFileSync(join(folder, name), text),
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .toSorted(),
  }
}
