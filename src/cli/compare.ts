/** `cinsim compare`: two finished results beside each other. */
import type { Command } from 'commander'
import { join } from 'node:path'
import type { MeasuredRuns } from '../analysis/measured.ts'
import type { Measures } from '../analysis/windows.ts'
import type { FinishedResult } from '../host/finishedResult.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import { UsageError } from './errors.ts'
import { loadWith } from './scenarioOptions.ts'
import { readable, signed } from '../report/format.ts'
import { table } from './table.ts'

const EXAMPLE = `
Examples:
  $ cinsim compare output/policy-2012 output/policy-2014
  $ cinsim compare output/one output/other --csv differences.csv

Arms with the same name are held against each other: their levels, and their effects. Where region, scale, seed and time are the same,
so is the luck of each replication, and differences are taken replication by replication; else the two are independent.`

interface CompareFlags {
  readonly csv?: string
  readonly metric?: readonly string[]
}

export function addCompare(program: Command): void {
  program
    .command('compare')
    .description('set two finished results beside each other')
    .argument('<dir>', 'folder of a result')
    .argument('<other>', 'folder of another')
    .option('--metric <name>', 'a metric or outcome to show; may be repeated', (value: string, previous: readonly string[] = []) => [...previous, value])
    .option('--csv <file>', 'write all differences to a file')
    .addHelpText('after', EXAMPLE)
    .action(async (folder: string, other: string, flags: CompareFlags) => {
      await compare(folder, other, flags)
    })
}

interface Side {
  readonly result: FinishedResult
  readonly loaded: LoadedScenario
}

async function compare(folder: string, other: string, flags: CompareFlags): Promise<void> {
  const { openFinished } = await import('../host/finishedResult.ts')
  const sides: Side[] = []
  for (const path of [folder, other]) sides.push({ result: await openFinished(path), loaded: await loadWith(join(path, 'scenario.yaml'), {}) })
  const [one, two] = sides
  const { measuresOf, windowsOf } = await import('../analysis/windows.ts')
  // Measures that both have, over the windows that both have.
  const measures = await measuresOf(one.loaded.scenario)
  const others = await measuresOf(two.loaded.scenario)
  const names = measures.names.filter((name) => others.names.includes(name))
  const wanted = flags.metric ?? (await shownNames(names))
  await refuseUnknown(wanted, names)
  const [first, second] = [await measured(one, measures), await measured(two, others)]
  const paired = sameLuck(one, two)
  const { differencesOf } = await import('../analysis/compare.ts')
  const windows = windowsOf(one.loaded.scenario).map(({ name }) => name).filter((name) => name === 'horizon' || name === 'last4')
  const of = (metric: string, window: string): ReturnType<typeof differencesOf> => differencesOf(first(metric, window), second(metric, window), { ...measures, names: [metric], windows: [{ name: window, from: 0, to: 1 }] }, metric, window, paired)
  const lines = wanted.flatMap((metric) => of(metric, 'horizon').map(({ arm, point, quantity, first: before, second: after, difference, n }) => [
    metric, quantity, point === 0 ? arm : `${arm} ${point}`, readable(before), readable(after),
    Number.isNaN(difference.lower) ? signed(difference.mean) : `${signed(difference.mean)} [${signed(difference.lower)}, ${signed(difference.upper)}]`, String(n),
  ]))
  if (lines.length === 0) throw new UsageError(`${folder} and ${other} have no arm in common.\n  allowed: results with arms of the same name`)
  process.stdout.write(`${[
    ...differing(one, two), '', table([['metric', 'what', 'arm', 'first', 'second', 'difference', 'n'], ...lines]), '',
    paired ? 'Over all quarters; the same luck in both, so differences are paired.' : 'Over all quarters; the two have other luck, so they are independent.',
  ].join('\n')}\n`)
  if (flags.csv === undefined) return
  const { csv } = await import('../records/tables.ts')
  const { writeWhole } = await import('../host/write.ts')
  const rows = names.flatMap((metric) => windows.flatMap((window) => of(metric, window).map(({ arm, point, quantity, first: before, second: after, difference, n }) =>
    [arm, point, metric, window, quantity, before, after, difference.mean, difference.lower, difference.upper, difference.p, n])))
  writeWhole(flags.csv, csv([['arm', 'point', 'metric', 'window', 'quantity', 'first', 'second', 'difference', 'lower', 'upper', 'p', 'n'], ...rows]))
}

