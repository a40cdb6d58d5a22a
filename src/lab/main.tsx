/** The lab's page: opens what the address asks for, and shows it. */
import { effect } from '@preact/signals'
import { render } from 'preact'
import type { Finished } from './Finished.tsx'
import { type Hired, hire } from './hire.ts'
import { Lab } from './Lab.tsx'
import { createLaboratory, type Laboratory } from './laboratory.ts'
import { createLessons } from './lessons.ts'
import { builtInScenario } from './pageFiles.ts'
import { CLASSROOM, type Desk, SCENARIO, type Texts } from './protocol.ts'
import { createReplications } from './replications.ts'
import { faultText, say } from './words.ts'

const classroom: Texts = { [SCENARIO]: builtInScenario(CLASSROOM) }

/** One is left to what is looked at. */
const MOST_BACKGROUND = 3

export function begin(first: Hired): void {
  const { desk } = first
  const laboratory = createLaboratory(desk, first.telling)
  const watched = (hired: Hired): Hired => {
    void hired.broken.then((message) => (laboratory.fault.value = say('bug', { message })))
    return hired
  }
  watched(first)
  const another = (): Hired => watched(hire())
  const processors = Math.max(1, navigator.hardwareConcurrency)
  const background = Math.max(1, Math.min(MOST_BACKGROUND, processors - 1))
  const replications = createReplications(laboratory, () => Array.from({ length: background }, () => another().desk))
  const lessons = createLessons(laboratory, replications)
  const root = document.getElementById('lab')!
  const show = (begun: Begun): void =>
    render(<Lab laboratory={laboratory} replications={replications} lessons={lessons} desk={desk} hire={another} workers={processors} {...begun} />, root)
  addEventListener('hashchange', () => location.reload())
  show({})
  void openWanted(laboratory, desk).then((begun) => {
    show(begun)
    // Keeps the page for a time without network: that takes a processor, which the worlds need more.
    if ('serviceWorker' in navigator) void when(() => replications.whole.value).then(() => navigator.serviceWorker.register('sw.js')).catch(() => undefined)
  })
}

interface Begun {
  readonly finished?: Finished
  readonly notice?: string
}

async function served<T>(path: string): Promise<T> {
  const answer = await fetch(path)
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${answer.statusText}`)
  return (await answer.json()) as T
}

/** `?open` is what `cinsim lab FILE` or `DIR` gives; behind # may stand a link that somebody shared. */
async function openWanted(laboratory: Laboratory, desk: Desk): Promise<Begun> {
  /** The classroom in place of what was refused; what was wrong is still told. */
  const openInstead = async (): Promise<void> => {
    const fault = laboratory.fault.value
    await laboratory.open(classroom)
    laboratory.fault.value = fault
  }
  const code = /^#lab=(.*)$/s.exec(location.hash)?.[1]
  try {
    if (code !== undefined) {
      const { texts, levers, replication, step, otherEngine } = await desk.readLink(code)
      if (!(await laboratory.open(texts, { levers, replication, ...(step === undefined ? {} : { step }) }))) await openInstead()
      return otherEngine === undefined ? {} : { notice: say('link.engine', { engine: otherEngine }) }
    }
    const wanted = new URLSearchParams(location.search).get('open')
    if (wanted === 'scenario' || wanted === 'result') {
      if (!(await laboratory.open(await served<Texts>('opened/texts.json')))) await openInstead()
      return wanted === 'result' ? { finished: await served<Finished>('opened/result.json') } : {}
    }
    return await openFitting(laboratory)
  } catch (error) {
    await laboratory.open(classroom)
    laboratory.fault.value = faultText(error)
    return {}
  }
}

/** Longer than this for a burn-in of the classroom, and there is no joy in moving a lever. */
const PATIENCE_MILLISECONDS = 10_000
const SMALLER = 0.3

/** The classroom, as large as this machine can play with. */
async function openFitting(laboratory: Laboratory): Promise<Begun> {
  const began = performance.now()
  await laboratory.open(classroom)
  const first = await Promise.race([when(() => laboratory.runs.value.baseline.quarters.length > 0), new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS, 'slow'))])
  if (first !== 'slow' && performance.now() - began < PATIENCE_MILLISECONDS) return {}
  await laboratory.open({ [SCENARIO]: classroom[SCENARIO].replace(/^scale: 1$/m, `scale: ${SMALLER}`) })
  return { notice: say('slow', { scale: SMALLER }) }
}

/** Resolves once signals are as wanted. */
const when = (wanted: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const stop = effect(() => {
      if (!wanted()) return
      resolve()
      queueMicrotask(() => stop())
    })
  })
