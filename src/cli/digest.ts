/** `cinsim digest`: one SHA-256 for each quarter of a run, to compare machines, versions and orders of work. */
import type { Command } from 'commander'
import { addScenarioFlags, loadWith, oneArm, replicationOf, type ScenarioFlags } from './scenarioOptions.ts'

const EXAMPLE = `
Example:
  $ cinsim digest scenarios/classroom.yaml

Each line holds a quarter and the SHA-256 of the whole state at its end, in a canonical form; the last line that of the
run, as in runs.csv.`

interface DigestFlags extends ScenarioFlags {
  readonly arm?: readonly string[]
  readonly replication?: string
}

export function addDigest(program: Command): void {
  const command = program.command('digest').description('print a hash of the state for each quarter of a run').argument('<file>', 'scenario')
  addScenarioFlags(
    command
      .option('--arm <name>', 'arm, the baseline unless told', (name: string) => [name])
      .option('--replication <r>', 'random world, 0 unless told'),
  )
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, flags: DigestFlags) => {
      const replication = replicationOf(flags.replication)
      const loaded = await loadWith(file, flags)
      const { simulate, formatQuarter } = await import('../index.ts')
      const { stateDigest } = await import('../world/digest.ts')
      const { inMillionYuan, runDigest } = await import('../records/run.ts')
      const metrics: Float64Array[] = []
      const flows: Float64Array[] = []
      let state = ''
      for await (const frame of simulate(loaded, { arm: oneArm(flags.arm), replication })) {
        metrics.push(frame.metrics)
        flows.push(inMillionYuan(frame.flows, loaded.scenario.scale))
        state = stateDigest(frame.world)
        process.stdout.write(`${formatQuarter(frame.quarter)} ${state}\n`)
      }
      process.stdout.write(`run    ${runDigest({ metrics, flows }, state)}\n`)
    })
}