async function shownNames(names: readonly string[]): Promise<readonly string[]> {
  const { HEADLINE } = await import('../analysis/headline.ts')
  return HEADLINE.filter((name) => names.includes(name))
}

async function refuseUnknown(wanted: readonly string[], names: readonly string[]): Promise<void> {
  const unknown = wanted.find((name) => !names.includes(name))
  if (unknown === undefined) return
  const { nearest } = await import('../scenario/nearest.ts')
  const { listed } = await import('../scenario/problem.ts')
  const close = nearest(unknown, names)
  throw new UsageError(`--metric ${unknown}: both results have no such metric or outcome.\n  allowed: ${listed(names)}${close === undefined ? '' : `\n  did you mean "${close}"?`}`)
}

/** Reads a result once; then its runs by one measure in one window. */
async function measured({ result, loaded }: Side, measures: Measures): Promise<(metric: string, window: string) => MeasuredRuns> {
  const { measure } = await import('../analysis/windows.ts')
  const { planOf } = await import('../experiment/batch.ts')
  const { standingNames } = await import('../observe/standings.ts')
  const { scenario, region, language } = loaded
  const baselines = new Map(planOf(scenario, language.catalogue).variants.map(({ point, baseline }) => [point, baseline]))
  // The first two windows are the horizon and the last year.
  const short = { ...measures, windows: measures.windows.slice(0, 2) }
  const runs: { about: MeasuredRuns['about'][number]; values: Float64Array }[] = []
  for await (const run of result.records(standingNames(Object.keys(region.sectors.rows)))) {
    const { arm, point, replication, status } = run
    if (status === 'done') runs.push({ about: { arm, point, replication, baseline: baselines.get(point) ?? point }, values: measure(run, short) })
  }
  const about = runs.map((run) => run.about)
  return (metric, window) => {
    const cell = short.names.indexOf(metric) * short.windows.length + short.windows.findIndex(({ name }) => name === window)
    return { about, column: () => Float64Array.from(runs, ({ values }) => values[cell]) }
  }
}

const LUCK = ['seed', 'scale', 'start', 'burnIn'] as const

const sameLuck = (one: Side, two: Side): boolean =>
  LUCK.every((key) => one.loaded.scenario[key] === two.loaded.scenario[key]) && JSON.stringify(one.loaded.region) === JSON.stringify(two.loaded.region)

const COMPARED = ['region', 'scale', 'start', 'quarters', 'burnIn', 'replications', 'seed', 'policy', 'parameters', 'mechanisms', 'arms', 'design'] as const

/** What the two scenarios do not have alike, a line each. */
function differing({ result: one, loaded: { scenario } }: Side, { result: two, loaded: { scenario: other } }: Side): string[] {
  const engines = one.manifest.engine.source === two.manifest.engine.source ? [] : [`engine      ${one.manifest.engine.source} and ${two.manifest.engine.source}`]
  const keys = COMPARED.filter((key) => JSON.stringify(scenario[key]) !== JSON.stringify(other[key]))
  return [
    `first       ${one.path}`, `second      ${two.path}`, ...engines,
    `differ in   ${keys.map((key) => (typeof scenario[key] === 'object' || typeof other[key] === 'object' ? key : `${key} (${String(scenario[key])} and ${String(other[key])})`)).join(', ') || 'nothing of the scenario'}`,
  ]
}
