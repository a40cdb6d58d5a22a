/** `cinsim run`: simulates the baseline and all arms and writes the results. */
import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Shard } from '../records/manifest.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import type { Settings } from './experiment.ts'
import { INTERRUPTED, RUN_FAILED, UsageError } from './errors.ts'
import { PANEL_BYTES, type Recordings } from '../host/recorders.ts'
import { addArmFlag, addScenarioFlags, loadWith, ownRegion, replicationOf, type ScenarioFlags } from './scenarioOptions.ts'

interface RunFlags extends ScenarioFlags {
  readonly out?: string
  readonly replications?: string
  readonly replication?: string
  readonly shard?: string
  readonly arm?: readonly string[]
  readonly audit: 'every' | 'end' | 'off'
  readonly panel?: boolean
  readonly networks?: boolean
  readonly parquet?: boolean
  readonly workers?: string
  readonly quiet?: boolean
  readonly force?: boolean
}

const EXAMPLE = `
Examples:
  $ cinsim run scenarios/beijing-2012.yaml
  $ cinsim run my-policy.yaml --replications 3 --set policy.fund.budget=900 --out output/quick
  $ cinsim run scenarios/classroom.yaml --replications 2 --panel --networks --out output/panel
  $ cinsim run scenarios/classroom.yaml --shard 1/4

Results go to output/NAME. What is not given here stands in the file; flags do not change the file. A run that was stopped
goes on where it was when it is called again, or by cinsim resume.
Exit codes: 0 done, 1 a run failed, 2 wrong usage or scenario, 130 interrupted.`

export function addRun(program: Command): void {
  const command = program.command('run').description('simulate the baseline and all arms and write the results').argument('<file...>', 'scenarios')
  const described = addArmFlag(addScenarioFlags(command.option('--out <dir>', 'folder of the results')))
    .option('--replications <n>', 'random worlds')
    .option('--replication <r>', 'only this one of them, from 0 on')
    .option('--shard <i/n>', 'only part i of n, for several machines; cinsim merge puts the parts together')
    .option('--audit <when>', 'prove that money and people add up: every (quarter), end or off', 'every')
    .option('--panel', `keep every firm in every quarter, and events, as Parquet: about ${PANEL_BYTES} bytes each, and twice the time`)
    .option('--networks', 'keep the network of each run, with times, as GEXF')
    .option('--parquet', 'keep the tables as Parquet beside CSV')
  addRunningFlags(described)
    .option('--force', 'write over the result of another scenario, finished or not')
    .addHelpText('after', EXAMPLE)
    .action(async (files: string[], flags: RunFlags) => {
      process.exitCode = await run(files, flags)
    })
}

/** How a batch is carried out, which changes nothing of its result. */
export const addRunningFlags = (command: Command): Command =>
  command
    .option('--workers <n>', 'worker threads (default: one for each processor, fewer if memory is short); results are the same')
    .option('--quiet', 'say nothing but what is wrong')

async function run(files: readonly string[], flags: RunFlags): Promise<number> {
  if (!['every', 'end', 'off'].includes(flags.audit)) throw new UsageError(`--audit ${flags.audit}: allowed are every, end, off`)
  if (flags.replications !== undefined && flags.replication !== undefined) {
    throw new UsageError('--replications and --replication: give one of them')
  }
  const workers = flags.workers === undefined ? undefined : workersOf(flags.workers)
  const shard = flags.shard === undefined ? undefined : shardOf(flags.shard)
  const jobs = await loadAll(files, flags, shard)
  let worst = 0
  for (const { loaded, out } of jobs) {
    const code = await runOne(loaded, out, flags, workers, shard)
    if (code === INTERRUPTED) return code
    worst = Math.max(worst, code)
  }
  return worst
}

export function workersOf(text: string): number {
  const workers = Number(text)
  if (!Number.isInteger(workers) || workers < 1 || workers > 256) throw new UsageError(`--workers ${text}: allowed is a whole number from 1 to 256`)
  return workers
}

const MOST_PARTS = 10_000

function shardOf(text: string): Shard {
  const [, index, of] = /^(\d{1,5})\/(\d{1,5})$/.exec(text)?.map(Number) ?? []
  if (index >= 1 && index <= of && of <= MOST_PARTS) return { index, of }
  throw new UsageError(`--shard ${text}: allowed is a part of how many, from 1/1 to ${MOST_PARTS}/${MOST_PARTS}, as in 2/8`)
}

