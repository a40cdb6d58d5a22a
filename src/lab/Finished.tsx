/** A finished batch: click a row of runs.csv and it plays; what is played must have the row's digest. */
import type { Laboratory } from './laboratory.ts'
import type { Row } from './protocol.ts'
import { say } from './words.ts'

export interface FinishedRow extends Row {
  readonly status: string
  readonly digest: string
}

/** What `cinsim lab DIR` tells of the folder. */
export interface Finished {
  readonly name: string
  /** Hash of the sources that simulated it. */
  readonly engine: string
  readonly rows: readonly FinishedRow[]
}

export function FinishedRuns({ finished, laboratory, engine }: { readonly finished: Finished; readonly laboratory: Laboratory; readonly engine: string }) {
  const { played, runs } = laboratory
  const isPlayed = ({ arm, point, replication }: FinishedRow): boolean => played.value?.arm === arm && played.value.point === point && played.value.replication === replication
  const own = finished.rows.find(isPlayed)
  const { ended } = runs.value.yours
  return (
    <div class="finished">
      <p>{say('finished.about', { name: finished.name, runs: finished.rows.length })}</p>
      {finished.engine !== engine && <p role="alert">{say('finished.engine', { theirs: finished.engine, ours: engine })}</p>}
      {own && (
        <p role="status" class={ended && ended.digest === own.digest ? 'within' : ended ? 'over' : ''} data-same={ended ? String(ended.digest === own.digest) : ''}>
          {!ended ? say('finished.playing') : ended.digest === own.digest ? say('finished.same', { digest: own.digest.slice(0, 16) }) : say('finished.other', { digest: ended.digest.slice(0, 16), row: own.digest.slice(0, 16) })}
        </p>
      )}
      <table class="rows">
        <thead><tr><th scope="col">arm</th><th scope="col">point</th><th scope="col">replication</th><th scope="col">status</th><th scope="col">digest</th><th scope="col">{say('actions')}</th></tr></thead>
        <tbody>
          {finished.rows.slice(0, MOST_SHOWN).map((row) => (
            <tr key={`${row.arm} ${row.point} ${row.replication}`} class={isPlayed(row) ? 'chosen' : ''}>
              <th scope="row">{row.arm}</th><td>{row.point}</td><td>{row.replication}</td><td>{row.status}</td><td><code>{row.digest.slice(0, 12)}</code></td>
              <td><button type="button" aria-label={`${say('play')}: ${row.arm} ${row.point} ${row.replication}`} onClick={() => laboratory.play({ arm: row.arm, point: row.point, replication: row.replication })}>▶ {say('play')}</button></td>
            </tr>
          ))}
        </tbody>
      </table>
      {finished.rows.length > MOST_SHOWN && <p class="about">{say('finished.shown', { shown: MOST_SHOWN, of: finished.rows.length })}</p>}
    </div>
  )
}

const MOST_SHOWN = 500
