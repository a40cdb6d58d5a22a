/**
 * The quarter loop: a region is grown, burnt in under its historical policy, and simulated under one arm. All arms of a
 * replication branch from the same burnt-in world.
 */
import type { Catalogue } from '../scenario/declare.ts'
import { compileExpression } from '../scenario/expression.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import type { Region } from '../scenario/region.ts'
import { armPolicy, type Evaluator, parameterEvaluator, parameterTimelines, policyEvaluator, trialPolicy } from '../scenario/resolve.ts'
import type { Arm, Scenario } from '../scenario/scenario.ts'
import type { Mechanism, Policy, PolicyInForce } from '../mechanisms/mechanism.ts'
import { schedule } from '../mechanisms/schedule.ts'
import { type MetricKey, metricKeys, observe } from '../observe/metrics.ts'
import * as arithmetic from '../world/arithmetic.ts'
import { type Audit, createAudit, holdAudit } from '../world/audit.ts'
import { growWorld } from '../world/grow.ts'
import { clearJournal, createJournal } from '../world/journal.ts'
import { createRandomness, type Randomness } from '../world/random.ts'
import { copyWorld, emptyEvents, type VisitOrder, type World } from '../world/world.ts'
import { catalogueOf } from './catalogue.ts'
import { assignTreatment, type Treatment, treatmentOf } from './trial.ts'

/** What one quarter of one run leaves behind. */
export interface Frame {
  /** Calendar quarter, see scenario/quarter.ts. */
  readonly quarter: number
  /** In the order of `metricKeys`; NaN where a metric has no value. A fresh array for every frame. */
  readonly metrics: Float64Array
  /** Yuan by purpose (`purposeNames`) in this world, before division by `scale`. A fresh array for every frame. */
  readonly flows: Float64Array
  /** The living state after this quarter: look, do not touch, do not keep. */
  readonly world: World
}

/** What is the same for all replications of an arm. */
interface ArmPlan {
  readonly arm: Arm
  readonly general: Evaluator
  readonly treated: Evaluator | undefined
  readonly treatment: Treatment | undefined
}

/** A scenario made ready to run. */
export interface Experiment {
  readonly scenario: Scenario
  readonly region: Region
  readonly mechanisms: readonly Mechanism[]
  readonly catalogue: Catalogue
  readonly arms: ReadonlyMap<string, ArmPlan>
  readonly parameters: Evaluator
}

export interface SimulationOptions {
  /** Whether the books are proved each quarter (default), only at the end, or not at all. */
  readonly audit?: 'every' | 'end' | 'off'
  /** Another order of visits inside mechanisms; the result must be the same. */
  readonly visitOrder?: VisitOrder
  /** Mechanisms that get the baseline's policy whatever the arm says: cuts a lever's channel. */
  readonly baselineFor?: readonly string[]
  /** Keeps `world.journal` in the scenario's quarters; nothing else changes. */
  readonly journal?: boolean
  /** Called with the region as it is grown, before its first quarter; must only look. */
  readonly grown?: (world: World) => void
  /** Called after every quarter, burn-in included; must only look. */
  readonly observer?: (world: World) => void
}

/** Resolves policies and parameters once. `mechanisms` replaces the schedule. */
export async function prepare(loaded: Pick<LoadedScenario, 'scenario' | 'region'>, mechanisms: readonly Mechanism[] = schedule): Promise<Experiment> {
  const { scenario, region } = loaded
  const catalogue = catalogueOf(mechanisms)
  const time = { start: scenario.start, scale: scenario.scale }
  const arms = new Map<string, ArmPlan>()
  for (const arm of scenario.arms) {
    const treated = trialPolicy(catalogue, region, scenario, arm)
    arms.set(arm.name, {
      arm,
      general: await policyEvaluator(armPolicy(catalogue, region, scenario, arm), catalogue, time, arithmetic),
      treated: treated && (await policyEvaluator(treated, catalogue, time, arithmetic)),
      treatment: arm.trial && (await treatmentOf(arm.trial, compileExpression, arithmetic)),
    })
  }
  const parameters = await parameterEvaluator(parameterTimelines(catalogue, scenario), catalogue, time, arithmetic)
  return { scenario, region, mechanisms, catalogue, arms, parameters }
}

/** The region after its burn-in, once per replication. */
export function burnIn(experiment: Experiment, replication: number, options: SimulationOptions = {}): World {
  const quarters = burnInQuarters(experiment, replication, options)
  for (;;) {
    const { done, value } = quarters.next()
    if (done) return value
  }
}

/** The same, stopping after each quarter. */
export function* burnInQuarters(
  experiment: Experiment, replication: number, options: SimulationOptions = {},
): Generator<void, World, void> {
  const { scenario, region } = experiment
  const random = createRandomness(scenario.seed, replication)
  const world = growWorld(region, random, {
    scale: scenario.scale,
    quarter: scenario.start - scenario.burnIn,
    ...(options.visitOrder ? { visitOrder: options.visitOrder } : {}),
  })
  options.grown?.(world)
  const audit = createAudit(world)
  const plan = experiment.arms.get('baseline')!
  let metrics: Float64Array = new Float64Array(metricKeys.length).fill(NaN)
  for (let t = 0; t < scenario.burnIn; t++) {
    metrics = simulateQuarter(experiment, plan, world, random, metrics, audit, options, true).metrics
    yield
    world.step++
    world.quarter++
  }
  if (scenario.burnIn === 0) observe(world, metrics)
  lastMetrics.set(world, metrics)
  return world
}

