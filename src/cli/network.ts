/** `cinsim network`: the typed graph of one run, at a quarter or over time. */
import { type Command, Option } from 'commander'
import { UsageError } from './errors.ts'
import { addScenarioFlags, loadWith, oneArm, replicationOf, type ScenarioFlags } from './scenarioOptions.ts'

const EXAMPLE = `
Examples:
  $ cinsim network scenarios/classroom.yaml --at 2013Q4 --format gexf --out network.gexf
  $ cinsim network scenarios/classroom.yaml --dynamic --out network.gexf    every tie with its time (Gephi's timeline)
  $ cinsim network scenarios/classroom.yaml --format csv > edges.csv`

type Format = 'gexf' | 'graphml' | 'json' | 'csv'

interface NetworkFlags extends ScenarioFlags {
  readonly arm?: readonly string[]
  readonly replication?: string
  readonly at?: string
  readonly dynamic?: boolean
  readonly all?: boolean
  readonly format: Format
  readonly out?: string
}

export function addNetwork(program: Command): void {
  const command = program.command('network').description('export the network of a run').argument('<file>', 'scenario')
  addScenarioFlags(
    command
      .addOption(new Option('--format <format>', 'kind of file').choices(['gexf', 'graphml', 'json', 'csv']).default('gexf'))
      .option('--at <quarter>', 'end of this quarter, as 2016Q4; the last one unless told')
      .option('--dynamic', 'the whole run with times, GEXF only')
      .option('--all', 'organisations without any tie too')
      .option('--out <file>', 'where to; standard output unless told')
      .option('--arm <name>', 'arm, the baseline unless told', (name: string) => [name])
      .option('--replication <r>', 'random world, 0 unless told'),
  )
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, flags: NetworkFlags) => {
      const text = await networkOf(file, flags)
      if (flags.out === undefined) {
        process.stdout.write(text)
        return
      }
      const { writeWhole } = await import('../host/write.ts')
      writeWhole(flags.out, text)
    })
}

async function networkOf(file: string, flags: NetworkFlags): Promise<string> {
  if (flags.dynamic && flags.format !== 'gexf') throw new UsageError(`--dynamic --format ${flags.format}: allowed is gexf, the one format with times`)
  if (flags.dynamic && flags.at !== undefined) throw new UsageError('--dynamic and --at: give one of them')
  const replication = replicationOf(flags.replication)
  const loaded = await loadWith(file, flags)
  const at = await quarterOf(flags.at, loaded.scenario)
  const { simulate, toGraph, networkFormats } = await import('../index.ts')
  const { createNetworkHistory, recordNetwork } = await import('../observe/history.ts')
  const { writeDynamicGexf } = await import('../observe/gexf.ts')
  const options = { nodes: flags.all ? 'all' : 'connected' } as const
  const history = createNetworkHistory(options)
  for await (const { quarter, world } of simulate(loaded, { arm: oneArm(flags.arm), replication })) {
    if (flags.dynamic) recordNetwork(history, world)
    else if (quarter === at) return networkFormats[flags.format](toGraph(world, options))
  }
  return writeDynamicGexf(history)
}

async function quarterOf(text: string | undefined, { start, quarters }: { start: number; quarters: number }): Promise<number> {
  const { formatQuarter, parseQuarter } = await import('../scenario/quarter.ts')
  const last = start + quarters - 1
  if (text === undefined) return last
  const quarter = parseQuarter(text)
  if (quarter !== undefined && quarter >= start && quarter <= last) return quarter
  throw new UsageError(`--at ${text}: allowed is a quarter of the scenario, ${formatQuarter(start)} to ${formatQuarter(last)}`)
}
