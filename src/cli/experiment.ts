/** From a scenario to a folder: simulates what is not known yet, writes while it goes, and sums up. */
import { join } from 'node:path'
import { layoutOf } from '../analysis/layout.ts'
import { FIRST_LOOK, looksOf, widestHalfWidth } from '../analysis/precision.ts'
import { analyse, beginFiles, createTaking } from '../analysis/resultFiles.ts'
import { type Measures, measuresOf } from '../analysis/windows.ts'
import { type Batch, batchOf, createSimulator, type Piece, piecesOf, type PlannedRun, quartersOf, replicationsOf } from '../experiment/batch.ts'
import { engine } from '../experiment/engine.ts'
import { prepare } from '../experiment/simulate.ts'
import { workersFor } from '../host/capacity.ts'
import type { FinishedResult } from '../host/finishedResult.ts'
import { type KnownRuns, knownRuns } from '../host/knownRuns.ts'
import { createMeasuredStore, type MeasuredStore } from '../host/measuredStore.ts'
import { createBreather, createProgress, type Progress } from '../host/progress.ts'
import { panelBytes, type Recordings, sizeText, watchedBy } from '../host/recorders.ts'
import { openResultFolder, type ResultFolder } from '../host/resultFolder.ts'
import { HostError } from '../host/write.ts'
import { originOf, type Shard } from '../records/manifest.ts'
import { standingNames } from '../observe/standings.ts'
import type { RunRecord } from '../records/run.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import { appendParquet, finishFiles } from './resultFiles.ts'
import { failuresOf, summaryText } from './summary.ts'
import { shellWord } from './shellWord.ts'

export interface Settings extends Recordings {
  readonly out: string
  readonly quiet: boolean
  readonly force: boolean
  /** True when the region is a file of the user's, so that the result keeps a copy. */
  readonly ownRegion: boolean
  /** What the scenario says unless told. */
  readonly replications?: readonly number[]
  /** Only this part of the batch. */
  readonly shard?: Shard
  /** Finished results whose runs need not be simulated again. */
  readonly known?: readonly FinishedResult[]
  /** Whether runs that failed there are simulated again. */
  readonly retryFailed?: boolean
  /** The one of them that stands in `out`, and is to be replaced. */
  readonly onto?: FinishedResult
  /** Told of what is neither known nor to be simulated, with the replications that a precision wants next. */
  readonly refuseMissing?: (missing: readonly Piece[], batch: Batch) => Error
  /** As many as are of use unless told. */
  readonly workers?: number
  readonly signal: AbortSignal
}

interface Result {
  /** For the terminal: the headline table and where the rest is. */
  readonly text: string
  /** A line for each run that failed. */
  readonly failures: readonly string[]
}

/** What was interrupted, and how many runs are kept of how many. */
export interface Interrupted {
  readonly kept: number
  readonly of: number
}

