/**
 * Holds the levers against docs/expectations.csv, which was written before the model: npm run lever-effects. Rows whose
 * lever or metric does not exist yet are named as such. With --write the table goes to docs/lever-effects.md.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parse } from 'csv-parse/sync'
import { estimate } from '../src/analysis/effects.ts'
import { burnIn, type Experiment, prepare, simulateArm, type SimulationOptions } from '../src/experiment/simulate.ts'
import { nodeFiles } from '../src/host/files.ts'
import { loadScenario } from '../src/index.ts'
import { levers } from '../src/mechanisms/levers.ts'
import { type MetricKey, metricKeys } from '../src/observe/metrics.ts'
import type { World } from '../src/world/world.ts'

interface Expectation {
  readonly id: string
  readonly lever: string
  readonly from: number
  readonly to: number
  readonly metric: MetricKey
  /** `last4`, or the number of a quarter from 1 on. */
  readonly window: string
  readonly sign: '+' | '-' | '0'
  /** Share of the baseline that the effect must reach, or stay within when the sign is 0. */
  readonly minimum: number
  readonly channel: readonly string[]
  /** What may change by no more than a share in the first four quarters. */
  readonly unmoved: { readonly metric: MetricKey; readonly share: number } | undefined
}

const isMetric = (name: string): name is MetricKey => (metricKeys as readonly string[]).includes(name)

/** Undefined for a row that this version cannot check. */
function read(row: Readonly<Record<string, string>>): Expectation | undefined {
  const lever = row['lever']!.replace(' (agency gives way)', '').replace(' ', '.')
  const [from, to] = [row['from'], row['to']].map(Number)
  const metric = row['metric']!
  const moved = /^(\w+) ([\d.]+) %$/.exec(row['unmoved']!)
  if (!Object.hasOwn(levers, lever) || !isMetric(metric) || !Number.isFinite(from! + to!)) return undefined
  return {
    id: row['id']!,
    lever,
    from: from!,
    to: to!,
    metric,
    window: row['window']!,
    sign: row['sign'] as Expectation['sign'],
    minimum: row['minimum'] === 'any' ? 0 : Number(/[\d.]+/.exec(row['minimum']!)![0]) / 100,
    channel: row['channel']!.split(' '),
    unmoved: moved && isMetric(moved[1]!) ? { metric: moved[1], share: Number(moved[2]) / 100 } : undefined,
  }
}

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string' },
    scale: { type: 'string', default: '0.1' },
    replications: { type: 'string', default: '20' },
    write: { type: 'boolean', default: false },
  },
})
const all: Record<string, string>[] = parse(readFileSync('docs/expectations.csv'), { columns: true })
const wanted = options.rows?.split(',')
const chosen = all.filter((row) => wanted === undefined || wanted.includes(row['id']!))
const expectations = chosen.map(read).filter((row) => row !== undefined)
const notYet = chosen.filter((row) => read(row) === undefined).map((row) => row['id']!)

const armOf = (lever: string, value: number): string => `${lever.replaceAll('.', '-')}-${value}`
const levels = new Map(expectations.flatMap(({ lever, from, to }) => [from, to].map((value) => [armOf(lever, value), { lever, value }])))
const scenario = {
  version: 1,
  name: 'expectations',
  region: 'beijing-2012',
  scale: Number(options.scale),
  replications: Number(options.replications),
  arms: Object.fromEntries(
    [...levels].map(([arm, { lever, value }]) => {
      return [arm, lever.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value)]
    }),
  ),
}
const text = new TextEncoder().encode(JSON.stringify(scenario))
const files = { ...nodeFiles, read: (path: string, most: number) => (path === 'expectations' ? text : nodeFiles.read(path, most)) }
const experiment = await prepare(await loadScenario('expectations', files))

type Series = Float64Array[]
const run = (world: World, arm: string, replication: number, more: SimulationOptions = {}): Series =>
  [...simulateArm(experiment, world, arm, replication, { audit: 'end', ...more })].map(({ metrics }) => metrics)

const meanOf = (series: Series, metric: MetricKey, from: number, to: number): number =>
  estimate(series.slice(from, to).map((frame) => frame[metricKeys.indexOf(metric)]!)).mean

function inWindow(series: Series, { metric, window }: Expectation): number {
  if (window === 'last4') return meanOf(series, metric, series.length - 4, series.length)
  if (window === 'horizon') return meanOf(series, metric, 0, series.length)
  return meanOf(series, metric, Number(window) - 1, Number(window))
}

