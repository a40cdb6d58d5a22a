/** The screen: levers at the left, the world in the middle, results at the right. */
import { useEffect, useState } from 'preact/hooks'
import { engine } from '../experiment/engine.ts'
import { BatchPanel } from './BatchPanel.tsx'
import { Challenge } from './Challenge.tsx'
import { Effects } from './Effects.tsx'
import { type Finished, FinishedRuns } from './Finished.tsx'
import { Firm } from './Firm.tsx'
import type { Hired } from './hire.ts'
import type { Laboratory } from './laboratory.ts'
import { LessonList, LessonPanel } from './Lessons.tsx'
import type { Lessons } from './lessons.ts'
import { Levers } from './Levers.tsx'
import { Menu } from './Menu.tsx'
import { Money } from './Money.tsx'
import { Network } from './Network.tsx'
import { ARMS, type Desk } from './protocol.ts'
import type { Replications } from './replications.ts'
import { Transport } from './Transport.tsx'
import { language, say } from './words.ts'

export interface Parts {
  readonly laboratory: Laboratory
  readonly replications: Replications
  readonly lessons: Lessons
  readonly desk: Desk
  readonly hire: () => Hired
  readonly workers: number
  readonly finished?: Finished | undefined
  /** What a user should know of how this page began. */
  readonly notice?: string | undefined
}

const TABS = ['network', 'money', 'firm', 'lessons', 'challenge', 'batch'] as const
type Tab = (typeof TABS)[number] | 'finished'

export function Lab(parts: Parts) {
  const { laboratory, replications, lessons, desk, finished, notice } = parts
  const [chosenTab, setTab] = useState<Tab | undefined>(undefined)
  const tab = chosenTab ?? (finished ? 'finished' : 'network')
  const [firm, setFirm] = useState<number | undefined>(undefined)
  const [ownTold, setTold] = useState<string | undefined>(undefined)
  const told = ownTold ?? notice ?? ''
  const { opened, fault } = laboratory
  const step = lessons.step.value
  useEffect(() => {
    if (step && step.show !== 'effects') setTab(step.show)
    // The list of lessons is no view to learn from.
    else if (step && tab === 'lessons') setTab('network')
  }, [step])
  const choose = (wanted: number): void => {
    setFirm(wanted)
    setTab('firm')
  }
  document.documentElement.lang = language.value
  document.title = opened.value ? `${opened.value.question || opened.value.name} – ${say('title')}` : say('title')
  const tabs: readonly Tab[] = finished ? ['finished', ...TABS] : TABS
  return (
    <>
      <header class="top">
        <h1>{opened.value ? opened.value.question || opened.value.name : say('title')}</h1>
        <Menu laboratory={laboratory} desk={desk} tell={setTold} />
      </header>
      {told && <p class="told" role="status">{told} <button type="button" class="quiet" onClick={() => setTold('')}>{say('close')}</button></p>}
      {fault.value && <div class="fault" role="alert"><pre>{fault.value}</pre><button type="button" onClick={() => (fault.value = '')}>{say('close')}</button></div>}
      <p role="status" class="state">{statusOf(laboratory)}</p>
      <LessonPanel lessons={lessons} laboratory={laboratory} replications={replications} desk={desk} />
      <main>
        <section class="levers" aria-labelledby="levers">
          <h2 id="levers">{say('levers')}</h2>
          <Levers laboratory={laboratory} lesson={step && { unlocked: step.unlocked ?? [], lever: step.lever }} />
        </section>
        <section class="world" aria-labelledby="world">
          <h2 id="world" class="hidden">{say('world')}</h2>
          <div class="tabs" role="tablist" aria-label={say('views')}>
            {tabs.map((name, index) => (
              <button key={name} type="button" role="tab" id={`tab-${name}`} aria-selected={tab === name} aria-controls="view" tabIndex={tab === name ? 0 : -1} onClick={() => setTab(name)}
                onKeyDown={(event) => {
                  const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
                  if (move === undefined) return
                  const next = tabs[(index + move + tabs.length) % tabs.length]
                  setTab(next)
                  document.getElementById(`tab-${next}`)?.focus()
                }}>{say(`tab.${name}`)}</button>
            ))}
          </div>
          <div id="view" role="tabpanel" aria-labelledby={`tab-${tab}`}>
            {/* The network is there first: a graphics card takes its time to begin. */}
            {(opened.value || tab === 'network') && <View tab={tab} parts={parts} firm={firm} choose={choose} />}
          </div>
        </section>
        <section class="results" aria-labelledby="results">
          <h2 id="results">{say('results')}</h2>
          <Effects laboratory={laboratory} replications={replications} wanted={step?.metrics} hidden={lessons.hidden.value} />
        </section>
      </main>
      <footer>
        {ARMS.map((arm) => laboratory.runs.value[arm].ended && (
          <p key={arm} class="about" data-arm={arm}>{say('digest', { arm: say(arm), replication: laboratory.replication.value, engine: `${engine.version} ${engine.source}`, digest: laboratory.runs.value[arm].ended!.digest })}</p>
        ))}
      </footer>
    </>
  )
}

function View({ tab, parts, firm, choose }: { readonly tab: Tab; readonly parts: Parts; readonly firm: number | undefined; readonly choose: (firm: number) => void }) {
  const { laboratory, replications, lessons, desk, hire, workers, finished } = parts
  if (tab === 'lessons') return <LessonList desk={desk} begin={(lesson) => void lessons.start(lesson)} />
  if (tab === 'challenge') return <Challenge laboratory={laboratory} replications={replications} desk={desk} />
  if (tab === 'batch') return <BatchPanel laboratory={laboratory} desk={desk} hire={hire} workers={workers} />
  if (tab === 'finished' && finished) return <><FinishedRuns finished={finished} laboratory={laboratory} engine={engine.source} /><Transport laboratory={laboratory} /></>
  return (
    <>
      {tab === 'money' ? <Money laboratory={laboratory} /> : tab === 'firm' ? <Firm laboratory={laboratory} desk={desk} firm={firm} choose={choose} /> : <Network laboratory={laboratory} chosen={firm} choose={choose} />}
      <Transport laboratory={laboratory} />
    </>
  )
}

function statusOf({ opened, changed, runs, past, finished, played }: Laboratory): string {
  if (!opened.value) return say('opening')
  const { baseline, yours } = runs.value
  const reason = baseline.ended?.reason || yours.ended?.reason
  if (reason) return say('failed', { reason })
  if (played.value) return say('status.played', { ...played.value })
  if (finished.value) return Object.keys(changed.value).length === 0 ? say('same') : say('finished')
  if (past.value && baseline.quarters.length === 0) return say('past', { quarter: past.value.past })
  const arm = baseline.ended ? 'yours' : 'baseline'
  return say('simulating', { arm: say(arm), step: runs.value[arm].quarters.length, steps: opened.value.quarters.length })
}
