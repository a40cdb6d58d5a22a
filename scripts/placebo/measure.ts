/** One firm gets one yuan: the same world with the same luck, with and without, followed mechanism by mechanism. */
import { estimate } from '../../src/analysis/effects.ts'
import { burnIn, type Experiment, type Frame, simulateArm } from '../../src/experiment/simulate.ts'
import type { Mechanism } from '../../src/mechanisms/mechanism.ts'
import { schedule } from '../../src/mechanisms/schedule.ts'
import { metricKeys } from '../../src/observe/metrics.ts'
import { purposeIndex, transfer } from '../../src/world/ledger.ts'
import { createRandomness } from '../../src/world/random.ts'
import { copyWorld, type World } from '../../src/world/world.ts'
import { experimentOf, type Plan } from '../experimentOf.ts'
import { classes, classOf, tiesFrom } from './distance.ts'
import { differences, type Fingerprints, fingerprintsOf, IN_KIND, SAME } from './difference.ts'

export interface Gift extends Plan {
  /** What the firm gets. */
  readonly yuan: number
}

/** Counts of firms. */
export interface Observation {
  /** Other firms that live at the start, by class. */
  readonly firms: readonly number[]
  /** By quarter and class: those that differ at all, and those of them that differ in whole numbers. */
  readonly differ: readonly (readonly number[])[]
  readonly inKind: readonly (readonly number[])[]
  /** By mechanism and class: where firms came to differ for the first time, at all and in whole numbers. */
  readonly firstDiffer: readonly (readonly number[])[]
  readonly firstInKind: readonly (readonly number[])[]
  /** Mean of each metric over all quarters, in the order of `metricKeys`. */
  readonly means: { readonly without: readonly number[]; readonly withYuan: readonly number[] }
}

/** Whoever wants to look at the world after each mechanism. */
interface Watch {
  look: (world: World) => void
}

export interface Watched {
  readonly plan: Gift
  readonly experiment: Experiment
  readonly watch: Watch
}

/** Runs the schedule, or other mechanisms, as `plan` says; `watch` may look at the world after each of them. */
export async function watchedExperiment(plan: Gift, mechanisms: readonly Mechanism[] = schedule): Promise<Watched> {
  const watch: Watch = { look: () => {} }
  const watched = mechanisms.map((mechanism): Mechanism => ({
    ...mechanism,
    run(world, policy, parameters, random) {
      mechanism.run(world, policy, parameters, random)
      watch.look(world)
    },
  }))
  const { region, scale, quarters, burnIn: before } = plan
  const scenario = { name: 'placebo', seed: 'placebo', region, scale, quarters, burnIn: before }
  return { plan, experiment: await experimentOf(scenario, watched), watch }
}

/** A technology SME with a running tie, drawn: one whose change ties can carry. */
function drawFirm(world: World, replication: number): number {
  const { technology, large, degree } = world.organisations.columns
  const able = [...world.firms.subarray(0, world.firmCount)].filter(
    (firm) => technology[firm] === 1 && large[firm] === 0 && degree[firm]! > 0,
  )
  if (able.length === 0) throw new Error('no technology SME has a running tie when the burn-in is over')
  return able[Math.floor(createRandomness('placebo', replication).site('placebo.treated', 0).uniform(0, 0) * able.length)]!
}

/** Owners pay in `yuan`, out of the account of households. */
function payIn(world: World, firm: number, yuan: number): World {
  const copy = copyWorld(world)
  transfer(copy.ledger, purposeIndex.founding, 0, firm, yuan)
  return copy
}

const table = (rows: number): number[][] => Array.from({ length: rows }, () => classes.map(() => 0))

export function observeReplication({ plan, experiment, watch }: Watched, replication: number): Observation {
  watch.look = () => {}
  const world = burnIn(experiment, replication, { audit: 'off' })
  const treated = drawFirm(world, replication)
  const { id, technology } = world.organisations.columns
  const ties = tiesFrom(world, treated)
  const others = world.firms.slice(0, world.firmCount).filter((firm) => firm !== treated)
  const ids = Uint32Array.from(others, (firm) => id[firm]!)
  const classOfFirm = Uint8Array.from(others, (firm) => classOf(ties[firm]!, technology[firm] === 1))
  const firms = classes.map(() => 0)
  for (const own of classOfFirm) firms[own]!++

  const arms = [world, payIn(world, treated, plan.yuan)].map((start) => simulateArm(experiment, start, 'baseline', replication, { audit: 'end' }))
  const [differ, inKind] = [table(plan.quarters), table(plan.quarters)]
  const [firstDiffer, firstInKind] = [table(experiment.mechanisms.length), table(experiment.mechanisms.length)]
  const seen = new Uint8Array(ids.length)
  const frames: { without: Float64Array[]; withYuan: Float64Array[] } = { without: [], withYuan: [] }
  for (let quarter = 0; quarter < plan.quarters; quarter++) {
    const [without, withYuan] = arms.map((arm) => quarterOf(arm, watch)) as [Quarter, Quarter]
    let last: Uint8Array = new Uint8Array(0)
    for (let mechanism = 0; mechanism < experiment.mechanisms.length; mechanism++) {
      last = differences(ids, without.prints[mechanism]!, withYuan.prints[mechanism]!)
      last.forEach((now, index) => {
        if (now <= seen[index]!) return
        if (seen[index] === SAME) firstDiffer[mechanism]![classOfFirm[index]!]!++
        if (now === IN_KIND) firstInKind[mechanism]![classOfFirm[index]!]!++
        seen[index] = now
      })
    }
    last.forEach((now, index) => {
      if (now !== SAME) differ[quarter]![classOfFirm[index]!]!++
      if (now === IN_KIND) inKind[quarter]![classOfFirm[index]!]!++
    })
    frames.without.push(without.metrics)
    frames.withYuan.push(withYuan.metrics)
  }
  const means = { without: meansOf(frames.without), withYuan: meansOf(frames.withYuan) }
  return { firms, differ, inKind, firstDiffer, firstInKind, means }
}

const meansOf = (frames: readonly Float64Array[]): number[] =>
  metricKeys.map((_, metric) => estimate(frames.map((frame) => frame[metric]!)).mean)

interface Quarter {
  readonly metrics: Float64Array
  /** After each mechanism. */
  readonly prints: readonly Fingerprints[]
}

function quarterOf(arm: Generator<Frame, void, void>, watch: Watch): Quarter {
  const prints: Fingerprints[] = []
  watch.look = (world) => prints.push(fingerprintsOf(world))
  const { done, value } = arm.next()
  if (done) throw new Error('the run ended before its last quarter')
  return { metrics: value.metrics, prints }
}
