/** A small batch in the page, with pause and resume; its files are those of the command line. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Begun } from './batch.ts'
import { saveFile } from './download.ts'
import type { Hired } from './hire.ts'
import type { Laboratory } from './laboratory.ts'
import { type Desk, SCENARIO } from './protocol.ts'
import { faultText, say } from './words.ts'

interface Props {
  readonly laboratory: Laboratory
  readonly desk: Desk
  /** Makes a worker, and the way to end it. */
  readonly hire: () => Hired
  readonly workers: number
}

type Listed = Awaited<ReturnType<Desk['begunBatches']>>
/** More is for the command line. */
const MOST_RUNS = 500

export function BatchPanel({ laboratory, desk, hire, workers }: Props) {
  const [known, setKnown] = useState<Listed>([])
  const [running, setRunning] = useState<Begun | undefined>(undefined)
  const [done, setDone] = useState(0)
  const [replications, setReplications] = useState<number | undefined>(undefined)
  const hired = useRef<Hired[]>([])
  const list = (): void => void desk.begunBatches().then(setKnown)
  useEffect(list, [])
  const opened = laboratory.opened.value
  if (!opened) return null
  const wanted = replications ?? Math.min(opened.replications, 10)
  const changed = Object.keys(laboratory.changed.value).length > 0
  const arms = opened.runs + (changed ? 1 : 0)
  const stop = (): void => {
    for (const one of hired.current) one.end()
    hired.current = []
    setRunning(undefined)
    list()
  }
  const broke = (error: unknown): void => {
    laboratory.fault.value = faultText(error)
    stop()
  }
  const goOn = async (begun: Begun, before: number): Promise<void> => {
    setRunning(begun)
    setDone(before)
    hired.current = Array.from({ length: workers }, hire)
    const own = hired.current
    await Promise.all(own.map(async (one, part) => {
      await one.desk.open(begun.texts)
      await one.desk.workOnBatch(begun, part, workers, one.telling((runs: number) => setDone((count) => count + runs)))
    }))
    if (hired.current === own) stop()
  }
  const start = async (): Promise<void> => {
    const [first] = (hired.current = [hire()])
    const texts = changed ? { ...laboratory.texts.value, [SCENARIO]: await desk.yaml(laboratory.changed.value) } : laboratory.texts.value
    await first.desk.open(texts)
    const begun = await first.desk.beginBatch(wanted)
    first.end()
    const before = (await desk.begunBatches()).find(({ id }) => id === begun.id)?.done ?? 0
    await goOn(begun, before)
  }
  const save = async (begun: Begun): Promise<void> => {
    const one = hire()
    try {
      await one.desk.open(begun.texts)
      saveFile(`${begun.name}.zip`, await one.desk.batchFiles(begun), 'application/zip')
    } finally {
      one.end()
    }
  }
  return (
    <div class="batch">
      <p>{say('batch.about')}</p>
      <div class="tools">
        <label>{say('replications')} <input type="number" min={1} max={Math.max(1, Math.floor(MOST_RUNS / arms))} value={wanted} disabled={running !== undefined}
          onChange={({ currentTarget }) => setReplications(Math.max(1, Math.min(Math.floor(MOST_RUNS / arms), Math.round(Number(currentTarget.value) || 1))))} /></label>
        <span class="about">{say('batch.runs', { runs: wanted * arms, arms, replications: wanted })}</span>
        <button type="button" class="main" disabled={running !== undefined || wanted * arms > MOST_RUNS} onClick={() => void start().catch(broke)}>{say('batch.start')}</button>
      </div>
      {wanted * arms > MOST_RUNS && <p role="alert">{say('batch.large', { most: MOST_RUNS })}</p>}
      {running && (
        <div class="tools" aria-live="polite">
          <progress value={done} max={running.runs} aria-label={running.name} />
          <span>{say('batch.done', { done, of: running.runs })}</span>
          <button type="button" onClick={stop}>{say('batch.pause')}</button>
        </div>
      )}
      {known.length > 0 && (
        <table>
          <caption>{say('batch.known')}</caption>
          <thead><tr><th scope="col">{say('scenario')}</th><th scope="col">{say('runs')}</th><th scope="col">{say('actions')}</th></tr></thead>
          <tbody>
            {known.map((begun) => (
              <tr key={begun.id}>
                <th scope="row">{begun.name}</th>
                <td>{say('batch.done', { done: begun.done, of: begun.runs })}</td>
                <td class="tools">
                  {begun.done < begun.runs && <button type="button" disabled={running !== undefined} onClick={() => void goOn(begun, begun.done).catch(broke)}>{say('batch.resume')}</button>}
                  {begun.done >= begun.runs && <button type="button" class="main" onClick={() => void save(begun).catch(broke)}>{say('batch.save')}</button>}
                  <button type="button" class="quiet" disabled={running !== undefined} onClick={() => void desk.forgetBatch(begun.id).then(list)}>{say('batch.forget')}</button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
