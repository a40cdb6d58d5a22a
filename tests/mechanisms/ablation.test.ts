/** Switching a mechanism off takes away what it exists for: the same luck with and without it, three years of the classroom. */
import { describe, expect, it } from 'vitest'
import { burnIn, simulateArm } from '../../src/experiment/simulate.ts'
import { schedule } from '../../src/mechanisms/schedule.ts'
import { type MetricKey, metricKeys } from '../../src/observe/metrics.ts'
import { experimentOf } from '../support/scenarios.ts'

const YEARS = 3
const REPLICATIONS = [0, 1]

/** Metrics of the last year of each replication, as means of its quarters that have a value. */
type Metrics = (key: MetricKey) => number[]

const scenario = `scale: 1\nburnIn: 8\nquarters: ${4 * YEARS}\n`
/** Switches act from the start of the scenario, so all of them begin with the same worlds. */
const experiment = await experimentOf(scenario)
const burntIn = REPLICATIONS.map((replication) => burnIn(experiment, replication))

async function lastYears(off?: string): Promise<Metrics> {
  const switched = off ? await experimentOf(`${scenario}mechanisms: { ${off}: off }`) : experiment
  const runs = burntIn.map((world, replication) => [...simulateArm(switched, world, 'baseline', replication, { audit: 'end' })].slice(-4))
  return (key) => runs.map((frames) => {
    const values = frames.map((frame) => frame.metrics[metricKeys.indexOf(key)]).filter((value) => !Number.isNaN(value))
    return values.reduce((sum, value) => sum + value, 0) / values.length
  })
}

/** What is nothing without the mechanism, and what is lower or higher without it, in every replication. */
interface Loss {
  readonly nothing: readonly MetricKey[]
  readonly lower: readonly MetricKey[]
  readonly higher?: readonly MetricKey[]
}

const losses: Readonly<Record<string, Loss>> = {
  // Without a market nobody moves, and entrants find no skilled staff.
  hire: { nothing: [], lower: ['skilledStaff', 'rdPerformerShare', 'cognitiveDistance'] },
  // Without plans newcomers do no R&D, and nobody puts survival first.
  plan: { nothing: [], lower: ['rdPerformerShare'], higher: ['exits'] },
  fund: { nothing: ['grantApplications', 'grantsAwarded'], lower: ['rdSpending', 'publicCost'] },
  lend: { nothing: ['loanVolume', 'guaranteedBalance'], lower: ['revenue', 'rdSpending', 'employment', 'firms'] },
  partner: { nothing: ['searchers', 'newTies'], lower: ['collaborationRate', 'ties', 'jointInnovationShare'] },
  // Nobody is reached, and what entrants know of themselves is all there is.
  inform: { nothing: [], lower: ['awareness', 'publicCost'] },
  evaluate: { nothing: [], lower: [], higher: ['misuseShare'] },
  // Members that end leave empty seats, and nobody is admitted.
  ally: { nothing: [], lower: ['allianceMembers'] },
  // Firms fall behind the frontier only where it moves on, so what is lost is what they would have learned.
  learn: { nothing: [], lower: ['knowledgeLevel', 'knowledgeDiversity', 'radicalShare'] },
  innovate: { nothing: ['innovations', 'rdSpending', 'rdPerformerShare', 'innovatorShare'], lower: [] },
}

const whole = await lastYears()

it('covers every mechanism that can be switched off', () => {
  expect(Object.keys(losses).sort()).toEqual(schedule.filter((one) => one.switchable).map((one) => one.name).sort())
})

describe.each(Object.entries(losses))('without %s', (name, { nothing, lower, higher = [] }) => {
  it('what it is for is missing', async () => {
    const without = await lastYears(name)
    // Of nobody there is no share: not a value rather than 0.
    if (name === 'hire') expect(without('attritionRate')).toEqual([NaN, NaN])
    for (const key of nothing) {
      for (const value of without(key)) expect(value, key).toBe(0)
      for (const value of whole(key)) expect(value, key).toBeGreaterThan(0)
    }
    for (const [keys, sign] of [[lower, -1], [higher, 1]] as const) {
      for (const key of keys) {
        const before = whole(key)
        without(key).forEach((value, replication) => expect((value - before[replication]) * sign, `${key} ${replication}`).toBeGreaterThan(0))
      }
    }
  })
})
