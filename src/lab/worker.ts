/** The worker of the page: holds the bench, answers what it is asked, and drops a question when a later one comes. */
import { ScenarioError } from '../scenario/problem.ts'
import { type Bench, openScenario } from './bench.ts'
import type { Scene } from './scene.ts'
import { ARMS, type ArmName, type Ask, type Tell } from './protocol.ts'

const tell = (message: Tell): void => postMessage(message)

let bench: Bench | undefined
/** Nothing of the baseline changes between questions, so the page keeps it. */
let baselineTold = false
let current: { aborted: boolean } = { aborted: false }

async function open(text: string): Promise<void> {
  try {
    bench = await openScenario(text)
    baselineTold = false
    tell({ kind: 'opened', opened: bench.opened })
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    tell({ kind: 'refused', told: error.message })
  }
}

async function simulate(question: number, levers: Readonly<Record<string, number>>, signal: { readonly aborted: boolean }): Promise<void> {
  if (bench === undefined) return
  const look = (arm: ArmName, step: number, metrics: Float64Array, scene?: Scene): void => tell({ kind: 'quarter', question, arm, step, metrics, scene })
  for (const arm of ARMS) {
    if (arm === 'baseline' && baselineTold) continue
    const run = await bench.run(arm, levers, look, signal)
    if (run === undefined || signal.aborted) return
    baselineTold = true
    tell({ kind: 'ended', question, arm, digest: run.digest, reason: run.reason })
  }
}

/** Questions wait for each other: the one at hand hears that it is no longer wanted, and ends after its quarter. */
let last: Promise<void> = Promise.resolve()
addEventListener('message', ({ data: ask }: MessageEvent<Ask>) => {
  current.aborted = true
  const signal = (current = { aborted: false })
  last = last.then(() => (ask.kind === 'open' ? open(ask.text) : simulate(ask.question, ask.levers, signal)))
})
