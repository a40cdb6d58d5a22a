/** All runs of an experiment, one after the other: a failed run becomes a record, and the batch goes on. */
import type { RunRecord } from '../records/run.ts'
import { recordBurnIn, recordRun, type RunOptions } from './run.ts'
import { createRunKeys } from './runKey.ts'
import type { Experiment } from './simulate.ts'

export interface BatchOptions extends RunOptions {
  /** All of the scenario unless told. */
  readonly arms?: readonly string[]
  /** All of the scenario unless told. */
  readonly replications?: readonly number[]
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
    const burntIn = await recordBurnIn(experiment, replication, options)
    if (burntIn === undefined) return
    for (const arm of arms) {
      const about = { arm, point: 0, replication, runKey: runKey(arm, replication), start: scenario.start }
      const run = await recordRun(experiment, burntIn, about, options)
      if (run === undefined) return
      yield run
    }
  }
}