/** Metrics of the last burn-in quarter, which expressions of the first quarter may name. */
const lastMetrics = new WeakMap<World, Float64Array>()

/** Yields the scenario's quarters of one arm. `burntIn` is copied first and stays as it is. */
export function* simulateArm(
  experiment: Experiment, burntIn: World, armName: string, replication: number, options: SimulationOptions = {},
): Generator<Frame, void, void> {
  const { scenario } = experiment
  const plan = experiment.arms.get(armName)
  if (plan === undefined) throw new RangeError(`no arm ${armName} in scenario ${scenario.name}`)
  const random = createRandomness(scenario.seed, replication)
  const world = copyWorld(burntIn)
  beginCohort(world)
  clearSwitchedOff(experiment, world)
  if (plan.treatment) assignTreatment(world, plan.treatment, random)
  if (options.journal) world.journal = createJournal()
  const audit = createAudit(world)
  let metrics = lastMetrics.get(burntIn) ?? new Float64Array(metricKeys.length).fill(NaN)
  for (let t = 0; t < scenario.quarters; t++) {
    const last = t === scenario.quarters - 1
    const frame = simulateQuarter(experiment, plan, world, random, metrics, audit, options, false, last)
    metrics = frame.metrics
    yield frame
    world.step++
    world.quarter++
  }
}

function simulateQuarter(
  experiment: Experiment, plan: ArmPlan, world: World, random: Randomness, before: Float64Array, audit: Audit,
  options: SimulationOptions, burningIn: boolean, last = false,
): Frame {
  const { scenario } = experiment
  Object.assign(world.events, emptyEvents())
  if (world.journal) clearJournal(world.journal)
  world.ledger.flows.fill(0)
  world.ledger.writtenOff = 0
  const metric = (name: string): number => before[metricIndex.get(name)!]
  const parameters = experiment.parameters(world.quarter, metric)
  const policy = inForce(plan, world.quarter, metric)
  const baseline = options.baselineFor ? inForce(experiment.arms.get('baseline')!, world.quarter, metric) : policy
  for (const mechanism of experiment.mechanisms) {
    // Switches act from the scenario's start.
    if (!burningIn && scenario.mechanisms[mechanism.name] === false) continue
    const own = options.baselineFor?.includes(mechanism.name) ? baseline : policy
    mechanism.run(world, own, parametersOf(mechanism, parameters), random)
  }
  const mode = options.audit ?? 'every'
  if (mode === 'every' || (mode === 'end' && last)) holdAudit(world, audit, mode)
  const metrics = new Float64Array(metricKeys.length)
  observe(world, metrics)
  options.observer?.(world)
  return { quarter: world.quarter, metrics, flows: world.ledger.flows.slice(), world }
}

const metricIndex = new Map<string, number>(metricKeys.map((key: MetricKey, index: number) => [key, index]))

function inForce(plan: ArmPlan, quarter: number, metric: (name: string) => number): PolicyInForce {
  return {
    general: plan.general(quarter, metric) as Policy,
    treated: plan.treated?.(quarter, metric) as Policy | undefined,
  }
}

/** A mechanism's parameters by their short names; sorted out once for values that stay the same object. */
function parametersOf(mechanism: Mechanism, values: Record<string, number>): Record<string, number> {
  let sorted = sortedParameters.get(values)
  if (sorted === undefined) sortedParameters.set(values, (sorted = new Map()))
  let own = sorted.get(mechanism)
  if (own === undefined) sorted.set(mechanism, (own = shortNames(mechanism, values)))
  return own
}

const sortedParameters = new WeakMap<Record<string, number>, Map<Mechanism, Record<string, number>>>()

function shortNames(mechanism: Mechanism, values: Record<string, number>): Record<string, number> {
  const { of, parameters } = mechanism.reads ?? { of: '', parameters: {} }
  // Made at once: an object that gets many names one by one is a slow hash table in V8.
  return Object.fromEntries([
    ...Object.keys(parameters).map((name) => [name, values[`${of}.${name}`]]),
    ...Object.keys(mechanism.parameters).map((name) => [name, values[`${mechanism.name}.${name}`]]),
  ])
}

/** What a mechanism that is switched off did in the last quarter of the burn-in is over. */
function clearSwitchedOff({ mechanisms, scenario }: Experiment, world: World): void {
  for (const { name, ofTheQuarter = [] } of mechanisms) {
    if (scenario.mechanisms[name] === false) for (const column of ofTheQuarter) world.organisations.columns[column].fill(0)
  }
}

/** The scenario begins: marks the technology SMEs alive. */
function beginCohort(world: World): void {
  const { cohort, technology, large } = world.organisations.columns
  world.startStep = world.step
  world.cohortSize = 0
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    cohort[firm] = technology[firm] === 1 && large[firm] === 0 ? 1 : 0
    world.cohortSize += cohort[firm]
  }
}
