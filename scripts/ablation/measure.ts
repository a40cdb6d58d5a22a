/** Runs a replication of the region whole, and without each mechanism in turn, from one burnt-in world. */
import { estimate } from '../../src/analysis/effects.ts'
import { burnIn, type Experiment, simulateArm } from '../../src/experiment/simulate.ts'
import type { Mechanism } from '../../src/mechanisms/mechanism.ts'
import { schedule } from '../../src/mechanisms/schedule.ts'
import { type MetricKey, metricKeys } from '../../src/observe/metrics.ts'
import type { World } from '../../src/world/world.ts'
import { experimentOf, type Plan } from '../experimentOf.ts'

/** A mechanism that can be switched off, with the metric that it exists for. */
export interface Switchable {
  readonly name: string
  readonly metric: MetricKey
  readonly without: 'lower' | 'higher'
}

function switchableOf({ name, existsFor }: Mechanism): Switchable {
  if (existsFor === undefined) throw new Error(`the mechanism ${name} does not say which metric it exists for`)
  const metric = metricKeys.find((key) => key === existsFor.metric)
  if (metric === undefined) throw new Error(`the mechanism ${name} exists for ${existsFor.metric}, which is no metric`)
  return { name, metric, without: existsFor.without }
}

export const switchables: readonly Switchable[] = schedule.filter(({ switchable }) => switchable).map(switchableOf)

/** The metric of one mechanism in one replication, mean over the last year. */
export interface Observation {
  readonly mechanism: string
  readonly on: number
  readonly off: number
}

/** `undefined` for the whole model, and each mechanism's name for the model without it. */
export async function experimentsOf(plan: Plan): Promise<ReadonlyMap<string | undefined, Experiment>> {
  const scenario = { name: 'ablation', seed: 'ablation', ...plan }
  const experiments = new Map<string | undefined, Experiment>([[undefined, await experimentOf(scenario)]])
  for (const { name } of switchables) experiments.set(name, await experimentOf({ ...scenario, mechanisms: { [name]: 'off' } }))
  return experiments
}

export function observeReplication(experiments: ReadonlyMap<string | undefined, Experiment>, replication: number): Observation[] {
  const whole = experiments.get(undefined)!
  const world = burnIn(whole, replication, { audit: 'off' })
  const on = lastYear(whole, world, replication)
  return switchables.map(({ name, metric }) => ({
    mechanism: name, on: on(metric), off: lastYear(experiments.get(name)!, world, replication)(metric),
  }))
}

function lastYear(experiment: Experiment, world: World, replication: number): (key: MetricKey) => number {
  const frames = [...simulateArm(experiment, world, 'baseline', replication, { audit: 'end' })].slice(-4)
  return (key) => estimate(frames.map(({ metrics }) => metrics[metricKeys.indexOf(key)]!)).mean
}
