/** Simulates an opened scenario as the command line does: the same code, the same draws, the same digests. */
import { type Batch, batchOf } from '../experiment/batch.ts'
import { catalogueOf } from '../experiment/catalogue.ts'
import { recordBurnIn, recordRun, type RunOptions } from '../experiment/run.ts'
import { createRunKeys } from '../experiment/runKey.ts'
import { type Experiment, type Frame, prepare } from '../experiment/simulate.ts'
import { loadScenario } from '../index.ts'
import { metricKeys, metrics } from '../observe/metrics.ts'
import { inMillionYuan, type Recorder, type RunRecord } from '../records/run.ts'
import { canonicalYaml } from '../scenario/canonical.ts'
import { formatQuarter } from '../scenario/quarter.ts'
import type { Arm } from '../scenario/scenario.ts'
import { textFiles, YOURS, yoursOf } from '../scenario/textFiles.ts'
import { purposeNames, purposes } from '../world/ledger.ts'
import type { World } from '../world/world.ts'
import { type LoadedScenario, loadExtending } from '../scenario/load.ts'
import { type ArmName, type Levers, type LeverView, type Opened, type Row, SCENARIO, type Texts } from './protocol.ts'
import { pageFiles } from './pageFiles.ts'

/** How a run is watched. */
export interface Watch {
  readonly signal: { readonly aborted: boolean }
  /** Called with the world as it is grown and after each quarter of its burn-in, unless it is there from before. */
  readonly past?: (world: World) => void
  /** Called after each quarter of the scenario. */
  readonly look?: (frame: Frame, flows: Float64Array) => void
  readonly recorders?: readonly Recorder[]
  /** Lets something else in after a quarter. */
  readonly breathe?: () => Promise<void>
}

export interface Bench {
  readonly opened: Opened
  readonly texts: Texts
  readonly loaded: LoadedScenario
  readonly batch: Batch
  /** The record of a run; undefined when the signal was aborted. The burn-in of a replication is simulated once. */
  run(arm: ArmName, levers: Levers, replication: number, watch: Watch): Promise<RunRecord | undefined>
  /** One of the runs of the scenario's batch. Throws a `RangeError` when it has no such run. */
  play(row: Row, watch: Watch): Promise<RunRecord | undefined>
  /** The scenario with your levers as one more arm. */
  yaml(levers: Levers): Promise<string>
}

interface Ready {
  readonly experiment: Experiment
  readonly keyOf: ReturnType<typeof createRunKeys>
}

type BurntIn = NonNullable<Awaited<ReturnType<typeof recordBurnIn>>>

const catalogue = catalogueOf()
/** Burnt-in worlds that are kept; each takes a few MB in a region of the classroom's size. */
const MOST_KEPT = 24

