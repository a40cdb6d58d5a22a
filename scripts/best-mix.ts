/**
 * Searches a mix of levers for the challenge of the lab, goal by goal, and writes src/lab/best.json: levers are tried one by one at
 * a few places of their range, then put together as long as the goal gains and the budget holds. A greedy search: there may be better.
 *
 *   npm run best-mix
 */
import { writeFileSync } from 'node:fs'
import { type Goal, GOALS, standingOf, WORLDS } from '../src/analysis/challenge.ts'
import { recordBurnIn, recordRun } from '../src/experiment/run.ts'
import { type Experiment, prepare } from '../src/experiment/simulate.ts'
import { packageTexts } from '../src/host/files.ts'
import { loadScenario } from '../src/index.ts'
import { levers as declared } from '../src/mechanisms/levers.ts'
import { metricKeys } from '../src/observe/metrics.ts'
import { ScenarioError } from '../src/scenario/problem.ts'
import { textFiles, YOURS, yoursOf } from '../src/scenario/textFiles.ts'

type Levers = Readonly<Record<string, number>>
const SCENARIO = 'scenarios/classroom.yaml'
/** Few worlds are enough to sort candidates. */
const SCREENING = 3
/** Of the range of a lever. */
const PLACES = [0, 0.15, 0.4, 1]

const texts = packageTexts()
const base = await prepare(await loadScenario(SCENARIO, textFiles({}, texts)))
const policy = base.arms.get('baseline')!.general(base.scenario.start, () => NaN) as Readonly<Record<string, number>>
const burnIns = new Map<number, Awaited<ReturnType<typeof recordBurnIn>>>()
const baselines = new Map<number, readonly Float64Array[]>()

async function metricsOf(experiment: Experiment, arm: string, replication: number): Promise<readonly Float64Array[]> {
  if (!burnIns.has(replication)) burnIns.set(replication, await recordBurnIn(base, replication, {}))
  const about = { arm, point: 0, replication, runKey: '', start: base.scenario.start }
  return (await recordRun(experiment, burnIns.get(replication)!, about, { audit: 'off' }))!.metrics
}

async function pairsOf(levers: Levers, worlds: number): Promise<Parameters<typeof standingOf>[0] | undefined> {
  try {
    const experiment = await prepare(await loadScenario(YOURS, textFiles(yoursOf(SCENARIO, levers), texts)))
    const pairs = []
    for (let replication = 0; replication < worlds; replication++) {
      if (!baselines.has(replication)) baselines.set(replication, await metricsOf(base, 'baseline', replication))
      pairs.push({ baseline: baselines.get(replication)!, yours: await metricsOf(experiment, 'yours', replication) })
    }
    return pairs
  } catch (error) {
    // Shares of one whole that do not add up.
    if (error instanceof ScenarioError) return undefined
    throw error
  }
}

const candidates = Object.entries(declared).filter(([name]) => !name.startsWith('fund.sectorWeights')).flatMap(([name, { minimum, maximum, scaled }]) => {
  const now = policy[name] / (scaled ? base.scenario.scale : 1)
  // The maximum of most levers is far beyond what a small city could want.
  const highest = Math.min(maximum, now > 0 ? 5 * now : maximum)
  const values = PLACES.map((place) => Number((minimum + place * (highest - minimum)).toPrecision(3))).map((value) => ('integer' in declared[name as keyof typeof declared] ? Math.round(value) : value))
  return [...new Set(values)].filter((value) => value !== now).map((value) => ({ name, value }))
})

const screened = new Map<(typeof candidates)[number], NonNullable<Awaited<ReturnType<typeof pairsOf>>>>()
for (const candidate of candidates) {
  const pairs = await pairsOf({ [candidate.name]: candidate.value }, SCREENING)
  if (pairs) screened.set(candidate, pairs)
}

async function search(goal: Goal): Promise<{ readonly gain: number; readonly levers: Levers }> {
  const scored = [...screened].map(([candidate, pairs]) => ({ ...candidate, ...standingOf(pairs, goal, metricKeys) }))
  const gains = scored.filter(({ gain }) => gain.mean > 0).toSorted((one, other) => other.gain.mean / Math.max(1, other.cost.mean) - one.gain.mean / Math.max(1, one.cost.mean))
  // What saves most for the goal that it costs.
  const savers = scored.filter(({ cost }) => cost.mean < -1).toSorted((one, other) => one.gain.mean / one.cost.mean - other.gain.mean / other.cost.mean).slice(0, 12)
  let levers: Levers = {}
  let best = 0
  for (const { name, value } of [...gains.slice(0, 40), ...savers]) {
    for (const extra of [{}, ...savers.slice(0, 4).map((saver) => ({ [saver.name]: saver.value }))]) {
      const tried = { ...levers, [name]: value, ...extra }
      const pairs = await pairsOf(tried, SCREENING)
      const standing = pairs && standingOf(pairs, goal, metricKeys)
      if (!standing?.within || standing.gain.mean <= best) continue
      levers = tried
      best = standing.gain.mean
      break
    }
  }
  const { gain, within } = standingOf((await pairsOf(levers, WORLDS))!, goal, metricKeys)
  process.stderr.write(`${goal}: ${gain.mean} (${gain.lower} to ${gain.upper}), ${within ? 'within' : 'OVER'}, ${JSON.stringify(levers)}\n`)
  return { gain: within ? gain.mean : 0, levers: within ? levers : {} }
}

const found: Record<string, unknown> = {}
for (const goal of Object.keys(GOALS) as Goal[]) found[goal] = await search(goal)
writeFileSync('src/lab/best.json', `${JSON.stringify({ [base.scenario.name]: found }, undefined, 2)}\n`)
