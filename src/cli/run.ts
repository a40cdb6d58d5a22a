/** `cinsim run`: simulates the baseline and all arms and writes the results. */
import type { Command } from 'commander'
import { join } from 'node:path'
import type { LoadedScenario } from '../scenario/load.ts'
import type { Settings } from './experiment.ts'
import { INTERRUPTED, RUN_FAILED, UsageError } from './errors.ts'
import { PANEL_BYTES } from '../host/recorders.ts'
import { addArmFlag, addScenarioFlags, loadWith, ownRegion, replicationOf, type ScenarioFlags } from './scenarioOptions.ts'

interface RunFlags extends ScenarioFlags {
  readonly out?: string
  readonly replications?: string
  readonly replication?: string
  readonly arm?: readonly string[]
  readonly audit: 'every' | 'end' | 'off'
  readonly panel?: boolean
  readonly networks?: boolean
  readonly workers?: string
  readonly quiet?: boolean
  readonly force?: boolean
}

const EXAMPLE = `
Examples:
  $ cinsim run scenarios/beijing-2012.yaml
  $ cinsim run my-policy.yaml --replications 3 --set policy.fund.budget=900 --out output/quick
  $ cinsim run scenarios/classroom.yaml --replications 2 --panel --networks --out output/panel

Results go to output/NAME. What is not given here stands in the file; flags do not change the file. A run that was stopped
goes on where it was when it is called again, or by cinsim resume.
Exit codes: 0 done, 1 a run failed, 2 wrong usage or scenario, 130 interrupted.`

export function addRun(program: Command): void {
  const command = program.command('run').description('simulate the baseline and all arms and write the results').argument('<file...>', 'scenarios')
  const described = addArmFlag(addScenarioFlags(command.option('--out <dir>', 'folder of the results')))
    .option('--replications <n>', 'random worlds')
    .option('--replication <r>', 'only this one of them, from 0 on')
    .option('--audit <when>', 'prove that money and people add up: every (quarter), end or off', 'every')
    .option('--panel', `keep every firm in every quarter, and events, as Parquet: about ${PANEL_BYTES} bytes each, and twice the time`)
    .option('--networks', 'keep the network of each run, with times, as GEXF')
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
  const jobs = await loadAll(files, flags)
  let worst = 0
  for (const { loaded, out } of jobs) {
    const code = await runOne(loaded, out, flags, workers)
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

interface Job {
  readonly loaded: LoadedScenario
  readonly out: string
}

/** All scenarios are read before the first one runs, so that a mistake in the last is told at once. */
async function loadAll(files: readonly string[], flags: RunFlags): Promise<Job[]> {
  const { ScenarioError } = await import('../scenario/problem.ts')
  const jobs: Job[] = []
  const messages: string[] = []
  for (const file of files) {
    try {
      const loaded = await loadWith(file, flags)
      const { name } = loaded.scenario
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

async function runOne(loaded: LoadedScenario, out: string, flags: RunFlags, workers: number | undefined): Promise<number> {
  return carryOut(loaded, {
    out,
    audit: flags.audit,
    quiet: flags.quiet === true,
    force: flags.force === true,
    panel: flags.panel === true,
    networks: flags.networks === true,
    ownRegion: await ownRegion(loaded),
    ...(workers === undefined ? {} : { workers }),
    ...(flags.replication === undefined ? {} : { replications: [replicationOf(flags.replication)] }),
  })
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

