/** All runs of an experiment, one after the other: a failed run becomes a record, and the batch goes on. */
import { observeGroups, type TrialGroups } from '../observe/groups.ts'
import { inMillionYuan, type Recorder, type RunAbout, type RunRecord, runDigest } from '../records/run.ts'
import { ExpressionError } from '../scenario/expression.ts'
import { AuditError } from '../world/audit.ts'
import { type Hash, stateDigest } from '../world/digest.ts'
import { createRandomness } from '../world/random.ts'
import type { World } from '../world/world.ts'
import { createRunKeys } from './runKey.ts'
import { burnInQuarters, type Experiment, type Frame, simulateArm, type SimulationOptions } from './simulate.ts'
import { trialGroups } from './trial.ts'

export interface BatchOptions extends SimulationOptions {
  /** All of the scenario unless told. */
  readonly arms?: readonly string[]
  /** All of the scenario unless told. */
  readonly replications?: readonly number[]
  /** The host's own SHA-256, where it has a faster one. */
  readonly createHash?: () => Hash
  /** Called after every quarter of every run, burn-ins included; what it returns is waited for. */
  readonly quarterDone?: () => void | Promise<void>
  /** Called when a run begins, with the world that it starts from; what it returns watches the run. */
  readonly recorders?: (about: RunAbout, burntIn: World) => readonly Recorder[]
  /** Once it is aborted no further quarter is simulated and no further record comes. */
  readonly signal?: { readonly aborted: boolean }
}

export const replicationsOf = ({ replications }: { readonly replications: number }): number[] =>
  Array.from({ length: replications }, (_, replication) => replication)

/** Quarters that a batch simulates: each replication burns in once for all arms. */
export const quartersOfBatch = ({ scenario }: Pick<Experiment, 'scenario'>, replications: number): number =>
  replications * (scenario.burnIn + scenario.arms.length * scenario.quarters)

/** Replication by replication, the arms of each in the scenario's order, the baseline first. */
export async function* runBatch(experiment: Experiment, options: BatchOptions = {}): AsyncGenerator<RunRecord, void, void> {
  const { scenario } = experiment
  const runKey = createRunKeys(experiment)
  const arms = options.arms ?? scenario.arms.map(({ name }) => name)
  for (const replication of options.replications ?? replicationsOf(scenario)) {
    const burning = burnInQuarters(experiment, replication, options)
    const burntIn = await drain(burning, scenario.start - scenario.burnIn, options)
    if (burntIn === undefined) return
    for (const arm of arms) {
      const about = { arm, point: 0, replication, runKey: runKey(arm, replication), start: scenario.start }
      if ('failure' in burntIn) {
        yield { ...about, ...burntIn.failure, metrics: [], flows: [] }
        continue
      }
      const record = await simulateRun(experiment, burntIn.result, about, options)
      if (record === undefined) return
      yield { ...about, ...record }
    }
  }
}

type Outcome = Pick<RunRecord, 'status' | 'digest' | 'failedAt' | 'reason'>
type Ended<T> = { readonly result: T } | { readonly failure: Outcome }

async function simulateRun(
  experiment: Experiment, burntIn: World, about: RunAbout, options: BatchOptions,
): Promise<(Outcome & Pick<RunRecord, 'metrics' | 'flows' | 'groups'>) | undefined> {
  const { scenario } = experiment
  const metrics: Float64Array[] = []
  const flows: Float64Array[] = []
  let finalState = ''
  const recorders = options.recorders?.(about, burntIn) ?? []
  const trials = trialsToldBy(experiment, burntIn, about)
  const look = (frame: Frame): void => {
    metrics.push(frame.metrics)
    flows.push(inMillionYuan(frame.flows, scenario.scale))
    if (metrics.length === scenario.quarters) finalState = stateDigest(frame.world, options.createHash)
    for (const recorder of recorders) recorder.look(frame)
    for (const { firms, quarters } of trials.values()) quarters.push(observeGroups(frame.world, firms))
  }
  const ended = await drain(simulateArm(experiment, burntIn, about.arm, about.replication, options), scenario.start, options, look)
  if (ended === undefined) return undefined
  for (const recorder of recorders) recorder.end()
  if ('failure' in ended) return { ...ended.failure, metrics, flows }
  const groups = new Map([...trials].map(([arm, { quarters }]) => [arm, quarters]))
  return { status: 'done', digest: runDigest({ metrics, flows }, finalState), failedAt: undefined, reason: '', metrics, flows, groups }
}

/** An arm tells of the groups of its own trial, the baseline of the same firms for every trial. */
function trialsToldBy(
  { scenario, arms }: Experiment, burntIn: World, { arm, replication }: RunAbout,
): Map<string, { firms: TrialGroups; quarters: Float64Array[] }> {
  const random = createRandomness(scenario.seed, replication)
  const told = new Map<string, { firms: TrialGroups; quarters: Float64Array[] }>()
  for (const [name, { treatment }] of arms) {
    if (!treatment || (arm !== 'baseline' && arm !== name)) continue
    told.set(name, { firms: trialGroups(burntIn, treatment, random), quarters: [] })
  }
  return told
}

/** Simulates quarter after quarter, the first of them `quarter`; undefined when aborted. */
async function drain<Quarter, T>(
  quarters: Generator<Quarter, T, void>, quarter: number, options: BatchOptions, look?: (quarter: Quarter) => void,
): Promise<Ended<T> | undefined> {
  for (; ; quarter++) {
    if (options.signal?.aborted) return undefined
    let next: IteratorResult<Quarter, T>
    try {
      next = quarters.next()
    } catch (error) {
      return { failure: failureOf(error, quarter) }
    }
    if (next.done) return { result: next.value }
    look?.(next.value)
    await options.quarterDone?.()
  }
}

/** Begins the reason of a run that failed for no cause that its user could mend. */
export const FAULT = 'a fault of cinsim or of an added mechanism'

function failureOf(error: unknown, quarter: number): Outcome {
  const told = error instanceof Error ? error.message : String(error)
  // What a user wrote, or books that do not add up.
  const expected = error instanceof ExpressionError || error instanceof AuditError
  return {
    status: error instanceof AuditError ? 'audit' : 'failed',
    digest: '',
    failedAt: quarter,
    reason: expected ? told : `${FAULT}: ${error instanceof Error ? error.name : 'error'}: ${told}`,
  }
}
