/** One replication of a region under its own policy, reduced to what its facts are held against. */
import { comparisonsOf, createFactReader, factsScenario, grownMoments, settledMoments } from '../../src/experiment/facts.ts'
import { prepare } from '../../src/experiment/simulate.ts'
import type { MomentValues } from '../../src/observe/moments.ts'
import type { LoadedScenario } from '../../src/scenario/load.ts'
import { loadWritten } from '../experimentOf.ts'

/** By fact, NaN where there is no value: in the population as grown, and in the year after the burn-in. */
export interface Observation {
  readonly grown: Readonly<Record<string, number>>
  readonly settled: Readonly<Record<string, number>>
}

export async function loadRegionScenario(region: string, scale: number): Promise<LoadedScenario> {
  return factsScenario(await loadWritten({ name: 'calibration', region, scale }))
}

export async function observeFacts(loaded: LoadedScenario, replication: number): Promise<Observation> {
  const experiment = await prepare(loaded)
  const read = createFactReader(experiment)
  const values = (moments: MomentValues): Record<string, number> =>
    Object.fromEntries(comparisonsOf(loaded.region).map(([id, comparison]) => [id, read(comparison, moments)]))
  const grown = values(grownMoments(loaded, loaded.scenario.scale, replication))
  const running = settledMoments(experiment, replication)
  for (;;) {
    const { done, value } = running.next()
    if (done) return { grown, settled: values(value) }
  }
}