/** Begins a batch, or goes on with one that was interrupted. */
export async function runExperiment(loaded: LoadedScenario, settings: Settings): Promise<Result | Interrupted> {
  const { scenario, region } = loaded
  const batch = batchOf(await prepare(loaded))
  const replications = settings.replications ?? (settings.shard && scenario.precision ? replicationsOf({ replications: FIRST_LOOK }) : replicationsOf(scenario))
  const precise = settings.replications === undefined && settings.shard === undefined ? scenario.precision : undefined
  const origin = originOf(scenario, region, precise ? [] : replications, settings.shard)
  const { audit, panel, networks, parquet } = settings
  const onto = { ...(settings.onto ? { onto: settings.onto.hash } : {}), ...(settings.retryFailed ? { retryFailed: true as const } : {}) }
  const folder = openResultFolder(settings.out, { engine: engine.source, ...origin, ...onto, audit, panel, networks, parquet }, settings.force)
  const of = replications.length * batch.runs.length
  const began = new Date()
  let progress: Progress | undefined
  let store: MeasuredStore | undefined
  try {
    const measures = await measuresOf(scenario)
    const work = await createWork(batch, replications, settings, folder)
    tellWork(loaded, work, settings, folder.finishedBefore)
    progress = createProgress(scenario.name, quartersOf(batch, work.pieces(replications)), settings.quiet)
    beginFiles(folder, loaded, batch, { ownRegion: settings.ownRegion, part: settings.shard !== undefined })
    const layout = layoutOf(scenario, region, measures)
    store = createMeasuredStore(folder.pathOf('measured'), layout.cells)
    const taken = createTaking(folder, standingNames(Object.keys(region.sectors.rows)), layout, store)
    let used = 0
    for (const look of precise ? looksOf(replications.length) : [replications.length]) {
      for await (const [run, planned] of work.runs(loaded, replications.slice(used, look), progress)) taken.take(run, planned)
      if (settings.signal.aborted) return { kept: folder.leave(), of }
      used = look
      if (precise && widestHalfWidth(store, measures, precise) <= precise.halfWidth) break
    }
    progress.end()
    if (settings.shard === undefined) analyse(folder, batch, store, layout)
    const text = settings.shard === undefined
      ? [summaryText(loaded, settings.out, taken.outcomes.length, store, measures, began), ...(precise ? [precisionText(store, measures, precise, used)] : [])].join('\n')
      : `Part ${settings.shard.index} of ${settings.shard.of}: ${taken.outcomes.length} runs in ${settings.out}. When all are done: cinsim merge DIR... --out DIR`
    store.close()
    if (parquet) await appendParquet(folder, loaded)
    finishFiles(folder, loaded, { replications: replications.slice(0, used), shard: settings.shard, runs: taken.outcomes }, began)
    return { text, failures: failuresOf(taken.failed, taken.outcomes.length, settings.out) }
  } catch (error) {
    progress?.end()
    const kept = folder.leave()
    if (kept === 0 || !(error instanceof HostError)) throw error
    throw new HostError(`${error.message} ${keptText(kept, of, settings.out)}`, error.exitCode)
  }
}

/** What a user may do whose batch has ended early. */
export const keptText = (kept: number, of: number, out: string): string =>
  `${kept} of ${of} runs are kept: the same command, or cinsim resume ${shellWord(out)}, does the others.`

function precisionText(store: MeasuredStore, measures: Measures, precision: NonNullable<LoadedScenario['scenario']['precision']>, used: number): string {
  const reached = widestHalfWidth(store, measures, precision)
  const share = (value: number): string => (Number.isFinite(value) ? `${Number((100 * value).toPrecision(2))} %` : 'no interval')
  return `Precision of ${precision.metric}: ${share(reached)} of the baseline's mean after ${used} replications, ${share(precision.halfWidth)} asked for` +
    `${reached <= precision.halfWidth ? '' : ': not reached, since max ends it'}.`
}

/** Which runs are simulated, and all of them in order, wherever they come from. */
interface Work {
  readonly known: number
  /** What is still to be simulated of these replications. */
  pieces(replications: readonly number[]): Piece[]
  runs(loaded: LoadedScenario, replications: readonly number[], progress: Progress): AsyncGenerator<readonly [RunRecord, PlannedRun], void, void>
}

