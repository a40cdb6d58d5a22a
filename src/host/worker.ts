/** One of the workers of `cinsim run`: simulates a replication with all its arms, and sends what comes of it. */
import type { MessagePort } from 'node:worker_threads'
import { runBatch } from '../experiment/batch.ts'
import { type Experiment, prepare } from '../experiment/simulate.ts'
import type { RunRecord } from '../records/run.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import { type RecorderFolder, type Recordings, watchedBy } from './recorders.ts'

/** What all replications of a run have in common. */
export interface Assignment {
  readonly loaded: Pick<LoadedScenario, 'scenario' | 'region'>
  readonly recordings: Recordings
}

export interface Task {
  readonly assignment: Assignment
  readonly replication: number
  readonly port: MessagePort
}

/** In the order in which it comes about; `runs` is the last of a replication. */
export type Message =
  | { readonly kind: 'steps'; readonly count: number }
  | { readonly kind: 'append'; readonly name: string; readonly content: string | Uint8Array }
  | { readonly kind: 'complete'; readonly name: string }
  | { readonly kind: 'runs'; readonly runs: readonly RunRecord[] }

/** Quarters are told of at most this often, since each message costs the main thread some time. */
const TOLD_EVERY_MILLISECONDS = 100

let prepared: Promise<Experiment> | undefined

export default async function work({ assignment, replication, port }: Task): Promise<void> {
  const send = (message: Message): void => port.postMessage(message)
  // Of a loaded scenario, `prepare` reads these two; the rest, where things stand in the files, does not travel.
  prepared ??= prepare(assignment.loaded as LoadedScenario)
  const experiment = await prepared
  const folder: RecorderFolder = {
    append: (name, content) => send({ kind: 'append', name, content }),
    complete: (name) => send({ kind: 'complete', name }),
  }
  const steps = stepCounter(send)
  const runs: RunRecord[] = []
  const watched = await watchedBy(folder, assignment.recordings)
  const batch = runBatch(experiment, { ...watched, replications: [replication], quarterDone: steps.done })
  for await (const run of batch) runs.push(run)
  steps.flush()
  send({ kind: 'runs', runs })
  port.close()
}

function stepCounter(send: (message: Message) => void): { done(): void; flush(): void } {
  let count = 0
  let told = Date.now()
  const flush = (): void => {
    if (count > 0) send({ kind: 'steps', count })
    count = 0
    told = Date.now()
  }
  return {
    done() {
      count++
      if (Date.now() - told >= TOLD_EVERY_MILLISECONDS) flush()
    },
    flush,
  }
}
