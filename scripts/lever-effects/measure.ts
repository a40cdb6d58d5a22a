/** Runs the arms of expectations, a replication at a time, and reduces each to the numbers that a row compares. */
import { estimate } from '../../src/analysis/effects.ts'
import { createRunKeys } from '../../src/experiment/runKey.ts'
import { burnIn, type Experiment, simulateArm, type SimulationOptions } from '../../src/experiment/simulate.ts'
import { metricKeys } from '../../src/observe/metrics.ts'
import { treeOf } from '../../src/scenario/tree.ts'
import type { World } from '../../src/world/world.ts'
import { experimentOf } from '../experimentOf.ts'
import { AS_IT_IS, type Expectation, type Patch, type Setting } from './expectations.ts'

/** What one replication says of one row. */
export interface Observation {
  readonly id: string
  readonly replication: number
  /** In the window, by arm of the row. */
  readonly values: readonly number[]
  /** The unmoved metric's mean over the first year, by arm; empty without one. */
  readonly calm: readonly number[]
  /** Whether the first arm without its channel is the baseline to the bit; asked in replication 0. */
  readonly cut: boolean | undefined
}

const QUARTERS = 40

function experimentFor({ parameters, mechanisms }: Setting, rows: readonly Expectation[], scale: number): Promise<Experiment> {
  const policies = new Map(rows.flatMap(({ arms }) => arms.map(({ policy }) => [armName(policy), policy])))
  const scenario = {
    name: 'expectations',
    region: 'beijing-2012',
    scale,
    quarters: QUARTERS,
    parameters: treeOf(parameters),
    arms: Object.fromEntries([...policies].map(([name, policy]) => [name, treeOf(policy)])),
  }
  return experimentOf(scenario, mechanisms)
}

const armName = (policy: Patch): string =>
  Object.entries(policy).map(([path, value]) => `${path.replaceAll('.', '-')}-${String(value).replace('-', 'minus')}`).join('-and-')

function gather<Key, T>(map: Map<Key, T[]>, key: Key, value: T): void {
  const gathered = map.get(key)
  if (gathered) gathered.push(value)
  else map.set(key, [value])
}

/** A series of bits to compare, of all metrics in all quarters, and each row's value by quarter. */
interface Series {
  readonly metrics: readonly Float64Array[]
  readonly values: ReadonlyMap<string, readonly number[]>
  /** For rows about a group, by quarter: R&D of the living technology SMEs by identity, and which of them belong to it. */
  readonly groups: ReadonlyMap<string, readonly GroupQuarter[]>
}

interface GroupQuarter {
  readonly research: ReadonlyMap<number, number>
  readonly members: ReadonlySet<number>
}

function lookAtGroup(world: World, belongs: (world: World, firm: number) => boolean): GroupQuarter {
  const { id, technology, large, rdSpending } = world.organisations.columns
  const research = new Map<number, number>()
  const members = new Set<number>()
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]!
    if (technology[firm] === 0 || large[firm] === 1) continue
    research.set(id[firm]!, rdSpending[firm]!)
    if (belongs(world, firm)) members.add(id[firm]!)
  }
  return { research, members }
}

const quartersOf = (window: string): [from: number, to: number] =>
  window === 'horizon' ? [0, QUARTERS] : window === 'last4' ? [QUARTERS - 4, QUARTERS] : [Number(window) - 1, Number(window)]

/** R&D of the same firms in each arm: members in the second arm that live in all, mean over the window. */
function researchInWindow(id: string, window: string, series: readonly Series[]): number[] {
  const sums = series.map(() => 0)
  const [from, to] = quartersOf(window)
  for (let t = from; t < to; t++) {
    const quarter = series.map(({ groups }) => groups.get(id)![t]!)
    for (const firm of quarter[1]!.members) {
      if (quarter.every(({ research }) => research.has(firm))) quarter.forEach(({ research }, arm) => (sums[arm]! += research.get(firm)!))
    }
  }
  return sums.map((sum) => sum / (to - from))
}

/** One run, as far as the rows look at it. */
function follow(
  experiment: Experiment, world: World, arm: string, replication: number, rows: readonly Expectation[], quarters: number, options: SimulationOptions = {},
): Series {
  const metrics: Float64Array[] = []
  const values = new Map<string, number[]>(rows.map(({ id }) => [id, []]))
  const groups = new Map<string, GroupQuarter[]>(rows.filter(({ group }) => group).map(({ id }) => [id, []]))
  for (const frame of simulateArm(experiment, world, arm, replication, { audit: 'end', ...options })) {
    metrics.push(frame.metrics)
    for (const { id, value, group } of rows) {
      values.get(id)!.push(value(frame))
      if (group) groups.get(id)!.push(lookAtGroup(frame.world, group))
    }
    if (metrics.length === quarters) break
  }
  return { metrics, values, groups }
}

const inWindow = (values: readonly number[], window: string): number => estimate(values.slice(...quartersOf(window))).mean

const same = (one: Series, other: Series): boolean =>
  one.metrics.every((frame, quarter) => frame.every((value, index) => Object.is(value, other.metrics[quarter]![index])))

const lastQuarter = (rows: readonly Expectation[]): number => Math.max(...rows.map(({ window }) => quartersOf(window)[1]))

/** The rows of one setting in one replication. */
async function observeSetting(rows: readonly Expectation[], burntIn: World, replication: number, scale: number): Promise<Observation[]> {
  const experiment = await experimentFor(rows[0]!.setting, rows, scale)
  const runKey = createRunKeys(experiment)
  // Arms that mean the same are one run.
  const lookers = new Map<string, Expectation[]>()
  for (const row of rows) for (const { policy } of row.arms) gather(lookers, runKey(armName(policy), replication), row)
  const runs = new Map<string, Series>()
  const baseline = runKey('baseline', replication)
  const run = (arm: string): Series => {
    const key = runKey(arm, replication)
    const looking = lookers.get(key) ?? []
    if (!runs.has(key)) runs.set(key, follow(experiment, burntIn, arm, replication, looking, lastQuarter(key === baseline ? rows : looking)))
    return runs.get(key)!
  }
  const withoutChannel = (row: Expectation): Series =>
    follow(experiment, burntIn, armName(row.arms[0]!.policy), replication, [], lastQuarter([row]), { baselineFor: row.channel })
  return rows.map((row) => {
    const series = row.arms.map(({ policy }) => run(armName(policy)))
    const calm = row.unmoved && metricKeys.indexOf(row.unmoved.metric)
    return {
      id: row.id,
      replication,
      values: row.group ? researchInWindow(row.id, row.window, series) : series.map(({ values }) => inWindow(values.get(row.id)!, row.window)),
      calm: calm === undefined ? [] : series.map(({ metrics }) => estimate(metrics.slice(0, 4).map((frame) => frame[calm]!)).mean),
      cut: replication > 0 || row.channel.length === 0 ? undefined : same(withoutChannel(row), run('baseline')),
    }
  })
}

/** All rows in one replication, whose burn-in they share. */
export async function observeReplication(all: readonly Expectation[], replication: number, scale: number): Promise<Observation[]> {
  const burntIn = burnIn(await experimentFor(AS_IT_IS, [], scale), replication, { audit: 'off' })
  const bySetting = new Map<string, Expectation[]>()
  for (const row of all) gather(bySetting, row.setting.name, row)
  const observations: Observation[] = []
  for (const rows of bySetting.values()) observations.push(...(await observeSetting(rows, burntIn, replication, scale)))
  return observations
}
