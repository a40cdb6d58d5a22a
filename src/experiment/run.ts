/** One run from a burnt-in world to its record: a run that fails becomes a record too. */
import { observeGroups, type TrialGroups } from '../observe/groups.ts'
import { observeStandings } from '../observe/standings.ts'
import { inMillionYuan, type Recorder, type RunAbout, type RunRecord, runDigest } from '../records/run.ts'
import { ExpressionError } from '../scenario/expression.ts'
import { AuditError } from '../world/audit.ts'
import { type Hash, stateDigest } from '../world/digest.ts'
import { createRandomness } from '../world/random.ts'
import type { World } from '../world/world.ts'
import { burnInQuarters, type Experiment, type Frame, simulateArm, type SimulationOptions } from './simulate.ts'
import { trialGroups } from './trial.ts'

export interface RunOptions extends SimulationOptions {
  /** The host's own SHA-256, where it has a faster one. */
  readonly createHash?: () => Hash
  /** Called after every quarter of every run, burn-ins included; what it returns is waited for. */
  readonly quarterDone?: () => void | Promise<void>
  /** Called when a run begins, with the world that it starts from; what it returns watches the run. */
  readonly recorders?: (about: RunAbout, burntIn: World) => readonly Recorder[]
  /** Once it is aborted no further quarter is simulated and no further record comes. */
  readonly signal?: { readonly aborted: boolean }
}

type Outcome = Pick<RunRecord, 'status' | 'digest' | 'failedAt' | 'reason'>
type About = RunAbout & Pick<RunRecord, 'runKey' | 'start'>
type Ended<T> = { readonly result: T } | { readonly failure: Outcome }

/** The world after its burn-in, or why there is none; undefined when aborted. */
export const recordBurnIn = (experiment: Experiment, replication: number, options: RunOptions): Promise<Ended<World> | undefined> =>
  drain(burnInQuarters(experiment, replication, options), experiment.scenario.start - experiment.scenario.burnIn, options)

/** The record of a run; undefined when aborted. A run whose burn-in failed has failed like it. */
export async function recordRun(
  experiment: Experiment, burntIn: Ended<World>, about: About, options: RunOptions,
): Promise<RunRecord | undefined> {
  if ('failure' in burntIn) return { ...about, ...burntIn.failure, metrics: [], flows: [] }
  const record = await simulateRun(experiment, burntIn.result, about, options)
  return record && { ...about, ...record }
}

async function simulateRun(
  experiment: Experiment, burntIn: World, about: RunAbout, options: RunOptions,
): Promise<Omit<RunRecord, keyof About> | undefined> {
  const { scenario } = experiment
  const metrics: Float64Array[] = []
  const flows: Float64Array[] = []
  let finalState = ''
  const recorders = options.recorders?.(about, burntIn) ?? []
  const trials = trialsToldBy(experiment, burntIn, about)
  const standings = observeStandings(burntIn, scenario.quarters)
  let living: RunRecord['living']
  const look = (frame: Frame): void => {
    metrics.push(frame.metrics)
    flows.push(inMillionYuan(frame.flows, scenario.scale))
    standings.look(frame.world)
    if (metrics.length === scenario.quarters) {
      finalState = stateDigest(frame.world, options.createHash)
      living = standings.living(frame.world)
    }
    for (const recorder of recorders) recorder.look(frame)
    for (const { firms, quarters } of trials.values()) quarters.push(observeGroups(frame.world, firms))
  }
  const ended = await drain(simulateArm(experiment, burntIn, about.arm, about.replication, options), scenario.start, options, look)
  if (ended === undefined) return undefined
  for (const recorder of recorders) recorder.end()
  if ('failure' in ended) return { ...ended.failure, metrics, flows }
  const groups = new Map([...trials].map(([arm, { quarters }]) => [arm, quarters]))
  return {
    status: 'done', digest: runDigest({ metrics, flows }, finalState), failedAt: undefined, reason: '', metrics, flows, groups,
    standings: standings.values(), ...(living ? { living } : {}),
  }
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
  quarters: Generator<Quarter, T, void>, quarter: number, options: RunOptions, look?: (quarter: Quarter) => void,
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
