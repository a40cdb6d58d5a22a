/** `cinsim resume`: goes on with a batch that was interrupted, whatever ended it. */
import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DONE, UsageError } from './errors.ts'
import { again } from './again.ts'
import { addRunningFlags, carryOut, workersOf } from './run.ts'
import { loadWith } from './scenarioOptions.ts'

const EXAMPLE = `
Examples:
  $ cinsim resume output/beijing-2012
  $ cinsim resume output/beijing-2012 --retry-failed

Only what is missing is simulated, as the batch was begun; the files have the bytes of a batch that nothing had disturbed.`

interface ResumeFlags {
  readonly workers?: string
  readonly quiet?: boolean
  readonly retryFailed?: boolean
}

export function addResume(program: Command): void {
  const command = program
    .command('resume')
    .description('go on with a run that was stopped: by Ctrl-C, a full disk, a crash')
    .argument('<dir>', 'folder of the result')
    .option('--retry-failed', 'of a finished result, simulate the runs again that failed')
  addRunningFlags(command)
    .addHelpText('after', EXAMPLE)
    .action(async (folder: string, flags: ResumeFlags) => {
      process.exitCode = await resume(folder, flags)
    })
}

async function resume(folder: string, flags: ResumeFlags): Promise<number> {
  const { identityIn } = await import('../host/journal.ts')
  const { journalOf, unfinished } = await import('../host/resultFolder.ts')
  const running = { quiet: flags.quiet === true, ...(flags.workers === undefined ? {} : { workers: workersOf(flags.workers) }) }
  const batch = identityIn(journalOf(folder))
  if (batch === undefined) {
    if (!existsSync(join(folder, 'manifest.json'))) {
      throw new UsageError(`${folder} holds nothing that was begun.\n  allowed: the folder of a run that was stopped; cinsim run FILE begins one`)
    }
    if (flags.retryFailed) return again(folder, { ...running, retryFailed: true })
    if (!flags.quiet) process.stdout.write(`${folder} is finished; there is nothing to do.\n`)
    return DONE
  }
  const { audit, panel, networks, parquet, replications, shard, onto, retryFailed } = batch
  const loaded = await loadWith(unfinished(folder, 'scenario.yaml'), {})
  const ownRegion = existsSync(unfinished(folder, 'region.yaml'))
  const { openFinished } = await import('../host/finishedResult.ts')
  const before = onto === undefined ? undefined : await openFinished(folder)
  return carryOut(loaded, {
    out: folder, audit, panel, networks, parquet, ownRegion, force: false, ...running,
    // A precision decides how many there are.
    ...(replications.length > 0 ? { replications } : {}),
    ...(shard ? { shard } : {}),
    ...(before ? { known: [before], onto: before } : {}),
    ...(retryFailed ? { retryFailed } : {}),
  })
}
