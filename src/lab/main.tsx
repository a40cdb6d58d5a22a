/** The lab's page: opens what the address asks for, and shows it. */
import { proxy, wrap } from 'comlink'
import { render } from 'preact'
import type { Finished } from './Finished.tsx'
import { Lab } from './Lab.tsx'
import { createLaboratory } from './laboratory.ts'
import { createLessons } from './lessons.ts'
import { builtInScenario } from './pageFiles.ts'
import { type Desk, SCENARIO, type Texts } from './protocol.ts'
import { createReplications } from './replications.ts'
import { faultText, say } from './words.ts'

const telling = <T,>(tell: (told: T) => void): ((told: T) => void) => proxy(tell)

function hire(): { readonly desk: Desk; readonly telling: typeof telling; readonly end: () => void } {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('error', ({ message }) => (laboratory.fault.value = say('bug', { message })))
  return { desk: wrap<Desk>(worker) as unknown as Desk, telling, end: () => worker.terminate() }
}

/** One is left to what is looked at. */
const MOST_BACKGROUND = 3
const background = Math.max(1, Math.min(MOST_BACKGROUND, navigator.hardwareConcurrency - 1))

const { desk } = hire()
const laboratory = createLaboratory(desk, telling)
const replications = createReplications(laboratory, Array.from({ length: background }, () => hire().desk))
const lessons = createLessons(laboratory, replications)

async function served<T>(path: string): Promise<T> {
  const answer = await fetch(path)
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${answer.statusText}`)
  return (await answer.json()) as T
}

/** `?open` is what `cinsim lab FILE` or `DIR` gives; behind # may stand a link that somebody shared. */
async function begin(): Promise<{ readonly finished?: Finished; readonly notice?: string }> {
  const classroom: Texts = { [SCENARIO]: builtInScenario('classroom') }
  const code = /^#lab=(.*)$/s.exec(location.hash)?.[1]
  try {
    if (code !== undefined) {
      const { texts, levers, replication, step, otherEngine } = await desk.readLink(code)
      if (!(await laboratory.open(texts, { levers, replication, ...(step === undefined ? {} : { step }) }))) await keepFault(() => laboratory.open(classroom))
      return otherEngine === undefined ? {} : { notice: say('link.engine', { engine: otherEngine }) }
    }
    const wanted = new URLSearchParams(location.search).get('open')
    if (wanted === 'scenario' || wanted === 'result') {
      if (!(await laboratory.open(await served<Texts>('opened/texts.json')))) await keepFault(() => laboratory.open(classroom))
      return wanted === 'result' ? { finished: await served<Finished>('opened/result.json') } : {}
    }
    return await openFitting(classroom)
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
async function openFitting(classroom: Texts): Promise<{ readonly notice?: string }> {
  const began = performance.now()
  await laboratory.open(classroom)
  const first = await Promise.race([firstQuarter(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS, 'slow'))])
  if (first !== 'slow' && performance.now() - began < PATIENCE_MILLISECONDS) return {}
  await laboratory.open({ [SCENARIO]: classroom[SCENARIO].replace(/^scale: 1$/m, `scale: ${SMALLER}`) })
  return { notice: say('slow', { scale: SMALLER }) }
}

const firstQuarter = (): Promise<void> =>
  new Promise((resolve) => {
    const stop = laboratory.runs.subscribe(({ baseline }) => {
      if (baseline.quarters.length === 0) return
      resolve()
      queueMicrotask(() => stop())
    })
  })

/** What was wrong is still told when something else is opened in its place. */
async function keepFault(open: () => Promise<unknown>): Promise<void> {
  const fault = laboratory.fault.value
  await open()
  laboratory.fault.value = fault
}

const root = document.getElementById('lab')!
const show = (begun: Awaited<ReturnType<typeof begin>>): void =>
  render(<Lab laboratory={laboratory} replications={replications} lessons={lessons} desk={desk} hire={hire} workers={Math.max(1, navigator.hardwareConcurrency)} {...begun} />, root)

addEventListener('hashchange', () => location.reload())
show({})
void begin().then((begun) => show(begun))
if ('serviceWorker' in navigator) void navigator.serviceWorker.register('sw.js').catch(() => undefined)
