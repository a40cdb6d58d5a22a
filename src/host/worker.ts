/** One of the workers of `cinsim run`: simulates pieces of a batch, and sends what comes of them. */
import { type MessagePort, workerData } from 'node:worker_threads'
import { type Batch, batchOf, createSimulator, type Piece } from '../experiment/batch.ts'
import { prepare } from '../experiment/simulate.ts'
import type { RunRecord } from '../records/run.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import { type RecorderFolder, type Recordings, watchedBy } from './recorders.ts'

/** What all pieces of a batch have in common: a worker is begun with it. */
export interface Assignment {
  readonly loaded: Pick<LoadedScenario, 'scenario' | 'region'>
  readonly recordings: Recordings
}

export interface Task {
  readonly piece: Piece
  readonly port: MessagePort
}

/** In the order in which it comes about: the files of a run before it, `end` as the last of a piece. */
export type Message =
  | { readonly kind: 'steps'; readonly count: number }
  | { readonly kind: 'append'; readonly name: string; readonly content: string | Uint8Array }
  | { readonly kind: 'complete'; readonly name: string }
  | { readonly kind: 'run'; readonly run: RunRecord }
  | { readonly kind: 'end' }

/** Quarters are told of at most this often, since each message costs the main thread some time. */
const TOLD_EVERY_MILLISECONDS = 100

interface Bench {
  readonly simulate: ReturnType<typeof createSimulator>
  /** Where what comes of the piece at hand goes. */
  send(message: Message): void
  readonly steps: { done(): void; flush(): void }
}

/** Made for the first piece, and kept for those that follow: so is the last burn-in. */
let made: Promise<Bench> | undefined

async function benchFor({ loaded, recordings }: Assignment): Promise<Bench> {
  const batch: Batch = batchOf(await prepare(loaded))
  const folder: RecorderFolder = {
    append: (name, content) => bench.send({ kind: 'append', name, content }),
    complete: (name) => bench.send({ kind: 'complete', name }),
  }
  const steps = stepCounter((message) => bench.send(message))
  const bench: Bench = { send: () => {}, steps, simulate: createSimulator(batch, { ...(await watchedBy(folder, recordings)), quarterDone: steps.done }) }
  return bench
}

let before: Promise<unknown> = Promise.resolve()

/** The next piece is at hand early, and waits for the one before it. */
export default function work(task: Task): Promise<void> {
  const own = before.then(() => workOn(task))
  before = own.catch(() => undefined)
  return own
}

async function workOn({ piece, port }: Task): Promise<void> {
  const bench = await (made ??= benchFor(workerData as Assignment))
  bench.send = (message) => port.postMessage(message)
  for await (const run of bench.simulate(piece)) bench.send({ kind: 'run', run })
  bench.steps.flush()
  bench.send({ kind: 'end' })
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
