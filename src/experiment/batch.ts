/**
 * All runs of an experiment: at every point of its design, all arms, in every replication. They come in one order, whoever
 * simulates which part: replication by replication, in each its variants, in each its arms, the baseline first.
 */
import type { RunAbout, RunRecord } from '../records/run.ts'
import type { Catalogue } from '../scenario/declare.ts'
import { factorDeclarations } from '../scenario/factors.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type DesignPoint, designPoints } from './design/points.ts'
import { recordBurnIn, recordRun, type RunOptions } from './run.ts'
import { createRunKeys } from './runKey.ts'
import { type Experiment, prepare } from './simulate.ts'
import { type Variant, variantsOf } from './variants.ts'

/** A run of every replication. */
export interface PlannedRun {
  readonly variant: Variant
  readonly arm: string
  /** Runs with the same number share their burn-in. */
  readonly burnIn: number
}

/** What a scenario comes to, before anything is simulated. */
export interface Plan {
  readonly scenario: Scenario
  /** Of its design; none without one. */
  readonly points: readonly DesignPoint[]
  readonly variants: readonly Variant[]
  /** What runs in every replication, in order. */
  readonly runs: readonly PlannedRun[]
}

export interface Batch extends Plan {
  readonly experiment: Experiment
  /** The scenario of a variant made ready to run. */
  experimentOf(variant: Variant): Promise<Experiment>
  aboutOf(run: PlannedRun, replication: number): Promise<RunAbout & { readonly runKey: string }>
}

/** Variants that are kept ready at a time. */
const MOST_READY = 256

export function planOf(scenario: Scenario, catalogue: Catalogue): Plan {
  const points = scenario.design ? designPoints(scenario.design, factorDeclarations(catalogue)) : []
  const variants = variantsOf(scenario, points)
  const burnIns = new Map<string, number>()
  const burnInOf = ({ parameters }: Scenario): number => {
    const key = JSON.stringify(parameters)
    if (!burnIns.has(key)) burnIns.set(key, burnIns.size)
    return burnIns.get(key)!
  }
  const runs = variants.flatMap((variant) => {
    const burnIn = burnInOf(variant.scenario)
    return variant.arms.map((arm): PlannedRun => ({ variant, arm, burnIn }))
  })
  return { scenario, points, variants, runs }
}

export function batchOf(experiment: Experiment): Batch {
  const { scenario, region, mechanisms, catalogue } = experiment
  const ready = new Map<Variant, { experiment: Experiment; keyOf: ReturnType<typeof createRunKeys> }>()
  const readied = async (variant: Variant): Promise<{ experiment: Experiment; keyOf: ReturnType<typeof createRunKeys> }> => {
    const found = ready.get(variant)
    if (found) return found
    if (ready.size >= MOST_READY) ready.clear()
    const own = variant.scenario === scenario ? experiment : await prepare({ scenario: variant.scenario, region }, mechanisms)
    const made = { experiment: own, keyOf: createRunKeys(own) }
    ready.set(variant, made)
    return made
  }
  return {
    ...planOf(scenario, catalogue),
    experiment,
    experimentOf: async (variant) => (await readied(variant)).experiment,
    async aboutOf({ variant, arm }, replication) {
      const { keyOf } = await readied(variant)
      return { arm, point: variant.point, replication, runKey: keyOf(arm, replication) }
    },
  }
}

/** Runs of one replication that are simulated one after the other: they share a burn-in, and follow each other. */
export interface Piece {
  readonly replication: number
  /** Places in `Batch.runs`, ascending. */
  readonly runs: readonly number[]
}

/** Quarters of a piece, for each quarter of burn-in: what is lost by repeating it is small. */
const PER_BURN_IN = 16
const FEWEST_QUARTERS = 64

/** The pieces of these replications. Only the scenario decides where they are cut. */
export function* piecesOf({ runs, scenario }: Plan, replications: Iterable<number>): Generator<Piece, void, void> {
  const most = Math.max(1, Math.floor(Math.max(FEWEST_QUARTERS, PER_BURN_IN * scenario.burnIn) / scenario.quarters))
  const cuts: number[][] = []
  for (const [place, { burnIn }] of runs.entries()) {
    const last = cuts.at(-1)
    if (last && last.length < most && runs[last[0]].burnIn === burnIn) last.push(place)
    else cuts.push([place])
  }
  for (const replication of replications) for (const places of cuts) yield { replication, runs: places }
}

export const replicationsOf = ({ replications }: { readonly replications: number }): number[] =>
  Array.from({ length: replications }, (_, replication) => replication)

/** Quarters that pieces simulate, each with its burn-in. */
export function quartersOf({ scenario }: Pick<Plan, 'scenario'>, pieces: Iterable<Piece>): number {
  let quarters = 0
  for (const { runs } of pieces) quarters += scenario.burnIn + runs.length * scenario.quarters
  return quarters
}

/** Simulates a piece after another. A burn-in that the next piece needs too is kept. */
export function createSimulator(batch: Batch, options: RunOptions = {}): (piece: Piece) => AsyncGenerator<RunRecord, void, void> {
  const { scenario } = batch
  let kept: { readonly key: string; readonly burntIn: NonNullable<Awaited<ReturnType<typeof recordBurnIn>>> } | undefined
  const burntInFor = async ({ variant, burnIn }: PlannedRun, replication: number): Promise<NonNullable<typeof kept>['burntIn'] | undefined> => {
    const key = `${replication} ${burnIn}`
    if (kept?.key === key) {
      // Whoever counts quarters is told of those that need not be simulated again.
      for (let quarter = 0; quarter < scenario.burnIn; quarter++) await options.quarterDone?.()
      return kept.burntIn
    }
    kept = undefined
    const burntIn = await recordBurnIn(await batch.experimentOf(variant), replication, options)
    if (burntIn) kept = { key, burntIn }
    return burntIn
  }
  return async function* simulate({ replication, runs }) {
    if (runs.length === 0) return
    const burntIn = await burntInFor(batch.runs[runs[0]], replication)
    if (burntIn === undefined) return
    for (const place of runs) {
      const planned = batch.runs[place]
      const about = { ...(await batch.aboutOf(planned, replication)), start: scenario.start }
      const run = await recordRun(await batch.experimentOf(planned.variant), burntIn, about, options)
      if (run === undefined) return
      yield run
    }
  }
}

export interface BatchOptions extends RunOptions {
  /** All of the scenario unless told. */
  readonly replications?: readonly number[]
  /** Which runs; all unless told. */
  readonly wanted?: (run: PlannedRun, replication: number) => boolean
}

/** All runs, one after the other: a failed run becomes a record, and the batch goes on. */
export async function* runBatch(experiment: Experiment, options: BatchOptions = {}): AsyncGenerator<RunRecord, void, void> {
  const batch = batchOf(experiment)
  const simulate = createSimulator(batch, options)
  const { wanted = () => true } = options
  for (const { replication, runs } of piecesOf(batch, options.replications ?? replicationsOf(experiment.scenario))) {
    yield* simulate({ replication, runs: runs.filter((place) => wanted(batch.runs[place], replication)) })
    if (options.signal?.aborted) return
  }
}
