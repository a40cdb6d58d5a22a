/** `cinsim plan`: what a batch will take, and how many replications an answer needs, from a pilot. */
import type { TableName } from '../records/tables.ts'
import type { Command } from 'commander'
import { availableParallelism } from 'node:os'
import type { Batch } from '../experiment/batch.ts'
import type { MeasuredAbout } from '../analysis/measured.ts'
import type { Measures } from '../analysis/windows.ts'
import type { RunRecord } from '../records/run.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import { UsageError } from './errors.ts'
import { addArmFlag, addScenarioFlags, loadWith, type ScenarioFlags } from './scenarioOptions.ts'
import { readable } from '../report/format.ts'
import { table } from './table.ts'

const EXAMPLE = `
Examples:
  $ cinsim plan scenarios/classroom.yaml
  $ cinsim plan my-policy.yaml --scale 1 --pilot 2

A few replications are simulated and thrown away. What they took tells what all will take; how much their paired effects vary tells
how many replications it needs to know an effect to 10, 5, 2 or 1 % of the baseline's mean: roughly, from so few.`

type PlanFlags = ScenarioFlags & { readonly replications?: string; readonly arm?: readonly string[]; readonly pilot: string; readonly metric?: readonly string[] }

export function addPlan(program: Command): void {
  const command = program.command('plan').description('tell what a batch will take, and how many replications are enough')
  addArmFlag(addScenarioFlags(command.argument('<file>', 'scenario')))
    .option('--replications <n>', 'random worlds')
    .option('--pilot <n>', 'replications to try', '4')
    .option('--metric <name>', 'a metric or outcome to tell of; may be repeated', (value: string, previous: readonly string[] = []) => [...previous, value])
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, flags: PlanFlags) => {
      process.stdout.write(`${await plan(file, flags)}\n`)
    })
}

/** Runs of a design that the pilot tries of each replication. */
const MOST_RUNS = 12

async function plan(file: string, flags: PlanFlags): Promise<string> {
  const replications = Number(flags.pilot)
  if (!Number.isInteger(replications) || replications < 1 || replications > 1000) throw new UsageError(`--pilot ${flags.pilot}: allowed is a whole number from 1 to 1000`)
  const loaded = await loadWith(file, flags)
  const { batchOf } = await import('../experiment/batch.ts')
  const { prepare } = await import('../experiment/simulate.ts')
  const { measuresOf } = await import('../analysis/windows.ts')
  const batch = batchOf(await prepare(loaded))
  const measures = await measuresOf(loaded.scenario)
  const pilot = await tryOut(batch, loaded, replications, measures)
  return [...(await takes(batch, loaded, pilot)), '', ...(await enough(loaded, pilot, measures, flags.metric))].join('\n')
}

interface Pilot {
  readonly milliseconds: number
  readonly quarters: number
  readonly runs: number
  /** Rows and bytes of the runs' files, by file. */
  readonly files: ReadonlyMap<string, { readonly rows: number; readonly bytes: number }>
  readonly measured: readonly (MeasuredAbout & { readonly values: Float64Array })[]
}

async function tryOut(batch: Batch, { region }: LoadedScenario, replications: number, measures: Measures): Promise<Pilot> {
  const { createHash } = await import('node:crypto')
  const { createSimulator } = await import('../experiment/batch.ts')
  const { csv, ledgerRows, runRow, seriesRows } = await import('../records/tables.ts')
  const { fateRow, groupRowsOf } = await import('../records/groups.ts')
  const { standingNames } = await import('../observe/standings.ts')
  const { measure } = await import('../analysis/windows.ts')
  const groups = standingNames(Object.keys(region.sectors.rows))
  const simulate = createSimulator(batch, { createHash: () => createHash('sha256') })
  const files = new Map<string, { rows: number; bytes: number }>()
  const measured: (MeasuredAbout & { values: Float64Array })[] = []
  const places = [...batch.runs.keys()].slice(0, MOST_RUNS)
  const began = Date.now()
  let runs = 0
  for (let replication = 0; replication < replications; replication++) {
    // Runs that share a burn-in follow each other, as in the batch.
    for (const place of places) {
      for await (const run of simulate({ replication, runs: [place] })) {
        runs++
        const tables = { 'runs.csv': [runRow(run)], 'series.csv': seriesRows(run), 'ledger.csv': ledgerRows(run), 'groups.csv': [...groupRowsOf(run, groups)], 'fates.csv': fateRow(run) }
        for (const [name, rows] of Object.entries(tables)) {
          const sum = files.get(name) ?? { rows: 0, bytes: 0 }
          files.set(name, { rows: sum.rows + rows.length, bytes: sum.bytes + Buffer.byteLength(csv(rows, name as TableName)) })
        }
        const { arm, point, status } = run as RunRecord
        if (status === 'done') measured.push({ arm, point, replication, baseline: batch.runs[place].variant.baseline, values: measure(run, measures) })
      }
    }
  }
  const { scenario } = batch
  const burnIns = new Set(places.map((place) => batch.runs[place].burnIn)).size
  return { milliseconds: Date.now() - began, quarters: replications * (burnIns * scenario.burnIn + places.length * scenario.quarters), runs, files, measured }
}

