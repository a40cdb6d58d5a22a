/** `cinsim extend`: adds replications or arms to a finished result. */
import type { Command } from 'commander'
import { join } from 'node:path'
import type { LoadedScenario } from '../scenario/load.ts'
import { again } from './again.ts'
import { UsageError } from './errors.ts'
import { addRunningFlags, workersOf } from './run.ts'
import { loadWith, ownRegion } from './scenarioOptions.ts'

const EXAMPLE = `
Examples:
  $ cinsim extend output/beijing-2012 --replications 60
  $ cinsim extend output/my-policy my-policy.yaml        (an arm was added to the file)

Runs that are there stay; only what is missing is simulated. The files come to the bytes of a batch that was run so from the start.`

interface ExtendFlags {
  readonly replications?: string
  readonly workers?: string
  readonly quiet?: boolean
}

export function addExtend(program: Command): void {
  const command = program
    .command('extend')
    .description('add replications or arms to a finished result')
    .argument('<dir>', 'folder of the result')
    .argument('[file]', "the scenario with more in it (default: the result's own)")
    .option('--replications <n>', 'random worlds, those that are there counted')
  addRunningFlags(command)
    .addHelpText('after', EXAMPLE)
    .action(async (folder: string, file: string | undefined, flags: ExtendFlags) => {
      process.exitCode = await extend(folder, file, flags)
    })
}

async function extend(folder: string, file: string | undefined, flags: ExtendFlags): Promise<number> {
  if (file === undefined && flags.replications === undefined) {
    throw new UsageError('nothing to add.\n  allowed: --replications N, or the scenario with an arm more')
  }
  const { openFinished } = await import('../host/finishedResult.ts')
  const { manifest } = await openFinished(folder)
  const running = { quiet: flags.quiet === true, ...(flags.workers === undefined ? {} : { workers: workersOf(flags.workers) }) }
  const old = await loadWith(join(folder, 'scenario.yaml'), {})
  // A part of a batch whose precision decides goes on to the look that is named.
  if (manifest.shard && old.scenario.precision && flags.replications !== undefined) {
    const { looksOf } = await import('../analysis/precision.ts')
    const looks = looksOf(old.scenario.replications).map(String)
    if (!looks.includes(flags.replications)) throw new UsageError(`--replications ${flags.replications}: this part of a batch with a precision goes from look to look.\n  allowed: ${looks.join(', ')}`)
    return again(folder, { ...running, loaded: old, replications: Array.from({ length: Number(flags.replications) }, (_, replication) => replication) })
  }
  const more = flags.replications === undefined ? {} : { replications: flags.replications }
  const loaded = await loadWith(file ?? join(folder, 'scenario.yaml'), more)
  refuseOthers(folder, old, loaded)
  return again(folder, { ...running, loaded, ...(file === undefined ? {} : { ownRegion: await ownRegion(loaded) }) })
}

/** What decides every run, so that none would stay. */
const DECISIVE = ['scale', 'start', 'quarters', 'burnIn', 'seed', 'policy', 'parameters', 'mechanisms'] as const

function refuseOthers(folder: string, { scenario: old, region }: LoadedScenario, { scenario, region: other }: LoadedScenario): void {
  const differing: string[] = DECISIVE.filter((key) => JSON.stringify(old[key]) !== JSON.stringify(scenario[key]))
  if (JSON.stringify(region) !== JSON.stringify(other)) differing.unshift('region')
  if (differing.length === 0) return
  throw new UsageError(`${folder} is of another ${differing.join(', ')}, so none of its runs would stay.\n  allowed: further replications, arms, outcomes; cinsim run begins another result`)
}
