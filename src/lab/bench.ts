/** Simulates an opened scenario as the command line does: the same code, the same draws, the same digests. */
import { catalogueOf } from '../experiment/catalogue.ts'
import { recordBurnIn, recordRun, type RunOptions } from '../experiment/run.ts'
import { type Experiment, type Frame, prepare } from '../experiment/simulate.ts'
import { createRunKeys } from '../experiment/runKey.ts'
import { loadScenario } from '../index.ts'
import { metricKeys, metrics } from '../observe/metrics.ts'
import type { RunRecord } from '../records/run.ts'
import { formatQuarter } from '../scenario/quarter.ts'
import { treeOf } from '../scenario/tree.ts'
import type { ArmName, LeverView, Opened } from './protocol.ts'
import { pageFiles } from './pageFiles.ts'
import { type Scene, sceneOf } from './scene.ts'

export interface Look {
  (arm: ArmName, step: number, metrics: Float64Array, scene?: Scene): void
}

export interface Bench {
  readonly opened: Opened
  /** The record of a run; undefined when the signal was aborted. The burn-in is simulated once. */
  run(arm: ArmName, levers: Readonly<Record<string, number>>, look: Look, signal: { readonly aborted: boolean }): Promise<RunRecord | undefined>
}

const NAME = 'scenario.yaml'
const catalogue = catalogueOf()

/** Throws a `ScenarioError` that lists every problem with its place. */
export async function openScenario(text: string): Promise<Bench> {
  const loaded = await loadScenario(NAME, pageFiles({ [NAME]: text }))
  const base = await prepare(loaded)
  let burntIn: Awaited<ReturnType<typeof recordBurnIn>>
  const experimentWith = async (levers: Readonly<Record<string, number>>): Promise<Experiment> => {
    const yours = `version: 1\nname: yours\nextends: ${NAME}\narms:\n  yours: ${JSON.stringify(treeOf(levers))}\n`
    return prepare(await loadScenario('yours.yaml', { ...pageFiles({ [NAME]: text, 'yours.yaml': yours }), resolve: (_from, name) => name }))
  }
  return {
    opened: openedOf(base),
    async run(arm, levers, look, signal) {
      const experiment = arm === 'baseline' ? base : await experimentWith(levers)
      let step = 0
      const options: RunOptions = {
        signal,
        // Lets a later question in.
        quarterDone: () => new Promise((resolve) => setTimeout(resolve)),
        recorders: () => [{ look: (frame: Frame) => look(arm, step++, frame.metrics, arm === 'yours' ? sceneOf(frame.world) : undefined), end: () => {} }],
      }
      burntIn ??= await recordBurnIn(base, 0, options)
      if (burntIn === undefined) return undefined
      const about = { arm, point: 0, replication: 0, runKey: createRunKeys(experiment)(arm, 0), start: experiment.scenario.start }
      return recordRun(experiment, burntIn, about, options)
    },
  }
}

function openedOf({ scenario, arms }: Experiment): Opened {
  const policy = arms.get('baseline')!.general(scenario.start, () => NaN) as Readonly<Record<string, number>>
  const levers = Object.entries(catalogue.levers).map(([name, { unit, minimum, maximum, integer, meaning, price, mark, source, scaled }]): LeverView => ({
    name, unit, minimum, maximum, integer: integer === true, meaning, price, mark, source,
    value: policy[name] / (scaled ? scenario.scale : 1),
  }))
  return {
    name: scenario.name,
    question: scenario.question,
    region: scenario.region,
    quarters: Array.from({ length: scenario.quarters }, (_, step) => formatQuarter(scenario.start + step)),
    metrics: metricKeys.map((key) => ({ key, unit: metrics[key].unit, meaning: metrics[key].meaning })),
    levers,
  }
}