/** Throws a `ScenarioError` that lists every problem with its place. */
export async function openScenario(texts: Texts): Promise<Bench> {
  const loaded = await loadScenario(SCENARIO, pageFiles(texts))
  const base = await prepare(loaded)
  const batch = batchOf(base)
  const burntIn = new Map<string, BurntIn>()
  const loadedWith = (levers: Levers): Promise<LoadedScenario> => loadExtending(loaded, YOURS, textFiles(yoursOf(SCENARIO, levers), {}))
  const ready = (experiment: Experiment): Ready => ({ experiment, keyOf: createRunKeys(experiment) })
  const baseline = ready(base)
  let lastWith: { readonly key: string; readonly ready: Promise<Ready> } | undefined
  /** The same levers are asked for again and again, replication by replication. */
  const readyWith = (levers: Levers): Promise<Ready> => {
    const key = JSON.stringify(levers)
    if (lastWith?.key !== key) lastWith = { key, ready: loadedWith(levers).then(async (own) => ready(await prepare(withoutDesign(own)))) }
    return lastWith.ready
  }
  const burntInFor = async (experiment: Experiment, replication: number, options: RunOptions): Promise<BurntIn | undefined> => {
    const key = `${replication} ${JSON.stringify(experiment.scenario.parameters)}`
    const found = burntIn.get(key) ?? (await recordBurnIn(experiment, replication, options))
    if (found && burntIn.size >= MOST_KEPT) burntIn.delete(burntIn.keys().next().value!)
    if (found) burntIn.set(key, found)
    return found
  }
  const record = async (experiment: Experiment, about: Row & { readonly runKey: string }, watch: Watch): Promise<RunRecord | undefined> => {
    const { scenario } = experiment
    const looking: Recorder[] = watch.look ? [{ look: (frame) => watch.look!(frame as Frame, inMillionYuan((frame as Frame).flows, scenario.scale)), end() {} }] : []
    const options: RunOptions = {
      signal: watch.signal,
      // For the lives of firms, which nobody asks for where no recorder is.
      journal: watch.recorders !== undefined,
      ...(watch.breathe ? { quarterDone: watch.breathe } : {}),
      recorders: () => [...(watch.recorders ?? []), ...looking],
    }
    const burnt = await burntInFor(experiment, about.replication, watch.past ? { ...options, grown: watch.past, observer: watch.past } : options)
    return burnt && recordRun(experiment, burnt, { ...about, start: scenario.start }, options)
  }
  return {
    opened: openedOf(base, batch),
    texts,
    loaded,
    batch,
    async run(arm, levers, replication, watch) {
      const { experiment, keyOf } = arm === 'baseline' ? baseline : await readyWith(levers)
      return record(experiment, { arm, point: 0, replication, runKey: keyOf(arm, replication) }, watch)
    },
    async play({ arm, point, replication }, watch) {
      const planned = batch.runs.find((run) => run.arm === arm && run.variant.point === point)
      if (planned === undefined) throw new RangeError(`the scenario has no run of arm ${arm} at point ${point}`)
      return record(await batch.experimentOf(planned.variant), await batch.aboutOf(planned, replication), watch)
    },
    async yaml(levers) {
      const { scenario } = await loadedWith(levers)
      return canonicalYaml({ ...scenario, name: base.scenario.name, question: base.scenario.question })
    },
  }
}

/** Your arm is simulated where the scenario stands, not at the points of its design. */
const withoutDesign = ({ scenario, region }: LoadedScenario): Pick<LoadedScenario, 'scenario' | 'region'> => {
  const { design: _, ...rest } = scenario
  return { scenario: rest, region }
}

function openedOf({ scenario, arms, region }: Experiment, { runs }: Batch): Opened {
  const policy = arms.get('baseline')!.general(scenario.start, () => NaN) as Readonly<Record<string, number>>
  const levers = Object.entries(catalogue.levers).map(([name, { unit, minimum, maximum, integer, price, mark, source, scaled }]): LeverView => ({
    name, unit, minimum, maximum, integer: integer === true, price, mark, source,
    value: policy[name] / (scaled ? scenario.scale : 1),
  }))
  return {
    name: scenario.name,
    question: scenario.question,
    region: scenario.region,
    quarters: Array.from({ length: scenario.quarters }, (_, step) => formatQuarter(scenario.start + step)),
    replications: scenario.replications,
    runs: runs.length,
    metrics: metricKeys.map((key) => ({ key, unit: metrics[key].unit })),
    levers,
    arms: scenario.arms.flatMap((arm) => {
      const own = constantLevers(arm)
      return own && arm.name !== 'baseline' ? [{ name: arm.name, levers: own }] : []
    }),
    sectors: Object.keys(region.sectors.rows),
    purposes: purposeNames.map((key) => ({ key, payer: purposes[key][0], payee: purposes[key][1] })),
  }
}

/** Undefined when the arm is more than levers of one value each. */
function constantLevers({ policy, trial }: Arm): Levers | undefined {
  const entries = Object.entries(policy).map(([name, schedule]) => [name, schedule.kind === 'constant' ? schedule.value : NaN] as const)
  return trial || entries.some(([, value]) => Number.isNaN(value)) ? undefined : Object.fromEntries(entries)
}
