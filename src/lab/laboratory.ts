/** What the page knows: the scenario, the levers that differ, and the runs as they come from the worker. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Scene } from './scene.ts'
import { ARMS, type ArmName, type Ask, type Opened, type Tell } from './protocol.ts'

export interface Run {
  /** By step, then in the order of `Opened.metrics`. */
  readonly metrics: readonly Float64Array[]
  readonly digest: string
  /** Why it failed; empty when it did not. */
  readonly reason: string
}

type Runs = Readonly<Record<ArmName, Run>>

export interface Laboratory {
  readonly opened: ReadonlySignal<Opened | undefined>
  /** Why a scenario was refused, or what broke; empty when nothing is wrong. */
  readonly fault: ReadonlySignal<string>
  /** Levers that differ from the baseline. */
  readonly changed: ReadonlySignal<Readonly<Record<string, number>>>
  readonly runs: ReadonlySignal<Runs>
  /** The network of your world after its last quarter so far. */
  readonly scene: ReadonlySignal<Scene | undefined>
  /** Whether both runs are whole. */
  readonly finished: ReadonlySignal<boolean>
  open(text: string): void
  /** Sets a lever; the baseline's value undoes a change. */
  setLever(name: string, value: number): void
  undoAll(): void
}

const EMPTY: Run = { metrics: [], digest: '', reason: '' }
const NOTHING: Runs = { baseline: EMPTY, yours: EMPTY }

/** While a slider moves, this long nothing is asked. */
const SETTLED_MILLISECONDS = 40

export function createLaboratory(worker: Pick<Worker, 'postMessage' | 'addEventListener'>): Laboratory {
  const opened = signal<Opened | undefined>(undefined)
  const fault = signal('')
  const changed = signal<Readonly<Record<string, number>>>({})
  const runs = signal<Runs>(NOTHING)
  const scene = signal<Scene | undefined>(undefined)
  let question = 0
  let waiting: ReturnType<typeof setTimeout> | undefined
  const ask = (message: Ask): void => worker.postMessage(message)
  const simulate = (levers: Readonly<Record<string, number>>): void => {
    batch(() => {
      changed.value = levers
      // At once: what is shown is never of another policy than what is set.
      runs.value = { ...runs.value, yours: EMPTY }
    })
    question++
    clearTimeout(waiting)
    waiting = setTimeout(() => ask({ kind: 'simulate', question, levers }), SETTLED_MILLISECONDS)
  }
  worker.addEventListener('message', ({ data }: MessageEvent<Tell>) => hear(data))
  worker.addEventListener('error', ({ message }) => (fault.value = message))

  function hear(told: Tell): void {
    if (told.kind === 'refused') fault.value = told.told
    else if (told.kind === 'opened') {
      batch(() => {
        opened.value = told.opened
        runs.value = NOTHING
        fault.value = ''
        simulate({})
      })
    } else if (told.arm === 'baseline' || told.question === question) {
      const run = runs.value[told.arm]
      const next: Run = told.kind === 'ended' ? { ...run, digest: told.digest, reason: told.reason } : { ...run, metrics: [...run.metrics.slice(0, told.step), told.metrics] }
      batch(() => {
        runs.value = { ...runs.value, [told.arm]: next }
        if (told.kind === 'quarter' && told.scene) scene.value = told.scene
      })
    }
  }

  return {
    opened, fault, changed, runs, scene,
    finished: computed(() => ARMS.every((arm) => runs.value[arm].digest !== '')),
    open: (text) => ask({ kind: 'open', text }),
    setLever(name, value) {
      const { [name]: _before, ...others } = changed.value
      const own = opened.value?.levers.find((lever) => lever.name === name)
      simulate(own?.value === value ? others : { ...others, [name]: value })
    },
    undoAll: () => simulate({}),
  }
}
