/** Replications spread over worker threads, and handed on in their order, so that files do not depend on who was first. */
import { fileURLToPath } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { RunRecord } from '../records/run.ts'
import type { RecorderFolder } from './recorders.ts'
import type { Assignment, Message, Task } from './worker.ts'

export interface Spread {
  readonly workers: number
  readonly replications: readonly number[]
  readonly folder: RecorderFolder
  readonly stepsDone: (count: number) => void
  readonly signal: AbortSignal
}

/** Replications that may be under way or wait for an earlier one, for each worker: what is held in memory stays small. */
const AHEAD = 2

/** Built beside this file; from the sources the loader that runs this file runs it too. */
const WORKER = fileURLToPath(import.meta.url).replace(/workers(\.\w+)$/, 'worker$1')

/** Replication by replication as `runBatch`; nothing more comes once the signal is aborted. */
export async function* spreadRuns(assignment: Assignment, spread: Spread): AsyncGenerator<RunRecord, void, void> {
  const { workers, replications, signal } = spread
  const pool = new Piscina({ filename: WORKER, minThreads: workers, maxThreads: workers, concurrentTasksPerWorker: 1 })
  const aborted = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }))
  const underWay: Promise<readonly RunRecord[]>[] = []
  let next = 0
  const begin = (): void => {
    while (next < replications.length && underWay.length < AHEAD * workers) {
      const started = runOne(pool, assignment, replications[next++], spread)
      // Whoever waits for it hears of it; until then it is not an unhandled failure.
      started.catch(() => {})
      underWay.push(started)
    }
  }
  try {
    begin()
    while (underWay.length > 0 && !signal.aborted) {
      const runs = await Promise.race([underWay[0], aborted])
      if (runs === undefined) return
      underWay.shift()
      begin()
      yield* runs
    }
  } finally {
    await pool.destroy()
  }
}

/** The runs of a replication. What a worker says comes in order, its runs last, so all its files are whole by then. */
function runOne(
  pool: Piscina, assignment: Assignment, replication: number, { folder, stepsDone, signal }: Spread,
): Promise<readonly RunRecord[]> {
  const { port1: here, port2: there } = new MessageChannel()
  const task: Task = { assignment, replication, port: there }
  return new Promise<readonly RunRecord[]>((resolve, reject) => {
    here.on('message', (message: Message) => {
      try {
        if (signal.aborted) return
        if (message.kind === 'steps') stepsDone(message.count)
        else if (message.kind === 'append') folder.append(message.name, message.content)
        else if (message.kind === 'complete') folder.complete(message.name)
        else resolve(message.runs)
      } catch (error) {
        // A full disk: told by who waits for the runs.
        reject(error as Error)
      }
    })
    // A worker that dies, or is ended with the pool.
    pool.run(task, { transferList: [there] }).catch(reject)
  }).finally(() => here.close())
}
