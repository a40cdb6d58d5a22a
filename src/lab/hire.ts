/** Workers of the page, and the desk behind each. */
import { proxy, wrap } from 'comlink'
import type { Desk } from './protocol.ts'

export interface Hired {
  readonly desk: Desk
  /** What a worker is to call back. */
  telling<T>(tell: (told: T) => void): (told: T) => void
  /** Resolves to what is wrong with the worker itself. */
  readonly broken: Promise<string>
  end(): void
}

export function hire(): Hired {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  return {
    desk: wrap<Desk>(worker) as unknown as Desk,
    telling: proxy,
    broken: new Promise((resolve) => worker.addEventListener('error', ({ message }) => resolve(message))),
    end: () => worker.terminate(),
  }
}
