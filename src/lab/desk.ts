/** The worker's side: holds the bench and what was simulated last, and answers what the page asks. */
import { YEAR } from '../analysis/mean.ts'
import type { Frame } from '../experiment/simulate.ts'
import { writeGexf } from '../observe/gexf.ts'
import { toGraph } from '../observe/graph.ts'
import { decodeLink, encodeLink } from '../experiment/link.ts'
import type { RunRecord } from '../records/run.ts'
import { csv, headerOf, ledgerRows, runRow, seriesRows } from '../records/tables.ts'
import { formatQuarter } from '../scenario/quarter.ts'
import { nameOf } from '../scenario/textFiles.ts'
import type { World } from '../world/world.ts'
import { begin, type Begun, begunBatches, filesOf, forget, idOf, workOn, zipped } from './batch.ts'
import { type Bench, openScenario, type Watch } from './bench.ts'
import { readLesson } from './lesson.ts'
import { type Lives, recordLives, winnersOf } from './lives.ts'
import { ARMS, type ArmName, type Desk, type Ended, type Levers, REGION, type Replicated, type Row, type Tell, type Texts } from './protocol.ts'
import { sceneOf } from './scene.ts'

/** Built in. */
const lessons = import.meta.glob<string>('../../lessons/*.yaml', { query: '?raw', import: 'default', eager: true })

interface Last {
  readonly record: RunRecord
  readonly lives: Lives
  /** Simulates the same once more. */
  again(watch: Watch): Promise<RunRecord | undefined>
}

const ROWS = { 'runs.csv': (run: RunRecord) => [runRow(run)], 'series.csv': seriesRows, 'ledger.csv': ledgerRows } as const

/** `breathe` lets a message in. */
export function createDesk(breathe: () => Promise<void>): Desk {
  let bench: Bench | undefined
  let opening: { readonly key: string; readonly bench: Promise<Bench> } | undefined
  /** The same bench for the same texts: its burnt-in worlds are still good. */
  const benchOf = (texts: Texts): Promise<Bench> => {
    const key = JSON.stringify(texts)
    if (opening?.key !== key) opening = { key, bench: openScenario(texts) }
    return opening.bench
  }
  let current = { aborted: false }
  const last = new Map<ArmName, Last>()
  /** Questions wait for each other: the one at hand hears that it is no longer wanted, and ends after its quarter. */
  let before: Promise<unknown> = Promise.resolve()
  function ask<T>(answer: (signal: { readonly aborted: boolean }) => Promise<T>): Promise<T | undefined> {
    current.aborted = true
    const signal = (current = { aborted: false })
    const own = before.then(() => (signal.aborted ? undefined : answer(signal)))
    before = own.catch(() => undefined)
    return own
  }
  const opened = (): Bench => {
    if (bench === undefined) throw new RangeError('no scenario is open')
    return bench
  }
  const keep = async (arm: ArmName, signal: Watch['signal'], tell: Tell, simulate: Last['again']): Promise<Ended | undefined> => {
    last.delete(arm)
    const lives = recordLives()
    let step = 0
    const look = ({ metrics, world }: Frame, flows: Float64Array): void => tell({ arm, step: step++, metrics, flows, scene: sceneOf(world) })
    let quarters = 0
    // As it is grown, and then one a year: more pictures would take the time that the past needs.
    const past = (world: World): void => void (quarters++ % YEAR === 0 && tell({ past: formatQuarter(world.quarter), scene: sceneOf(world) }))
    const record = await simulate({ signal, past, look, recorders: [lives], breathe })
    if (record === undefined) return undefined
    last.set(arm, { record, lives, again: simulate })
    return { digest: record.digest, reason: record.reason }
  }
  return {
    open: (texts) =>
      ask(async () => {
        bench = await benchOf(texts)
        last.clear()
        return bench.opened
      }) as Promise<Bench['opened']>,
    simulate: (arm, levers, replication, tell) => ask((signal) => keep(arm, signal, tell, (watch) => opened().run(arm, levers, replication, watch))),
    play: (row: Row, tell) => ask((signal) => keep('yours', signal, tell, (watch) => opened().play(row, watch))),
    replicate: (levers: Levers, replication, withBaseline) =>
      ask(async (signal): Promise<Replicated | undefined> => {
        const watch = { signal, breathe }
        const baseline = withBaseline ? await opened().run('baseline', {}, replication, watch) : undefined
        const yours = await opened().run('yours', levers, replication, watch)
        if (yours === undefined || signal.aborted) return undefined
        return { ...(baseline ? { baseline: baseline.metrics } : {}), yours: yours.metrics }
      }),
    stop: () => void (current.aborted = true),
    life: async (arm, firm) => last.get(arm)?.lives.of(firm),
    async winners() {
      const [baseline, yours] = ARMS.map((arm) => last.get(arm)?.lives)
      return baseline && yours && winnersOf(baseline, yours)
    },
    yaml: async (levers) => opened().yaml(levers),
    async table(name) {
      const rows = ARMS.flatMap((arm) => {
        const kept = last.get(arm)
        return kept ? [...ROWS[name](kept.record)] : []
      })
      return headerOf(name, []) + csv(rows, name)
    },
    gexf: (arm, step) =>
      ask(async (signal) => {
        let text = ''
        let at = 0
        await last.get(arm)?.again({ signal, look: ({ world }) => void (at++ === step && (text = writeGexf(toGraph(world, { nodes: 'connected' })))), breathe })
        return text
      }) as Promise<string>,
    begunBatches,
    async beginBatch(replications) {
      const { loaded, batch, texts } = opened()
      const begun: Begun = { id: idOf(loaded, replications), name: loaded.scenario.name, texts, replications, runs: replications * batch.runs.length }
      await begin(begun)
      return begun
    },
    workOnBatch: (begun, part, of, told) => ask((signal) => workOn(opened().batch, begun, part, of, { signal, breathe, told })),
    async batchFiles(begun) {
      const { loaded, batch, texts } = opened()
      return zipped(begun.name, await filesOf(loaded, batch, begun, Object.hasOwn(texts, REGION))) as Uint8Array<ArrayBuffer>
    },
    forgetBatch: forget,
    lessons: async () => Object.entries(lessons).map(([path, text]) => [nameOf(path), readLesson(path, text)] as const),
    lesson: async (file, text) => readLesson(file, text),
    readLink: (code) => decodeLink(code),
    writeLink: (shared) => encodeLink(shared),
  }
}
