/** What the page knows of the scenario that is open: your levers, both worlds as they are simulated, and the quarter that is looked at. */
import { batch, computed, type ReadonlySignal, signal, type Signal } from '@preact/signals'
import { ARMS, type ArmName, type Desk, type Ended, type Levers, type Opened, type Past, type Quarter, type Row, type Tell, type Texts } from './protocol.ts'
import type { Scene } from './scene.ts'
import { faultText } from './words.ts'

export interface Run {
  readonly quarters: readonly Quarter[]
  /** Undefined until it is whole. */
  readonly ended: Ended | undefined
}
type Runs = Readonly<Record<ArmName, Run>>

/** What is drawn: a quarter of the world that is looked at, or of its past while there is none. */
export interface Seen {
  readonly quarter: string
  readonly scene: Scene
  /** Of the quarter before, where it is known. */
  readonly before: Scene | undefined
}

export interface Laboratory {
  readonly opened: ReadonlySignal<Opened | undefined>
  /** What was opened, for links and files. */
  readonly texts: ReadonlySignal<Texts>
  /** Why a scenario was refused, or what broke; empty when nothing is wrong. */
  readonly fault: Signal<string>
  readonly changed: ReadonlySignal<Levers>
  readonly replication: ReadonlySignal<number>
  readonly runs: ReadonlySignal<Runs>
  /** The latest quarter of the burn-in, where one was simulated for what is shown. */
  readonly past: ReadonlySignal<Past | undefined>
  /** Whether both runs are whole. */
  readonly finished: ReadonlySignal<boolean>
  /** Which world is looked at, in which quarter. */
  readonly shown: Signal<ArmName>
  readonly step: ReadonlySignal<number>
  readonly seen: ReadonlySignal<Seen | undefined>
  readonly playing: Signal<boolean>
  /** The run of a finished batch that is played in place of yours. */
  readonly played: ReadonlySignal<Row | undefined>
  /** Resolves to whether the scenario was taken. One that is refused leaves the one before as it is. */
  open(texts: Texts, begin?: { readonly levers?: Levers; readonly replication?: number; readonly step?: number }): Promise<boolean>
  /** Sets a lever; the baseline's value undoes a change. */
  setLever(name: string, value: number): void
  setLevers(levers: Levers): void
  setReplication(replication: number): void
  /** Looks at a quarter, and stays there. */
  look(step: number): void
  play(row: Row): void
}

const EMPTY: Run = { quarters: [], ended: undefined }

/** While a slider moves, this long nothing is asked. */
const SETTLED_MILLISECONDS = 40

export function createLaboratory(desk: Desk, telling: (tell: Tell) => Tell): Laboratory {
  const opened = signal<Opened | undefined>(undefined)
  const texts = signal<Texts>({})
  const fault = signal('')
  const changed = signal<Levers>({})
  const replication = signal(0)
  const runs = signal<Runs>({ baseline: EMPTY, yours: EMPTY })
  const past = signal<Past | undefined>(undefined)
  const shown = signal<ArmName>('yours')
  /** Undefined: the latest quarter that is simulated. */
  const chosen = signal<number | undefined>(undefined)
  const playing = signal(false)
  const played = signal<Row | undefined>(undefined)
  let question = 0
  let waiting: ReturnType<typeof setTimeout> | undefined

  const broke = (error: unknown): void => void (fault.value = faultText(error))

  /** Quarters come in quicker than they can be drawn, so they are shown together, once a frame. */
  const coming = new Map<ArmName, Quarter[]>()
  let frame = 0
  const show = (): void => {
    frame = 0
    batch(() => {
      for (const [arm, quarters] of coming) runs.value = { ...runs.value, [arm]: { ...runs.value[arm], quarters: [...runs.value[arm].quarters, ...quarters] } }
    })
    coming.clear()
  }
  const hear = (asked: number): Tell => (told) => {
    if (asked !== question) return
    if ('past' in told) return void (past.value = told)
    coming.set(told.arm, [...(coming.get(told.arm) ?? []), told])
    if (frame === 0) frame = requestAnimationFrame(show)
  }
  const end = (arm: ArmName, ended: Ended): void => {
    cancelAnimationFrame(frame)
    batch(() => {
      show()
      runs.value = { ...runs.value, [arm]: { ...runs.value[arm], ended } }
    })
  }
  const begin = (arms: readonly ArmName[]): number => {
    coming.clear()
    past.value = undefined
    runs.value = { ...runs.value, ...Object.fromEntries(arms.map((arm) => [arm, EMPTY])) }
    return ++question
  }

  async function simulate(asked: number): Promise<void> {
    for (const arm of ARMS) {
      if (asked !== question || runs.value[arm].ended) continue
      // A baseline that was cut short begins again.
      if (runs.value[arm].quarters.length > 0) runs.value = { ...runs.value, [arm]: EMPTY }
      const ended = await desk.simulate(arm, changed.value, replication.value, telling(hear(asked)))
      if (asked !== question || ended === undefined) return
      end(arm, ended)
    }
  }
  const restart = (arms: readonly ArmName[], wait = 0): void => {
    // At once: what is shown is never of another policy than what is set.
    const asked = begin(arms)
    clearTimeout(waiting)
    const go = (): void => void simulate(asked).catch(broke)
    // At once where nothing moves: before what has changed is drawn, which takes a while.
    if (wait === 0) go()
    else waiting = setTimeout(go, wait)
  }
  const setLevers = (levers: Levers): void => {
    const own = opened.value?.levers ?? []
    const differing = Object.entries(levers).filter(([name, value]) => own.some((lever) => lever.name === name && lever.value !== value))
    batch(() => {
      changed.value = Object.fromEntries(differing)
      played.value = undefined
      restart(['yours'], SETTLED_MILLISECONDS)
    })
  }

  const step = computed(() => {
    const last = Math.max(0, runs.value[shown.value].quarters.length - 1)
    return chosen.value === undefined ? last : Math.min(chosen.value, last)
  })
  const seen = computed((): Seen | undefined => {
    const { quarters } = runs.value[shown.value]
    const now = quarters[step.value]
    if (now) return { quarter: opened.value!.quarters[step.value], scene: now.scene, before: quarters[step.value - 1]?.scene }
    return past.value && { quarter: past.value.past, scene: past.value.scene, before: undefined }
  })

  return {
    opened, texts, fault, changed, replication, runs, past, shown, step, seen, playing, played,
    finished: computed(() => ARMS.every((arm) => runs.value[arm].ended !== undefined)),
    async open(wanted, start = {}) {
      try {
        const told = await desk.open(wanted)
        batch(() => {
          opened.value = told
          texts.value = wanted
          fault.value = ''
          changed.value = start.levers ?? {}
          replication.value = start.replication ?? 0
          chosen.value = start.step
          playing.value = false
          played.value = undefined
          restart(ARMS)
        })
        return true
      } catch (error) {
        broke(error)
        return false
      }
    },
    setLever(name, value) {
      setLevers({ ...changed.value, [name]: value })
    },
    setLevers,
    setReplication(wanted) {
      batch(() => {
        replication.value = wanted
        restart(ARMS)
      })
    },
    look: (step) => void (chosen.value = step),
    play(row) {
      const asked = begin(['yours'])
      batch(() => {
        played.value = row
        chosen.value = undefined
      })
      desk.play(row, telling(hear(asked))).then((ended) => ended && asked === question && end('yours', ended), broke)
    },
  }
}
