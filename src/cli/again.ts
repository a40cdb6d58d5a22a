/** A finished result done over in its place: its runs stay where they are still what the scenario asks for. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FinishedResult } from '../host/finishedResult.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import { UsageError } from './errors.ts'
import type { Settings } from './experiment.ts'
import { carryOut } from './run.ts'
import { loadWith } from './scenarioOptions.ts'

export type Changes = Pick<Settings, 'quiet'> & Partial<Pick<Settings, 'workers' | 'retryFailed' | 'replications'>> & {
  /** Another scenario; the result's own unless told. */
  readonly loaded?: LoadedScenario
  readonly ownRegion?: boolean
}

/** Refuses when this engine would not come to the runs of the result. */
export async function again(folder: string, { loaded, ownRegion, ...changes }: Changes): Promise<number> {
  const { openFinished } = await import('../host/finishedResult.ts')
  const before = await openFinished(folder)
  await refuseOtherEngine(before)
  const { manifest } = before
  return carryOut(loaded ?? (await loadWith(join(folder, 'scenario.yaml'), {})), {
    out: folder,
    audit: 'every',
    ...recordedIn(before),
    ownRegion: ownRegion ?? existsSync(join(folder, 'region.yaml')),
    force: false,
    known: [before],
    onto: before,
    ...(loaded ? {} : { replications: manifest.replications }),
    ...(manifest.shard ? { shard: manifest.shard } : {}),
    ...changes,
  })
}

/** What a result holds of each run beside its metrics. */
export function recordedIn({ manifest }: FinishedResult): { panel: boolean; networks: boolean; parquet: boolean } {
  const has = (pattern: RegExp): boolean => manifest.files.some(({ name }) => pattern.test(name))
  return { panel: has(/^panel\//), networks: has(/^networks\//), parquet: has(/^[^/]+\.parquet$/) }
}

export async function refuseOtherEngine({ path, manifest }: FinishedResult): Promise<void> {
  const { engine } = await import('../experiment/engine.ts')
  if (manifest.engine.source === engine.source) return
  throw new UsageError(
    `${path} was made by engine ${manifest.engine.source} (version ${manifest.engine.version}); this is ${engine.source} (${engine.version}), whose runs would be others.\n`
      + '  allowed: the engine that made it, or cinsim run to begin anew',
  )
}
