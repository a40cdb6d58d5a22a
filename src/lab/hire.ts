/** Workers of the page, and the desk behind each. */
import { proxy, wrap } from 'comlink'
import type { Desk } from './protocol.ts'
// oxlint-disable-next-line import/default -- Vite makes it.
import DeskWorker from './worker.ts?worker'

export interface Hired {
  readonly desk: Desk
  /** What a worker is to call back. */
  telling<T>(tell: (told: T) => void): (told: T) => void
  /** Resolves to what is wrong with the worker itself. */
  readonly broken: Promise<string>
  end(): void
}

/** `scenario` is one of the program's own, which the worker opens before it is asked to. */
export function hire(scenario?: string): Hired {
  const worker = new DeskWorker({ name: scenario ?? '' })
  return {
    desk: wrap<Desk>(worker) as unknown as Desk,
    telling: proxy,
    broken: new Promise((resolve) => worker.addEventListener('error', ({ message }) => resolve(message))),
    end: () => worker.terminate(),
  }
}
