/** What the model makes of the facts of a region: of the population as grown, and of a year under the region's own policy. */
import { metricKeys, observe } from '../observe/metrics.ts'
import { momentsAsGrown, type MomentValues, watchYear } from '../observe/moments.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import { parseQuarter } from '../scenario/quarter.ts'
import type { Comparison, Region } from '../scenario/region.ts'
import { type Timelines, parameterTimelines, pieceAt, regionPolicy } from '../scenario/resolve.ts'
import { growWorld } from '../world/grow.ts'
import { createRandomness } from '../world/random.ts'
import { type Experiment, burnInQuarters, simulateArm } from './simulate.ts'

const YEAR = 4

/** The scenario's region, scale, seed, burn-in and parameters for one year, under the policy that the region had and no other. */
export function factsScenario(loaded: LoadedScenario): LoadedScenario {
  const { scenario } = loaded
  const [baseline] = scenario.arms
  return { ...loaded, scenario: { ...scenario, quarters: YEAR, policy: {}, mechanisms: {}, arms: [baseline], outcomes: {} } }
}

/** The population as grown at `scale`, before its first quarter. */
export function grownMoments({ scenario, region }: Pick<LoadedScenario, 'scenario' | 'region'>, scale: number, replication = 0): MomentValues {
  const random = createRandomness(scenario.seed, replication)
  const world = growWorld(region, random, { scale, quarter: scenario.start - scenario.burnIn })
  const observed = new Float64Array(metricKeys.length)
  observe(world, observed)
  return momentsAsGrown(world, observed)
}

/** The quarters of the scenario after its burn-in, stopping after each; `experiment` is of a `factsScenario`. */
export function* settledMoments(experiment: Experiment, replication: number): Generator<void, MomentValues, void> {
  const options = { audit: 'off' } as const
  const burntIn = yield* burnInQuarters(experiment, replication, options)
  const watch = watchYear(burntIn)
  for (const { world, metrics } of simulateArm(experiment, burntIn, 'baseline', replication, options)) {
    watch.look(world, metrics)
    yield
  }
  return watch.moments()
}

/** The model's value of a fact; NaN where it has none, as when a lever is an expression in time. */
export function createFactReader({ catalogue, region, scenario }: Pick<Experiment, 'catalogue' | 'region' | 'scenario'>) {
  const policy = regionPolicy(catalogue, region)
  const parameters = parameterTimelines(catalogue, scenario)
  const valueOf = (timelines: Timelines, name: string, quarter: number): number => {
    const value = pieceAt(timelines[name], quarter)
    return typeof value === 'number' ? value : NaN
  }
  return (comparison: Comparison, moments: MomentValues): number => {
    if ('moment' in comparison) return moments[comparison.moment as keyof MomentValues]
    if ('lever' in comparison) {
      const { lever, quarter } = comparison
      return valueOf(policy, lever, quarter === undefined ? scenario.start : parseQuarter(quarter)!)
    }
    return valueOf(parameters, comparison.parameter, scenario.start) / (comparison.per ?? 1)
  }
}

/** Facts that are held against something, in the region's order. */
export function comparisonsOf(region: Region): [id: string, comparison: Comparison][] {
  return Object.entries(region.calibration ?? {}).filter((entry): entry is [string, Comparison] => !('beyond' in entry[1]))
}

/** Why the model cannot express the others. */
export function beyondOf(region: Region): [id: string, why: string][] {
  return Object.entries(region.calibration ?? {}).flatMap(([id, entry]) => ('beyond' in entry ? [[id, entry.beyond]] : []))
}
