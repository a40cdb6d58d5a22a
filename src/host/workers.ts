/** Pieces of a batch spread over worker threads, and handed on in their order, so that files do not depend on who was first. */
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { Piece } from '../experiment/batch.ts'
import type { RunRecord } from '../records/run.ts'
import type { RecorderFolder } from './recorders.ts'
import type { Assignment, Message, Task } from './worker.ts'
import { HostError } from './write.ts'

export interface Spread {
  readonly workers: number
  readonly pieces: Iterable<Piece>
  readonly folder: RecorderFolder
  readonly stepsDone: (count: number) => void
  readonly signal: AbortSignal
}

/** Pieces that a worker has at a time: the next one is there when one is done, however busy the main thread is with writing. */
const AT_HAND = 2

/** Pieces that may be under way or wait for an earlier one, for each worker: what is held in memory stays small. */
const AHEAD = 4

/** Built beside this file; from the sources the loader that runs this file runs it too. */
const WORKER = fileURLToPath(import.meta.url).replace(/workers(\.\w+)$/, 'worker$1')

/** Runs of a piece as they come. */
interface Coming {
  readonly runs: RunRecord[]
  ended: boolean
  failure: Error | undefined
  /** Called when something of the above has changed. */
  changed: () => void
}

/** Run by run as `runBatch`; nothing more comes once the signal is aborted. */
export async function* spreadRuns(assignment: Assignment, spread: Spread): AsyncGenerator<RunRecord, void, void> {
  const { workers, signal } = spread
  const pieces = spread.pieces[Symbol.iterator]()
  const pool = new Piscina({
    filename: WORKER, minThreads: workers, maxThreads: workers, concurrentTasksPerWorker: AT_HAND, workerData: assignment,
    // Otherwise a piece that found no worker goes behind those that came after it, and all of them wait for it to be written.
    stricterFIFO: true,
  })
  const underWay: Coming[] = []
  const begin = (): void => {
    while (underWay.length < AHEAD * workers) {
      const { done, value } = pieces.next()
      if (done) return
      underWay.push(start(pool, value, spread))
    }
  }
  const stop = (): void => underWay[0]?.changed()
  // A worker that dies between two pieces belongs to no task; whoever waits hears of it.
  pool.on('error', (error: Error) => {
    if (underWay.length === 0) return
    underWay[0].failure ??= toldOf(error, spread)
    underWay[0].changed()
  })
  signal.addEventListener('abort', stop, { once: true })
  try {
    begin()
    while (underWay.length > 0 && !signal.aborted) {
      const [first] = underWay
      while (first.runs.length > 0 && !signal.aborted) {
        // What is done with a run takes a while: what workers have said meanwhile is heard before.
        await setImmediate()
        yield first.runs.shift()!
      }
      if (first.failure) throw first.failure
      if (first.ended && first.runs.length === 0) {
        underWay.shift()
        begin()
      } else if (!signal.aborted) await new Promise<void>((resolve) => (first.changed = resolve))
    }
  } finally {
    signal.removeEventListener('abort', stop)
    await pool.destroy()
  }
}

const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY'

/** Why a worker has ended, in words where its user can do something about it. */
const toldOf = (error: NodeJS.ErrnoException, { workers }: Spread): Error =>
  error.code === OUT_OF_MEMORY ? new HostError(`One of ${workers} workers has run out of memory. Fewer (--workers), or a smaller --scale, need less.`, 1) : error

/** What a worker says comes in order, so all files of a run are whole by the time it comes. */
function start(pool: Piscina, piece: Piece, spread: Spread): Coming {
  const { folder, stepsDone, signal } = spread
  const coming: Coming = { runs: [], ended: false, failure: undefined, changed: () => {} }
  const { port1: here, port2: there } = new MessageChannel()
  const task: Task = { piece, port: there }
  const fail = (error: Error): void => {
    coming.failure ??= error
    here.close()
    coming.changed()
  }
  here.on('message', (message: Message) => {
    try {
      if (signal.aborted) return
      if (message.kind === 'steps') return stepsDone(message.count)
      if (message.kind === 'append') return folder.append(message.name, message.content)
      if (message.kind === 'complete') return folder.complete(message.name)
      if (message.kind === 'run') coming.runs.push(message.run)
      else {
        coming.ended = true
        here.close()
      }
      coming.changed()
    } catch (error) {
      // A full disk: told by who waits for the runs.
      fail(error as Error)
    }
  })
  // A worker that dies, or is ended with the pool.
  pool.run(task, { transferList: [there] }).catch((error: Error) => fail(toldOf(error, spread)))
  return coming
}
