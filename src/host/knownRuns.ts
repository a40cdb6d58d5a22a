/** Runs of a batch that finished results have already: parts of it, or what it adds to. */
import { join } from 'node:path'
import { type RunAbout, type RunRecord, runName } from '../records/run.ts'
import type { FinishedResult } from './finishedResult.ts'
import type { ResultFolder } from './resultFolder.ts'

export interface KnownRuns {
  has(run: RunAbout): boolean
  /** The record of a run that is known, and its files taken into the folder. Runs are asked for in the order of the batch. */
  take(run: RunAbout, folder: ResultFolder): Promise<RunRecord>
}

type Planned = RunAbout & { readonly runKey: string }

/**
 * What `results` have of the runs that are planned, in whose order they come: the same place, the same key. Of failed runs
 * only when `failed` are wanted. `groups` are the names of the groups of the start.
 */
export function knownRuns(results: readonly FinishedResult[], planned: Iterable<Planned>, groups: readonly string[], failed = true): KnownRuns {
  const wanted = new Map<string, { readonly place: number; readonly runKey: string }>()
  if (results.length > 0) for (const run of planned) wanted.set(runName(run), { place: wanted.size, runKey: run.runKey })
  const holders = new Map<string, Holder>()
  for (const result of results) {
    const holder = createHolder(result, groups)
    let last = -1
    for (const run of result.runs) {
      const name = runName(run)
      const found = wanted.get(name)
      // Records are read once, from first to last, so what stands in another order is simulated again.
      if (!found || found.runKey !== run.runKey || found.place < last || holders.has(name) || (run.status !== 'done' && !failed)) continue
      last = found.place
      holders.set(name, holder)
    }
  }
  return {
    has: (run) => holders.has(runName(run)),
    async take(run, folder) {
      const name = runName(run)
      const holder = holders.get(name)!
      const record = await holder.next(name)
      for (const file of holder.filesOf(name)) folder.adopt(file, join(holder.path, file))
      return record
    },
  }
}

interface Holder {
  readonly path: string
  /** The record with this name; those before it are passed over. */
  next(name: string): Promise<RunRecord>
  filesOf(name: string): readonly string[]
}

function createHolder({ path, manifest, records }: FinishedResult, groups: readonly string[]): Holder {
  const files = new Map<string, string[]>()
  for (const { name } of manifest.files) {
    const run = /^.+\/([^/]+)\.\w+$/.exec(name)?.[1]
    if (run !== undefined) files.set(run, [...(files.get(run) ?? []), name])
  }
  const reader = records(groups)
  return {
    path,
    async next(name) {
      for (;;) {
        const { done, value } = await reader.next()
        if (done) throw new RangeError(`${path} has no run ${name}`)
        if (runName(value) === name) return value
      }
    },
    filesOf: (name) => files.get(name) ?? [],
  }
}
