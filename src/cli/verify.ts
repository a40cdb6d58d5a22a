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
  faults.push(...(await runsThatComeOutOtherwise(folder, sampled)))
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

/** Of a finished result; says what is wrong with a folder that is none. */
export function readManifest(folder: string): Manifest {
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

async function runsThatComeOutOtherwise(folder: string, sampled: readonly Recorded[]): Promise<Fault[]> {
  if (sampled.length === 0) return []
  const { csv, ledgerRows, seriesRows, tables } = await import('../records/tables.ts')
  const rowsOf = { 'series.csv': seriesRows, 'ledger.csv': ledgerRows } as const
  const files = (Object.keys(rowsOf) as (keyof typeof rowsOf)[]).flatMap((name) => {
    const path = join(folder, name)
    return existsSync(path) ? [{ name, lines: linesByRun(readFileSync(path, 'utf8')) }] : []
  })
  const faults: Fault[] = []
  for await (const { recorded, again, same } of repeated(folder, sampled)) {
    const what = `arm ${recorded.arm}, replication ${recorded.replication}`
    if (!same) {
      faults.push({ told: `${what} does not come out the same: digest ${again.digest || again.reason}, not ${recorded.digest || recorded.reason}` })
      continue
    }
    for (const { name, lines } of files) {
      const written = lines.get(runOf(again)) ?? []
      const told = firstDifference(tables[name].map((column) => column.name), written, linesOf(csv(rowsOf[name](again), name)))
      if (told !== undefined) faults.push({ told: `${what}: ${name}, ${told}` })
    }
  }
  return faults
}

interface Line {
  readonly text: string
  /** Of its file, from 1 on. */
  readonly number: number
}

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1)
const runOf = ({ arm, point, replication }: { readonly arm: string; readonly point: number; readonly replication: number }): string => `${arm},${point},${replication}`

/** By the cells that name a run, which are the first three of a line. */
function linesByRun(text: string): Map<string, Line[]> {
  const byRun = new Map<string, Line[]>()
  for (const [index, line] of linesOf(text).entries()) {
    const run = line.split(',', 3).join()
    if (!byRun.has(run)) byRun.set(run, [])
    byRun.get(run)!.push({ text: line, number: index + 1 })
  }
  return byRun
}

/** Where the lines of a run are not those that it gives. */
function firstDifference(header: readonly string[], written: readonly Line[], given: readonly string[]): string | undefined {
  for (const [index, line] of given.entries()) {
    const there = written[index]
    if (there === undefined) return `the row ${line.slice(0, 60)} is missing`
    if (there.text === line) continue
    const [now, then] = [line.split(','), there.text.split(',')]
    const column = now.findIndex((value, at) => value !== then[at])
    return `line ${there.number}, ${header[column] ?? 'end of the row'}: ${then[column]} stands there, ${now[column]} comes out`
  }
  return written.length > given.length ? `line ${written[given.length]!.number} is one row too many` : undefined
}