const equal = (one: Series, other: Series): boolean =>
  one.every((frame, quarter) => frame.every((value, index) => Object.is(value, other[quarter]![index])))

interface Measured {
  readonly before: number[]
  readonly after: number[]
  readonly calmBefore: number[]
  readonly calmAfter: number[]
  cut: boolean | undefined
}
const measured = new Map<string, Measured>(
  expectations.map(({ id }) => [id, { before: [], after: [], calmBefore: [], calmAfter: [], cut: undefined }]),
)

function measureReplication({ scenario: { arms } }: Experiment, replication: number): void {
  const world = burnIn(experiment, replication, { audit: 'off' })
  const series = new Map(arms.map(({ name }) => [name, run(world, name, replication)]))
  for (const row of expectations) {
    const one = measured.get(row.id)!
    const [from, to] = [row.from, row.to].map((value) => series.get(armOf(row.lever, value))!) as [Series, Series]
    one.before.push(inWindow(from, row))
    one.after.push(inWindow(to, row))
    if (row.unmoved) {
      one.calmBefore.push(meanOf(from, row.unmoved.metric, 0, 4))
      one.calmAfter.push(meanOf(to, row.unmoved.metric, 0, 4))
    }
    // The same bits in every metric of every quarter: one replication shows it.
    if (replication === 0) one.cut = equal(run(world, armOf(row.lever, row.to), 0, { baselineFor: row.channel }), series.get('baseline')!)
  }
}

for (let replication = 0; replication < scenario.replications; replication++) {
  process.stderr.write(`replication ${replication + 1} of ${scenario.replications}\n`)
  measureReplication(experiment, replication)
}

const percent = (share: number): string => `${share > 0 ? '+' : ''}${(100 * share).toFixed(Math.abs(share) < 0.1 ? 2 : 1)} %`
const mean = (values: readonly number[]): number => estimate(values).mean

function verdict(row: Expectation): string[] {
  const { before, after, calmBefore, calmAfter, cut } = measured.get(row.id)!
  const { mean: effect, sd, n } = estimate(after.map((value, index) => value - before[index]!))
  const base = mean(before)
  const relative = effect / Math.abs(base)
  const errors = effect / (sd / Math.sqrt(n))
  const moved = row.sign === '0' ? Math.abs(relative) <= row.minimum : (row.sign === '+' ? errors : -errors) > 3 && Math.abs(relative) >= row.minimum
  const calm = row.unmoved ? mean(calmAfter) / mean(calmBefore) - 1 : undefined
  const still = calm === undefined || Math.abs(calm) <= row.unmoved!.share
  return [
    row.id,
    `\`${row.lever}\` ${row.from} → ${row.to}`,
    `\`${row.metric}\` ${row.window}`,
    base.toPrecision(4),
    percent(relative),
    sd === 0 ? '-' : errors.toFixed(1),
    row.sign === '0' ? `within ${100 * row.minimum} %` : `${row.sign}${row.minimum === 0 ? '' : ` ${100 * row.minimum} %`}`,
    calm === undefined ? '-' : `\`${row.unmoved!.metric}\` ${percent(calm)} (${100 * row.unmoved!.share} %)`,
    cut ? 'exactly 0' : 'NOT 0',
    moved && still && cut ? 'holds' : '**missed**',
  ]
}

const heads = ['row', 'lever', 'metric', 'before', 'effect', 'standard errors', 'wanted', 'first year, unmoved', 'without its channel', 'verdict']
const table = [heads, heads.map(() => '---'), ...expectations.map(verdict)].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
const rest = notYet.length === 0 ? '' : `\n\nNot yet, since the lever, the metric or the panel is not there: ${notYet.join(', ')}.`
console.log(table + rest)
if (options.write) {
  writeFileSync(
    'docs/lever-effects.md',
    `# What each lever does

Made by \`npm run lever-effects -- --write\`: region beijing-2012 at scale ${scenario.scale}, 40 quarters after a burn-in of 20,
${scenario.replications} paired replications. The expectations are those of [expectations.csv](expectations.csv), written before the model. A row
holds when the effect has the sign beyond 3 standard errors and at least the size, what should stay calm in the first
year does, and the effect is exactly 0 when the mechanisms that read the lever are given the baseline's policy.

${table}${rest}
`,
  )
}