interface Job {
  readonly loaded: LoadedScenario
  readonly out: string
}

/** All scenarios are read before the first one runs, so that a mistake in the last is told at once. */
async function loadAll(files: readonly string[], flags: RunFlags, shard: Shard | undefined): Promise<Job[]> {
  const { ScenarioError } = await import('../scenario/problem.ts')
  const jobs: Job[] = []
  const messages: string[] = []
  for (const file of files) {
    try {
      const loaded = await loadWith(file, flags)
      const name = shard ? `${loaded.scenario.name}-part-${shard.index}-of-${shard.of}` : loaded.scenario.name
      const out = flags.out === undefined ? join('output', name) : files.length > 1 ? join(flags.out, name) : flags.out
      const twin = jobs.find((job) => job.out === out)
      if (twin) messages.push(`${file}: its results would go to ${out}, like those of ${twin.loaded.path}\n  allowed: names that differ`)
      jobs.push({ loaded, out })
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      messages.push(error.message)
    }
  }
  if (messages.length > 0) throw new UsageError(messages.join('\n'))
  return jobs
}

async function runOne(loaded: LoadedScenario, out: string, flags: RunFlags, workers: number | undefined, shard: Shard | undefined): Promise<number> {
  const recordings = { audit: flags.audit, panel: flags.panel === true, networks: flags.networks === true, parquet: flags.parquet === true }
  const replications = flags.replication === undefined ? undefined : [replicationOf(flags.replication)]
  if (!flags.force && (await isFinished(loaded, out, recordings, replications, shard))) {
    if (!flags.quiet) process.stdout.write(`${out} is finished; there is nothing to do (--force simulates it again).\n`)
    return 0
  }
  return carryOut(loaded, {
    out,
    ...recordings,
    quiet: flags.quiet === true,
    force: flags.force === true,
    ownRegion: await ownRegion(loaded),
    ...(workers === undefined ? {} : { workers }),
    ...(shard ? { shard } : {}),
    ...(replications ? { replications } : {}),
  })
}

/** Whether the folder holds this very result already, made by this engine, without a failed run. */
async function isFinished(
  { scenario, region }: LoadedScenario, out: string, { panel, networks, parquet }: Recordings, replications: readonly number[] | undefined, shard: Shard | undefined,
): Promise<boolean> {
  if (!existsSync(join(out, 'manifest.json')) || existsSync(join(out, '.partial'))) return false
  const { openFinished } = await import('../host/finishedResult.ts')
  const { recordedIn } = await import('./again.ts')
  const { describesSame, originOf } = await import('../records/manifest.ts')
  const { replicationsOf } = await import('../experiment/batch.ts')
  const { engine } = await import('../experiment/engine.ts')
  try {
    const before = await openFinished(out)
    const { manifest } = before
    const has = recordedIn(before)
    const wanted = replications ?? (scenario.precision ? [] : replicationsOf(scenario))
    const same = describesSame(manifest, originOf(scenario, region, wanted, shard)) && manifest.engine.source === engine.source
    return same && manifest.runs.failed === 0 && has.panel === panel && has.networks === networks && has.parquet === parquet
  } catch {
    // A result that is damaged is made again.
    return false
  }
}

/** Runs a batch until it is done or somebody stops it; returns the exit code. */
export async function carryOut(loaded: LoadedScenario, settings: Omit<Settings, 'signal'>): Promise<number> {
  const { keptText, runExperiment } = await import('./experiment.ts')
  const interrupt = new AbortController()
  const stop = (): void => {
    if (interrupt.signal.aborted) process.exit(INTERRUPTED)
    interrupt.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    const result = await runExperiment(loaded, { ...settings, signal: interrupt.signal })
    if ('kept' in result) {
      const { out } = settings
      const told = result.kept > 0 ? keptText(result.kept, result.of, out) : `nothing of ${out} was written or changed. The same command starts again.`
      process.stderr.write(`Interrupted: ${told}\n`)
      return INTERRUPTED
    }
    if (!settings.quiet) process.stdout.write(`${result.text}\n`)
    if (result.failures.length > 0) process.stderr.write(`${result.failures.join('\n')}\n`)
    return result.failures.length > 0 ? RUN_FAILED : 0
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

