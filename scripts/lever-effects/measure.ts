/** Runs the arms of expectations, a replication at a time, and reduces each to the numbers that a row compares. */
import { estimate } from '../../src/analysis/effects.ts'
import { createRunKeys } from '../../src/experiment/runKey.ts'
import { burnIn, type Experiment, type Frame, prepare, simulateArm, type SimulationOptions } from '../../src/experiment/simulate.ts'
import { nodeFiles } from '../../src/host/files.ts'
import { loadScenario } from '../../src/index.ts'
import { metricKeys } from '../../src/observe/metrics.ts'
import type { World } from '../../src/world/world.ts'
import type { Expectation, Patch } from './expectations.ts'

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

/** `{ 'fund.budget': 800 }` as the tree that a scenario has. */
function treeOf(patch: Patch): Record<string, unknown> {
  const tree: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(patch)) {
    const names = path.split('.')
    const last = names.pop()!
    let branch = tree
    for (const name of names) branch = (branch[name] ??= {}) as Record<string, unknown>
    branch[last] = value
  }
  return tree
}

async function experimentOf(rows: readonly Expectation[], scale: number): Promise<Experiment> {
  const policies = new Map(rows.flatMap(({ arms }) => arms.map(({ policy }) => [armName(policy), policy])))
  const scenario = {
    version: 1,
    name: 'expectations',
    region: 'beijing-2012',
    scale,
    quarters: QUARTERS,
    parameters: treeOf(rows[0]!.parameters),
    arms: Object.fromEntries([...policies].map(([name, policy]) => [name, treeOf(policy)])),
  }
  const text = new TextEncoder().encode(JSON.stringify(scenario))
  const files = { ...nodeFiles, read: (path: string, most: number) => (path === 'expectations' ? text : nodeFiles.read(path, most)) }
  return prepare(await loadScenario('expectations', files))
}

const armName = (policy: Patch): string =>
  Object.entries(policy).map(([path, value]) => `${path.replaceAll('.', '-')}-${String(value).replace('-', 'minus')}`).join('-and-')

/** Rows that hold in the same world: those with the same parameters share a burn-in. */
function byParameters(rows: readonly Expectation[]): Expectation[][] {
  const groups = new Map<string, Expectation[]>()
  for (const row of rows) {
    const key = JSON.stringify(row.parameters)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()]
}

/** A series of bits to compare, of all metrics in all quarters, and each row's value by quarter. */
interface Series {
  readonly metrics: readonly Float64Array[]
  readonly values: ReadonlyMap<string, readonly number[]>
}

function follow(
  experiment: Experiment, world: World, arm: string, replication: number, rows: readonly Expectation[], options: SimulationOptions = {},
): Series {
  const metrics: Float64Array[] = []
  const values = new Map<string, number[]>(rows.map(({ id }) => [id, []]))
  for (const frame of simulateArm(experiment, world, arm, replication, { audit: 'end', ...options })) {
    metrics.push(frame.metrics)
    for (const { id, value } of rows) values.get(id)!.push(value(frame as Frame))
  }
  return { metrics, values }
}

function inWindow(values: readonly number[], window: string): number {
  if (window === 'horizon') return estimate(values).mean
  if (window === 'last4') return estimate(values.slice(-4)).mean
  return values[Number(window) - 1]!
}

const same = (one: Series, other: Series): boolean =>
  one.metrics.every((frame, quarter) => frame.every((value, index) => Object.is(value, other.metrics[quarter]![index])))

/** All rows in one replication. */
export async function observeReplication(all: readonly Expectation[], replication: number, scale: number): Promise<Observation[]> {
  const observations: Observation[] = []
  for (const rows of byParameters(all)) {
    const experiment = await experimentOf(rows, scale)
    const runKey = createRunKeys(experiment)
    const world = burnIn(experiment, replication, { audit: 'off' })
    // Arms that mean the same are one run.
    const runs = new Map<string, Series>()
    const run = (arm: string): Series => {
      const key = runKey(arm, replication)
      if (!runs.has(key)) runs.set(key, follow(experiment, world, arm, replication, rows))
      return runs.get(key)!
    }
    for (const row of rows) {
      const series = row.arms.map(({ policy }) => run(armName(policy)))
      const calm = row.unmoved && metricKeys.indexOf(row.unmoved.metric)
      observations.push({
        id: row.id,
        replication,
        values: series.map(({ values }) => inWindow(values.get(row.id)!, row.window)),
        calm: calm === undefined ? [] : series.map(({ metrics }) => estimate(metrics.slice(0, 4).map((frame) => frame[calm]!)).mean),
        cut:
          replication > 0
            ? undefined
            : same(follow(experiment, world, armName(row.arms[0]!.policy), 0, [], { baselineFor: row.channel }), run('baseline')),
      })
    }
  }
  return observations
}
