/** A lesson as a class sees it: what to do, a prediction before the reveal, what to notice, what to discuss. */
import { useEffect, useState } from 'preact/hooks'
import { WORLDS } from '../analysis/challenge.ts'
import { COMPARED, type Comparison, type Winners } from './life.ts'
import type { Laboratory } from './laboratory.ts'
import type { Lesson } from './lesson.ts'
import type { Lessons } from './lessons.ts'
import { type Answer, ANSWERS, type Desk } from './protocol.ts'
import { effectIn, type Replications } from './replications.ts'
import { type Both, between, difference, differenceUnit, inOwn, metricTerm, number, say } from './words.ts'

const answerWord = (answer: Answer): string => say(answer === 'unclear' ? 'predict.unclear' : `answer.${answer}`)

export function LessonList({ desk, begin }: { readonly desk: Desk; readonly begin: (lesson: Lesson) => void }) {
  const [known, setKnown] = useState<Awaited<ReturnType<Desk['lessons']>>>([])
  const [fault, setFault] = useState('')
  useEffect(() => void desk.lessons().then(setKnown), [])
  const openOwn = async (file: File | undefined): Promise<void> => {
    if (!file) return
    try {
      begin(await desk.lesson(file.name, await file.text()))
    } catch (error) {
      setFault((error as Error).message)
    }
  }
  return (
    <div class="lessons">
      <p>{say('lessons.about')}</p>
      <ol>
        {known.map(([name, lesson]) => (
          <li key={name}>
            <button type="button" onClick={() => begin(lesson)}>{inOwn(lesson.title)}</button>
            <p class="about">{inOwn(lesson.about)} · {say('minutes', { minutes: lesson.minutes })}</p>
          </li>
        ))}
      </ol>
      <label class="file">{say('lessons.own')} <input type="file" accept=".yaml,.yml" onChange={({ currentTarget }) => void openOwn(currentTarget.files?.[0])} /></label>
      {fault && <pre role="alert">{fault}</pre>}
    </div>
  )
}

interface Props {
  readonly lessons: Lessons
  readonly laboratory: Laboratory
  readonly replications: Replications
  readonly desk: Desk
}

const Paragraphs = ({ text }: { readonly text: Both }) => <>{inOwn(text).trim().split(/\n\s*\n/).map((paragraph, index) => <p key={index}>{paragraph}</p>)}</>

export function LessonPanel({ lessons, laboratory, replications, desk }: Props) {
  const { lesson, step, place, hidden } = lessons
  if (!lesson.value || !step.value) return null
  const { steps, finding, title } = lesson.value
  const last = place.value === steps.length - 1
  const own = step.value
  return (
    <section class="lesson" aria-label={say('lesson')}>
      <header>
        <h2>{inOwn(title)}</h2>
        <span class="about">{say('lesson.step', { step: place.value + 1, steps: steps.length })}</span>
        <button type="button" class="quiet" onClick={() => lessons.end()}>{say('lesson.leave')}</button>
      </header>
      <div aria-live="polite">
        <h3>{inOwn(own.title)}</h3>
        <Paragraphs text={own.text} />
        {own.predict && <Prediction lessons={lessons} laboratory={laboratory} replications={replications} />}
        {own.winners && !hidden.value && <WinnersTable desk={desk} laboratory={laboratory} />}
        {own.notice && !hidden.value && (!own.predict || lessons.found.value) && <div class="notice"><h4>{say('lesson.notice')}</h4><Paragraphs text={own.notice} /></div>}
        {own.discuss && !hidden.value && <div class="discuss"><h4>{say('lesson.discuss')}</h4><Paragraphs text={own.discuss} /></div>}
        {last && !hidden.value && <div class="finding"><h4>{say('lesson.finding')}</h4><Paragraphs text={finding} /><p class="about">{finding.source}</p></div>}
      </div>
      <div class="tools">
        <button type="button" disabled={place.value === 0} onClick={() => lessons.go(place.value - 1)}>{say('lesson.back')}</button>
        {last ? <button type="button" class="main" disabled={hidden.value} onClick={() => lessons.end()}>{say('lesson.end')}</button>
          : <button type="button" class="main" disabled={hidden.value} onClick={() => lessons.go(place.value + 1)}>{say('lesson.next')}</button>}
      </div>
    </section>
  )
}

function Prediction({ lessons, laboratory, replications }: Omit<Props, 'desk'>) {
  const asked = lessons.step.value!.predict!
  const predicted = lessons.predicted.value
  const found = lessons.found.value
  const { metrics } = laboratory.opened.value!
  const index = metrics.findIndex(({ key }) => key === asked.metric)
  const { unit } = metrics[index]
  return (
    <fieldset class="prediction">
      <legend>{inOwn(asked.ask)}</legend>
      {/* Buttons: what is chosen cannot be taken back, and arrows through radio buttons choose each on the way. */}
      <div class="tools">
        {ANSWERS.map((answer) => <button key={answer} type="button" aria-pressed={predicted === answer} disabled={predicted !== undefined} onClick={() => lessons.predict(answer)}>{answerWord(answer)}</button>)}
      </div>
      {predicted && !found && <p role="status">{say('pairs.coming', { count: replications.pairs.value.length, wanted: WORLDS })}</p>}
      {predicted && found && (
        <p role="status" class={found === predicted ? 'right' : 'other'}>
          <strong>{say(found === predicted ? 'lesson.right' : 'lesson.other', { predicted: answerWord(predicted), found: answerWord(found) })}</strong>{' '}
          {metricTerm(asked.metric).name}: {difference(effectIn(replications.pairs.value, index).mean, unit)} {differenceUnit(unit)} {between(effectIn(replications.pairs.value, index), unit)}
        </p>
      )}
    </fieldset>
  )
}

/** Rows: a key of words, and what it tells. */
const WINNERS = [
  ['winners', ({ winners }: Comparison) => number(winners)],
  ['others', ({ others }: Comparison) => number(others)],
  ['naive', ({ winners, others }: Comparison) => difference(winners - others)],
  ['same', ({ same }: Comparison) => number(same)],
  ['true', ({ winners, same }: Comparison) => difference(winners - same)],
] as const

function WinnersTable({ desk, laboratory }: { readonly desk: Desk; readonly laboratory: Laboratory }) {
  const [winners, setWinners] = useState<Winners | undefined>(undefined)
  const { finished, runs } = laboratory
  const { yours } = runs.value
  useEffect(() => {
    if (finished.value) void desk.winners().then(setWinners)
  }, [finished.value, yours])
  if (!winners) return null
  return (
    <table class="winners">
      <caption>{say('winners.about', { firms: winners.firms })}</caption>
      <thead><tr><td />{COMPARED.map((column) => <th key={column} scope="col">{say(`winners.${column}`)}</th>)}</tr></thead>
      <tbody>
        {WINNERS.map(([name, of]) => <tr key={name}><th scope="row">{say(`winners.${name}`)}</th>{COMPARED.map((column) => <td key={column}>{of(winners.by[column])}</td>)}</tr>)}
      </tbody>
    </table>
  )
}
