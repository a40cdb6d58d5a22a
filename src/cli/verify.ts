/** `cinsim verify`: whether a result is what it says it is: its files, its origin, and runs that are simulated again. */
import type { Command } from 'commander'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Manifest } from '../records/manifest.ts'
import { DONE, RUN_FAILED, UsageError } from './errors.ts'
import { readRuns, type Recorded, repeated } from './replay.ts'

const EXAMPLE = `
Examples:
  $ cinsim verify output/beijing-2012
  $ cinsim verify output/beijing-2012 --sample all

Hashes every file, holds scenario, region and engine against what the manifest says, and simulates some runs again, to
the bit. Exit code 0 when all is as it was, 1 when not; then it says what differs.`

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('tell whether a result is what it says it is: files, origin, and some runs simulated again')
    .argument('<dir>', 'folder of the result')
    .option('--sample <n>', 'runs to simulate again, spread over the result, or all', '3')
    .addHelpText('after', EXAMPLE)
    .action(async (folder: string, { sample }: { readonly sample: string }) => {
      process.exitCode = await verify(folder, sample)
    })
}

async function verify(folder: string, sample: string): Promise<number> {
  const count = sample === 'all' ? Infinity : Number(sample)
  if (!(count >= 0) || (Number.isFinite(count) && !Number.isInteger(count))) {
    throw new UsageError(`--sample ${sample}: allowed is a whole number from 0 on, or all`)
  }
  const manifest = readManifest(folder)
  const faults = [...filesThatDiffer(folder, manifest), ...(await originThatDiffers(folder, manifest))]
  // Without runs.csv, which is told above, there is nothing to simulate again.
  const runs = existsSync(join(folder, 'runs.csv')) ? await readRuns(folder) : []
  faults.push(...(await runsThatDiffer(runs, manifest)))
  const foreign = faults.some(({ foreign: elsewhere }) => elsewhere)
  const sampled = foreign ? [] : spreadOver(runs, Math.min(count, runs.length))
  for (const run of sampled) faults.push(...(await simulatedAgain(folder, run)))
  if (faults.length === 0) {
    process.stdout.write(`As it was: ${manifest.files.length} files, ${runs.length} runs, ${sampled.length} of them simulated again to the bit.\n`)
    return DONE
  }
  const rest = foreign && count > 0 ? ['No run was simulated again: it would be another one.'] : []
  process.stdout.write(`Not as it was: ${folder}\n${[...faults.map(({ told }) => `  ${told}`), ...rest].join('\n')}\n`)
  return RUN_FAILED
}

interface Fault {
  readonly told: string
  /** The runs of this folder cannot be simulated here. */
  readonly foreign?: boolean
}

function readManifest(folder: string): Manifest {
  const path = join(folder, 'manifest.json')
  const allowed = 'allowed: a folder that cinsim run has written, as output/beijing-2012'
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new UsageError(`${folder} has no manifest.json that could be read, so it is not the folder of a finished result.\n  ${allowed}`)
  }
  try {
    const manifest = JSON.parse(text) as Manifest
    if (manifest.format === 'cinsim result' && Array.isArray(manifest.files)) return manifest
  } catch {
    // Told below.
  }
  throw new UsageError(`${path} is not the manifest of a result.\n  ${allowed}`)
}

function filesThatDiffer(folder: string, { files }: Manifest): Fault[] {
  return files.flatMap(({ name, bytes, sha256 }) => {
    const path = join(folder, name)
    const size = statSync(path, { throwIfNoEntry: false })?.size
    if (size === undefined) return [{ told: `${name} is missing` }]
    if (createHash('sha256').update(readFileSync(path)).digest('hex') === sha256) return []
    const change = size === bytes ? 'its content has changed' : `it has ${size} bytes, not ${bytes}`
    return [{ told: `${name} is not the file that was written: ${change}` }]
  })
}

async function originThatDiffers(folder: string, manifest: Manifest): Promise<Fault[]> {
  const { engine } = await import('../experiment/engine.ts')
  const { originOf } = await import('../records/manifest.ts')
  const { loadWith } = await import('./scenarioOptions.ts')
  const faults: Fault[] = []
  if (engine.source !== manifest.engine.source) {
    faults.push({ told: `it was made by engine ${manifest.engine.source} (version ${manifest.engine.version}); this is ${engine.source} (${engine.version})`, foreign: true })
  }
  const { ScenarioError } = await import('../scenario/problem.ts')
  try {
    const { scenario, region } = await loadWith(join(folder, 'scenario.yaml'), {})
    if (originOf(scenario, region, manifest.replications).scenarioHash !== manifest.scenarioHash) {
      faults.push({ told: 'scenario.yaml, with its region, is not the scenario that the result is of', foreign: true })
    }
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    faults.push({ told: 'scenario.yaml is no scenario any more (cinsim check says why)', foreign: true })
  }
  return faults
}

async function runsThatDiffer(runs: readonly Recorded[], manifest: Manifest): Promise<Fault[]> {
  const { batchDigest } = await import('../records/run.ts')
  const expected = manifest.runs.done + manifest.runs.failed
  if (runs.length !== expected) return [{ told: `runs.csv has ${runs.length} runs, not ${expected}` }]
  return batchDigest(runs.map(({ digest }) => digest)) === manifest.digest ? [] : [{ told: 'the digests of runs.csv are not those of the manifest' }]
}

/** The first, the last and those between, at equal distances. */
const spreadOver = <T>(all: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, index) => all[count === 1 ? 0 : Math.round((index * (all.length - 1)) / (count - 1))])

async function simulatedAgain(folder: string, recorded: Recorded): Promise<Fault[]> {
  const { again, same } = await repeated(folder, recorded)
  const what = `arm ${recorded.arm}, replication ${recorded.replication}`
  if (!same) return [{ told: `${what} does not come out the same: digest ${again.digest || again.reason}, not ${recorded.digest || recorded.reason}` }]
  const { csv, headerOf, ledgerRows, seriesRows } = await import('../records/tables.ts')
  const written = { 'series.csv': seriesRows(again), 'ledger.csv': ledgerRows(again) } as const
  return Object.entries(written).flatMap(([name, rows]) => {
    if (!existsSync(join(folder, name))) return []
    const header = headerOf(name as keyof typeof written).trim().split(',')
    const told = firstDifference(join(folder, name), header, `${again.arm},${again.point},${again.replication},`, linesOf(csv(rows)))
    return told === undefined ? [] : [{ told: `${what}: ${name}, ${told}` }]
  })
}

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1)

/** Where the lines of a run, which begin with `prefix`, are not those that it gives. */
function firstDifference(path: string, header: readonly string[], prefix: string, given: readonly string[]): string | undefined {
  const found = linesOf(readFileSync(path, 'utf8')).flatMap((line, index) => (line.startsWith(prefix) ? [{ line, number: index + 1 }] : []))
  for (const [index, line] of given.entries()) {
    const there = found[index]
    if (there === undefined) return `the row ${line.slice(0, 60)} is missing`
    if (there.line === line) continue
    const [now, then] = [line.split(','), there.line.split(',')]
    const column = now.findIndex((value, at) => value !== then[at])
    return `line ${there.number}, ${header[column] ?? 'end of the row'}: ${then[column]} stands there, ${now[column]} comes out`
  }
  return found.length > given.length ? `line ${found[given.length]!.number} is one row too many` : undefined
}