async function createWork(batch: Batch, replications: readonly number[], settings: Settings, folder: ResultFolder): Promise<Work> {
  const { shard, refuseMissing } = settings
  // The number of a piece decides in which part it is.
  let number = 0
  const parts = new Map<number, Piece[]>()
  for (const piece of piecesOf(batch, replications)) {
    const own = !shard || number++ % shard.of === shard.index - 1
    if (own) parts.set(piece.replication, [...(parts.get(piece.replication) ?? []), piece])
  }
  const piecesIn = (wanted: readonly number[]): Piece[] => wanted.flatMap((replication) => parts.get(replication) ?? [])
  const known = await knownOf(batch, piecesIn(replications), settings)
  const journal = folder.finished()
  let kept = folder.finishedBefore
  const rest = (wanted: readonly number[], skipped: number): Piece[] => {
    let skip = skipped
    return piecesIn(wanted).flatMap(({ replication, runs }) => {
      const unknown = runs.filter((place) => !known.has(placeOf(batch.runs[place], replication)))
      const own = unknown.slice(skip)
      skip = Math.max(0, skip - unknown.length)
      return own.length > 0 ? [{ replication, runs: own }] : []
    })
  }
  return {
    known: piecesIn(replications).reduce((sum, { replication, runs }) => sum + runs.filter((place) => known.has(placeOf(batch.runs[place], replication))).length, 0),
    pieces: (wanted) => rest(wanted, kept),
    async *runs(loaded, wanted, progress) {
      const missing = rest(wanted, kept)
      if (refuseMissing && missing.length > 0) throw refuseMissing(missing, batch)
      const simulated = simulatedRuns(loaded, batch, missing, settings, folder, progress)
      for (const { replication, runs } of piecesIn(wanted)) {
        for (const place of runs) {
          const planned = batch.runs[place]
          const about = placeOf(planned, replication)
          if (known.has(about)) yield [await known.take(about, folder), planned]
          else if (kept > 0) {
            kept--
            yield [journal.next().value as RunRecord, planned]
          } else {
            const { done, value } = await simulated.next()
            if (done) return
            folder.keep(value)
            yield [value, planned]
          }
        }
      }
      await simulated.return()
    },
  }
}

const placeOf = ({ variant, arm }: PlannedRun, replication: number): { arm: string; point: number; replication: number } => ({ arm, point: variant.point, replication })

async function knownOf(batch: Batch, pieces: readonly Piece[], { known = [], retryFailed = false }: Settings): Promise<KnownRuns> {
  const planned = []
  if (known.length > 0) {
    for (const { replication, runs } of pieces) for (const place of runs) planned.push(await batch.aboutOf(batch.runs[place], replication))
  }
  return knownRuns(known, planned, standingNames(Object.keys(batch.experiment.region.sectors.rows)), !retryFailed)
}

/** In this thread when there is but one worker, else spread over several; the runs and their files are the same. */
async function* simulatedRuns(
  loaded: LoadedScenario, batch: Batch, pieces: readonly Piece[], settings: Settings, folder: ResultFolder, progress: Progress,
): AsyncGenerator<RunRecord, void, void> {
  const { audit, panel, networks, parquet, signal } = settings
  const workers = Math.min(pieces.length, settings.workers ?? workersFor(loaded, quartersOf(batch, pieces), pieces))
  if (workers > 1) {
    const { spreadRuns } = await import('../host/workers.ts')
    const { scenario, region } = loaded
    const assignment = { loaded: { scenario, region }, recordings: { audit, panel, networks, parquet } }
    yield* spreadRuns(assignment, { workers, pieces, folder, signal, stepsDone: progress.step })
    return
  }
  const breathe = createBreather()
  const simulate = createSimulator(batch, {
    ...(await watchedBy(folder, settings)),
    signal,
    quarterDone() {
      progress.step(1)
      return breathe()
    },
  })
  for (const piece of pieces) {
    yield* simulate(piece)
    if (signal.aborted) return
  }
}

function tellWork(loaded: LoadedScenario, { known }: Work, { out, panel, quiet, replications, refuseMissing }: Settings, finishedBefore: number): void {
  // Where nothing is simulated there is nothing to wait for.
  if (quiet || refuseMissing) return
  if (known > 0) process.stderr.write(`${out}: ${known} runs are known already.\n`)
  if (finishedBefore > 0) process.stderr.write(`${out}: ${finishedBefore} runs were finished before; the others follow.\n`)
  if (panel) {
    const count = (replications ?? replicationsOf(loaded.scenario)).length
    process.stderr.write(`The panel will take about ${sizeText(panelBytes(loaded, count))} in ${join(out, 'panel')}.\n`)
  }
}
