/** `cinsim check`: all that is wrong with a scenario, or what it will do. */
import type { Command } from 'commander'
import type { LoadedScenario } from '../scenario/load.ts'
import { BAD_USAGE, tellError } from './errors.ts'
import { firmsOf, memoryOf, timeOf, workersFor } from '../host/capacity.ts'
import { panelBytes, sizeText } from '../host/recorders.ts'
import { addArmFlag, addScenarioFlags, loadWith, type ScenarioFlags } from './scenarioOptions.ts'

const EXAMPLE = `
Examples:
  $ cinsim check my-policy.yaml
  $ cinsim check scenarios/*.yaml
  $ cinsim check my-policy.yaml --scale 1 --replications 100
  $ cinsim check my-policy.yaml --facts`

type CheckFlags = ScenarioFlags & { readonly replications?: string; readonly arm?: readonly string[]; readonly facts?: boolean }

export function addCheck(program: Command): void {
  const command = program.command('check').description('tell all that is wrong with a scenario, or what it will do')
  addArmFlag(addScenarioFlags(command.argument('<file...>', 'scenarios')))
    .option('--replications <n>', 'random worlds')
    .option('--facts', "burn the region in under its own policy, and hold the year after it against the region's facts")
    .addHelpText('after', EXAMPLE)
    .action(async (files: string[], flags: CheckFlags) => {
      for (const file of files) {
        try {
          const loaded = await loadWith(file, flags)
          process.stdout.write(`${await describe(loaded)}\n`)
          if (flags.facts) process.stdout.write(`\n${await (await import('./facts.ts')).describeSettled(loaded)}\n`)
        } catch (error) {
          process.exitCode = Math.max(BAD_USAGE, await tellError(error))
        }
      }
    })
}

async function describe(loaded: LoadedScenario): Promise<string> {
  const { path, scenario, region } = loaded
  const { describeGrown } = await import('./facts.ts')
  const { formatQuarter } = await import('../scenario/quarter.ts')
  const { duration } = await import('../host/progress.ts')
  const { scale, start, quarters, burnIn, replications, arms, outcomes } = scenario
  const firms = firmsOf(loaded)
  const { piecesOf, planOf, quartersOf, replicationsOf } = await import('../experiment/batch.ts')
  const plan = planOf(scenario, loaded.language.catalogue)
  const pieces = [...piecesOf(plan, replicationsOf(scenario))]
  const total = quartersOf(plan, pieces)
  const workers = workersFor(loaded, total, pieces)
  const runs = plan.runs.length * replications
  const { design, precision } = scenario
  const lines = [
    `${path}: nothing is wrong`,
    `  question      ${scenario.question}`,
    `  region        ${region.name}, about ${firms.toLocaleString('en')} firms (scale ${scale})`,
    ...(await describeGrown(loaded)).map((line) => `  ${line}`),
    `  time          ${formatQuarter(start)} to ${formatQuarter(start + quarters - 1)}, after ${burnIn} quarters of burn-in`,
    `  arms          ${arms.map(({ name }) => name).join(', ')}`,
    `  outcomes      ${Object.keys(outcomes).join(', ') || 'none of its own'}`,
    ...(design ? [`  design        ${design.kind} over ${design.factors.map(({ path, role }) => `${path} (${role})`).join(', ')}: ${plan.points.length} points`] : []),
    ...(precision ? [`  precision     ${precision.metric} to ${100 * precision.halfWidth} % of the baseline's mean, so up to ${replications} replications`] : []),
    `  runs          ${runs.toLocaleString('en')} (${plan.runs.length} in each of ${replications} replications), ${total.toLocaleString('en')} quarters in all`,
    `  with --panel  about ${sizeText(panelBytes({ scenario, region }, replications))} more on disk`,
    `  will take     about ${duration(timeOf(loaded, total, runs) / workers)} and ${Math.ceil((workers * memoryOf(loaded)) / 2 ** 20)} MiB with ${workers} ${workers === 1 ? 'worker' : 'workers'}`,
  ]
  return lines.join('\n')
}