async function takes(batch: Batch, loaded: LoadedScenario, pilot: Pilot): Promise<string[]> {
  const { piecesOf, quartersOf, replicationsOf } = await import('../experiment/batch.ts')
  const { memoryOf } = await import('../host/capacity.ts')
  const { duration } = await import('../host/progress.ts')
  const { sizeText } = await import('../host/recorders.ts')
  const { scenario } = loaded
  const pieces = [...piecesOf(batch, replicationsOf(scenario))]
  const quarters = quartersOf(batch, pieces)
  const runs = batch.runs.length * scenario.replications
  const alone = (pilot.milliseconds / pilot.quarters) * quarters
  const workers = Math.min(availableParallelism(), pieces.length)
  const count = (value: number): string => Math.round(value).toLocaleString('en')
  const files = [...pilot.files].map(([name, { rows, bytes }]) => [name, count((rows / pilot.runs) * runs), sizeText((bytes / pilot.runs) * runs)])
  const disk = [...pilot.files.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  return [
    `runs          ${count(runs)}: ${batch.runs.length} in each of ${scenario.replications} replications${scenario.precision ? ' at most' : ''}; ${count(quarters)} quarters with burn-ins`,
    `pieces        ${count(pieces.length)}, which workers and parts (--shard) can share`,
    `time          about ${duration(alone)} on one processor, ${duration(alone / workers)} on ${workers} (${readable(pilot.milliseconds / pilot.quarters)} ms for a quarter, from ${pilot.runs} runs)`,
    `memory        about ${Math.ceil(memoryOf(loaded) / 2 ** 20)} MiB for each worker`,
    `disk          about ${sizeText((disk / pilot.runs) * runs)}, without --panel and --networks`,
    '',
    table([['file', 'rows', 'size'], ...files], true),
  ]
}

/** Half of an interval, as a share of the baseline's mean. */
const WISHES = [0.1, 0.05, 0.02, 0.01]

async function enough(loaded: LoadedScenario, pilot: Pilot, measures: Measures, wanted: readonly string[] | undefined): Promise<string[]> {
  const { HEADLINE } = await import('../analysis/headline.ts')
  const { measuredInMemory, pairedArms, valuesOf } = await import('../analysis/measured.ts')
  const { effectOf } = await import('../analysis/effects.ts')
  const { replicationsFor } = await import('../analysis/precision.ts')
  const { precision, outcomes } = loaded.scenario
  const names = wanted ?? [...new Set([...(precision ? [precision.metric] : []), ...HEADLINE, ...Object.keys(outcomes)])]
  const unknown = names.find((name) => !measures.names.includes(name))
  if (unknown !== undefined) throw new UsageError(`--metric ${unknown}: there is no such metric or outcome.\n  allowed: names that cinsim list metrics shows, and outcomes of the scenario`)
  const measured = measuredInMemory(pilot.measured)
  const groups = pairedArms(measured.about)
  if (groups.length === 0 || groups[0].pairs.length < 2) return ['How many replications are enough is not told: that takes arms, and a pilot of two replications or more.']
  const rows = names.map((name) => {
    const column = measured.column(measures.names.indexOf(name) * measures.windows.length)
    const effects = groups.map((group) => effectOf(valuesOf(group, column)))
    return [name, ...WISHES.map((share) => {
      const needed = effects.map(({ sd, baseline }) => replicationsFor(sd / Math.abs(baseline), share))
      const most = Math.max(...needed)
      return Number.isFinite(most) ? String(most) : '-'
    })]
  })
  return [
    'Replications after which the effect of every arm over the horizon is known to a share of the baseline\'s mean:',
    '',
    table([['metric', ...WISHES.map((share) => `${100 * share} %`)], ...rows], true),
  ]
}
