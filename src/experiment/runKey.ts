/** Which runs are the same run: a hash of all that decides one, however its scenario was written. */
import { hashOf } from '../scenario/hash.ts'
import type { Region } from '../scenario/region.ts'
import { armPolicy, parameterTimelines, trialPolicy } from '../scenario/resolve.ts'
import { engine } from './engine.ts'
import type { Experiment } from './simulate.ts'

const LENGTH = 16

const hashes = new WeakMap<Region, string>()

/** Of the same region once, since a design asks for it at every point. */
function regionHash(region: Region): string {
  if (!hashes.has(region)) hashes.set(region, hashOf(region))
  return hashes.get(region)!
}

/**
 * The key of a run of this experiment: 16 hexadecimal digits. Other arms and further replications do not change it, so
 * a result can grow and keep its runs. Two arms that mean the same have the same key.
 */
export function createRunKeys(experiment: Experiment): (arm: string, replication: number) => string {
  const { scenario, region, catalogue } = experiment
  const { scale, start, quarters, burnIn, seed, mechanisms } = scenario
  const common = {
    engine: engine.source,
    region: regionHash(region),
    parameters: parameterTimelines(catalogue, scenario),
    off: Object.keys(mechanisms).filter((name) => mechanisms[name] === false).toSorted(),
    scale,
    start,
    quarters,
    burnIn,
    seed,
  }
  const ofArm = new Map<string, string>()
  for (const arm of scenario.arms) {
    const { policy: _, ...treated } = arm.trial ?? { policy: {} }
    const policy = armPolicy(catalogue, region, scenario, arm)
    ofArm.set(arm.name, hashOf({ ...common, policy, treated, trial: trialPolicy(catalogue, region, scenario, arm) }))
  }
  return (arm, replication) => hashOf([ofArm.get(arm), replication]).slice(0, LENGTH)
}
