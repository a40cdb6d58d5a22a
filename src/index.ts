/**
 * The library's face. It needs neither Node nor a page: files come in through `Files` (for Node: `nodeFiles` from
 * `cinsim/node`), and nothing is written.
 */
import { catalogueOf } from './experiment/catalogue.ts'
import { burnIn, type Frame, prepare, simulateArm, type SimulationOptions } from './experiment/simulate.ts'
import { trialAttributes } from './experiment/trial.ts'
import type { Mechanism } from './mechanisms/mechanism.ts'
import { schedule } from './mechanisms/schedule.ts'
import { type MetricKey, metricKeys } from './observe/metrics.ts'
import type { Files } from './scenario/files.ts'
import { type LoadedScenario, loadScenario as load } from './scenario/load.ts'
import * as arithmetic from './world/arithmetic.ts'

/**
 * Reads and checks a scenario and its region. `mechanisms` is the schedule whose parameters the scenario may name.
 * Throws a `ScenarioError` that lists every problem with its place.
 */
export function loadScenario(path: string, files: Files, mechanisms: readonly Mechanism[] = schedule): Promise<LoadedScenario> {
  return load(path, files, catalogueOf(mechanisms), arithmetic, trialAttributes)
}

export interface RunOptions extends SimulationOptions {
  /** `baseline` unless told. */
  readonly arm?: string
  /** 0 unless told; the same number means the same luck in every arm. */
  readonly replication?: number
  /** Replaces the schedule: mechanisms may be changed, added or left out. */
  readonly mechanisms?: readonly Mechanism[]
}

/** Simulates one run and yields a frame for each quarter of the scenario, after its burn-in. */
export async function* simulate(loaded: LoadedScenario, options: RunOptions = {}): AsyncGenerator<Frame, void, void> {
  const experiment = await prepare(loaded, options.mechanisms)
  const replication = options.replication ?? 0
  const world = burnIn(experiment, replication, options)
  yield* simulateArm(experiment, world, options.arm ?? 'baseline', replication, options)
}

/** A metric's value in a frame; NaN when it has none in that quarter. */
export function metricOf(frame: Frame, key: MetricKey): number {
  return frame.metrics[metricKeys.indexOf(key)]
}

export { catalogueOf, metricKeys, schedule }
export { mechanism, type Mechanism, type Policy, type PolicyInForce, policyOf } from './mechanisms/mechanism.ts'
export { networkFormats } from './observe/export.ts'
export { toGraph } from './observe/graph.ts'
export { metrics, type MetricKey } from './observe/metrics.ts'
export type { Files } from './scenario/files.ts'
export type { LoadedScenario } from './scenario/load.ts'
export { type Problem, ScenarioError } from './scenario/problem.ts'
export { formatQuarter, parseQuarter } from './scenario/quarter.ts'
export { AuditError } from './world/audit.ts'
export { createRandomness, type Draws, type Randomness } from './world/random.ts'
export { purposeIndex, purposeNames, purposes, transfer } from './world/ledger.ts'
export type { World } from './world/world.ts'
export type { Frame, SimulationOptions }
