/** More pairs of worlds, simulated in the background while one is looked at: how sure is what the one pair shows? */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import { type Effect, effectOf, type Estimate, estimate } from '../analysis/effects.ts'
import { type PairOfWorlds, WORLDS } from '../analysis/challenge.ts'
import { meanOver } from '../analysis/mean.ts'
import type { Laboratory } from './laboratory.ts'
import type { Desk } from './protocol.ts'
import { faultText } from './words.ts'

export interface Replications {
  /** By replication, those that are whole. */
  readonly pairs: ReadonlySignal<readonly PairOfWorlds[]>
  readonly whole: ReadonlySignal<boolean>
}

/** Of a metric by its place: the mean over all quarters of each world, then over pairs. */
export function effectIn(pairs: readonly PairOfWorlds[], metric: number): Effect {
  const mean = (quarters: readonly Float64Array[]): number => meanOver(quarters, metric, { name: 'horizon', from: 0, to: quarters.length })
  return effectOf(pairs.map(({ yours, baseline }) => [mean(yours), mean(baseline)]))
}

/** Quarter by quarter: of one world, or of the difference. */
export function course(pairs: readonly PairOfWorlds[], metric: number, of: 'baseline' | 'yours' | 'difference'): Estimate[] {
  const quarters = pairs[0]?.yours.length ?? 0
  return Array.from({ length: quarters }, (_, step) =>
    estimate(pairs.map(({ yours, baseline }) => (of === 'difference' ? yours[step][metric] - baseline[step][metric] : { yours, baseline }[of][step][metric]))))
}

/** After the first worlds, nothing was asked for this long: loading more workers would slow down what is asked. */
const REST_MILLISECONDS = 1000

/** `hire` gives workers of its own, and is called once. */
export function createReplications(laboratory: Laboratory, hire: () => readonly Desk[]): Replications {
  const known = signal<ReadonlyMap<number, { readonly baseline: readonly Float64Array[]; readonly yours?: readonly Float64Array[] }>>(new Map())
  let question = 0
  let desks: readonly Desk[] = []

  /** A worker takes one replication after another, always the same ones: it keeps their burnt-in worlds. */
  async function work(desk: Desk, first: number, asked: number): Promise<void> {
    for (let replication = first; replication < WORLDS; replication += desks.length) {
      if (replication === laboratory.replication.value) continue
      const before = known.value.get(replication)
      if (before?.yours) continue
      const found = await desk.replicate(laboratory.changed.value, replication, before === undefined)
      if (found === undefined || asked !== question) return
      const baseline = found.baseline ?? before!.baseline
      known.value = new Map([...known.value, [replication, { baseline, yours: found.yours }]])
    }
  }

  let texts: unknown
  let ready: Promise<unknown> | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined
  effect(() => {
    // Whatever changes one of these ends what is under way.
    const { opened, texts: own, changed, finished, played } = laboratory
    const asked = ++question
    for (const desk of desks) void desk.stop()
    clearTimeout(waiting)
    void changed.value
    if (!opened.value || played.value) return
    if (texts !== own.value) {
      texts = own.value
      known.value = new Map()
      ready = undefined
    } else if (!finished.value) known.value = new Map([...known.peek()].map(([replication, { baseline }]) => [replication, { baseline }]))
    if (!finished.value) return
    const tell = (error: unknown): void => void (laboratory.fault.value = faultText(error))
    const begin = (): void => {
      if (desks.length === 0) desks = hire()
      ready ??= Promise.all(desks.map((desk) => desk.open(own.value)))
      ready.then(() => (asked === question ? Promise.all(desks.map((desk, first) => work(desk, first, asked))) : undefined)).catch(tell)
    }
    waiting = setTimeout(begin, desks.length === 0 ? REST_MILLISECONDS : 0)
  })

  const pairs = computed(() => {
    const { baseline, yours } = laboratory.runs.value
    if (!laboratory.finished.value) return []
    const own: PairOfWorlds = { baseline: baseline.quarters.map(({ metrics }) => metrics), yours: yours.quarters.map(({ metrics }) => metrics) }
    const all = new Map([...known.value].flatMap(([replication, pair]) => (pair.yours ? [[replication, pair as PairOfWorlds] as const] : [])))
    all.set(laboratory.replication.value, own)
    // In one order, so that sums have the same bits whoever was done first. A run that failed has fewer quarters, and pairs with nothing.
    const ordered = [...all].toSorted(([one], [other]) => one - other).map(([, pair]) => pair)
    return ordered.filter((pair) => pair.baseline.length === own.baseline.length && pair.yours.length === own.baseline.length && own.baseline.length > 0)
  })
  return { pairs, whole: computed(() => pairs.value.length >= WORLDS) }
}
