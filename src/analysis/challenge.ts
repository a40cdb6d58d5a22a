/** The challenge of the lab: the most of a goal for what the region spends already. The page and the command line score it alike. */
import { type Effect, effectOf } from './effects.ts'
import { meanOver, YEAR } from './mean.ts'

/** What is to be reached, and which way is better. */
export const GOALS = {
  innovations: { metric: 'innovations', better: 1 },
  failures: { metric: 'exits', better: -1 },
} as const
export type Goal = keyof typeof GOALS
/** Cash, tax forgone and liabilities: else a policy would cost nothing that only taxes less. */
const COST = 'publicCostWhole'

/** Pairs of worlds that count, from replication 0 on. */
export const WORLDS = 12
/** Chance moves what is spent a little. */
const TOLERANCE = 0.005

export interface Standing {
  /** More of the goal a year than in the baseline; of failures, fewer. */
  readonly gain: Effect
  /** Million yuan a year more than in the baseline, which spends `spent`. */
  readonly cost: Effect
  readonly spent: number
  readonly within: boolean
}

/** Both worlds by quarter, each in the order of the metrics' keys. */
export interface PairOfWorlds {
  readonly baseline: readonly Float64Array[]
  readonly yours: readonly Float64Array[]
}

/** `keys` are those of the metrics. */
export function standingOf(pairs: readonly PairOfWorlds[], goal: Goal, keys: readonly string[]): Standing {
  const yearly = (quarters: readonly Float64Array[], key: string): number =>
    YEAR * meanOver(quarters, keys.indexOf(key), { name: 'horizon', from: 0, to: quarters.length })
  const { metric, better } = GOALS[goal]
  const gain = effectOf(pairs.map(({ yours, baseline }) => [better * yearly(yours, metric), better * yearly(baseline, metric)]))
  const cost = effectOf(pairs.map(({ yours, baseline }) => [yearly(yours, COST), yearly(baseline, COST)]))
  return { gain, cost, spent: cost.baseline, within: cost.mean <= TOLERANCE * Math.abs(cost.baseline) }
}
