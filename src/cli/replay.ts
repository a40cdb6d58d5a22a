/** `cinsim replay`: one run again, from a folder of results and a row of its runs.csv. */
import type { Command } from 'commander'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunRecord } from '../records/run.ts'
import { DONE, RUN_FAILED, UsageError } from './errors.ts'

const EXAMPLE = `
Example:
  $ cinsim replay output/beijing-2012 0123456789abcdef

The key stands in the column runKey of runs.csv. Exit code 0 when the run came out the same, 1 when it did not.`

export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('repeat one run of a result and tell whether it came out the same')
    .argument('<dir>', 'folder of the result')
    .argument('<runKey>', 'which run, see its runs.csv')
    .addHelpText('after', EXAMPLE)
    .action(async (folder: string, runKey: string) => {
      process.exitCode = await replay(folder, runKey)
    })
}

export type Recorded = Readonly<Record<'arm' | 'point' | 'replication' | 'runKey' | 'status' | 'digest' | 'failedAt' | 'reason', string>>

export async function readRuns(folder: string): Promise<readonly Recorded[]> {
  const { parse } = await import('csv-parse/sync')
  let text: string
  try {
    text = readFileSync(join(folder, 'runs.csv'), 'utf8')
  } catch {
    throw new UsageError(`${folder} has no runs.csv that could be read, so it is not the folder of a result.\n  allowed: a folder that cinsim run has written, as output/beijing-2012`)
  }
  try {
    return parse(text, { columns: true }) as Recorded[]
  } catch (error) {
    throw new UsageError(`${join(folder, 'runs.csv')}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function recordedRun(folder: string, runKey: string): Promise<Recorded> {
  const runs = await readRuns(folder)
  const run = runs.find((row) => row.runKey === runKey)
  if (run) return run
  const { nearest } = await import('../scenario/nearest.ts')
  const { listed } = await import('../scenario/problem.ts')
  const keys = runs.map((row) => row.runKey)
  const close = nearest(runKey, keys)
  throw new UsageError(
    `${folder} has no run ${runKey}.\n  allowed: ${listed(keys, 6)}${close === undefined ? '' : `\n  did you mean "${close}"?`}`,
  )
}

async function replay(folder: string, runKey: string): Promise<number> {
  const recorded = await recordedRun(folder, runKey)
  return tell((await repeated(folder, [recorded]).next()).value as Repeated)
}

/** A run as the result has it, the same run simulated again, and whether it came out the same. */
export interface Repeated {
  readonly recorded: Recorded
  readonly again: RunRecord
  readonly same: boolean
}

/** Runs of the result simulated again, replication by replication: the arms of one share its burn-in. */
export async function* repeated(folder: string, runs: readonly Recorded[]): AsyncGenerator<Repeated, void, void> {
  const { loadWith } = await import('./scenarioOptions.ts')
  const { prepare } = await import('../experiment/simulate.ts')
  const { runBatch } = await import('../experiment/batch.ts')
  const experiment = await prepare(await loadWith(join(folder, 'scenario.yaml'), { arm: [...new Set(runs.map(({ arm }) => arm))] }))
  for (const replication of new Set(runs.map((run) => run.replication))) {
    const own = runs.filter((run) => run.replication === replication)
    const rows = new Map(own.map((row) => [`${row.arm} ${row.point}`, row]))
    const batch = runBatch(experiment, { wanted: ({ arm, variant }) => rows.has(`${arm} ${variant.point}`), replications: [Number(replication)] })
    for (const recorded of own) {
      const again = (await batch.next()).value as RunRecord
      const same =
        recorded.status === again.status && recorded.digest === again.digest && recorded.failedAt === (await quarterOf(again)) && recorded.reason === again.reason
      yield { recorded, again, same }
    }
  }
}

async function quarterOf({ failedAt }: RunRecord): Promise<string> {
  const { formatQuarter } = await import('../scenario/quarter.ts')
  return failedAt === undefined ? '' : formatQuarter(failedAt)
}

async function tell({ recorded, again, same }: Repeated): Promise<number> {
  const failedAt = await quarterOf(again)
  const what = `arm ${recorded.arm}, replication ${recorded.replication}`
  const story = again.status === 'done' ? `digest ${again.digest}` : `${again.status} in ${failedAt}: ${again.reason}`
  if (same) {
    process.stdout.write(`The same: ${what}, ${story}\n`)
    return DONE
  }
  const before = recorded.status === 'done' ? `digest ${recorded.digest}` : `${recorded.status} in ${recorded.failedAt}: ${recorded.reason}`
  const why =
    again.runKey === recorded.runKey
      ? 'Scenario and engine are the same, so this must not happen: please report it.'
      : 'The engine, the region or the scenario of the folder has changed since (the key is now ' + again.runKey + ').'
  process.stdout.write(`Not the same: ${what}\n  then  ${before}\n  now   ${story}\n${why}\n`)
  return RUN_FAILED
}
