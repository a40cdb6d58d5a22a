import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { burnIn, type Experiment, simulateArm, type SimulationOptions } from '../../src/experiment/simulate.ts'
import { metricKeys, observe } from '../../src/observe/metrics.ts'
import { toGraph } from '../../src/observe/graph.ts'
import { stateDigest } from '../../src/world/digest.ts'
import { copyWorld, type World } from '../../src/world/world.ts'
import { experimentOf } from '../support/scenarios.ts'

const digestsOf = (experiment: Experiment, options: SimulationOptions = {}): string[] =>
  Array.from(simulateArm(experiment, burnIn(experiment, 0, options), 'baseline', 0, options), ({ world }) => stateDigest(world))

describe('the digest of a state', () => {
  test('is that of its copy, and of the same run again', async () => {
    const experiment = await experimentOf('')
    const world = burnIn(experiment, 0)
    expect(stateDigest(copyWorld(world))).toBe(stateDigest(world))
    // V8 lays objects out by the order of their fields: arms run in the code that was compiled for the burn-in.
    expect(Object.keys(copyWorld(world))).toEqual(Object.keys(world))
    expect(digestsOf(experiment)).toEqual(digestsOf(experiment))
    expect(stateDigest(world, () => createHash('sha256'))).toBe(stateDigest(world))
  })

  test('does not depend on the order of visits, although firms then stand in other rows', async () => {
    const experiment = await experimentOf('quarters: 10')
    const expected = digestsOf(experiment)
    for (const visitOrder of ['identity', 'reverse', 'interleaved'] as const) {
      expect(digestsOf(experiment, { visitOrder }), visitOrder).toEqual(expected)
    }
  })

  test('is the same however closely anybody looks', async () => {
    const experiment = await experimentOf('')
    const observer = (world: World): void => {
      observe(world, new Float64Array(metricKeys.length))
      toGraph(world, { nodes: 'all' })
      stateDigest(world)
    }
    expect(digestsOf(experiment, { observer, audit: 'off' })).toEqual(digestsOf(experiment))
  })

  test('changes with anything that a later quarter could feel', async () => {
    const world = burnIn(await experimentOf(''), 0)
    const before = stateDigest(world)
    const firm = world.firms[7]
    const changes: ((copy: World) => void)[] = [
      (copy) => void copy.step++,
      (copy) => void copy.skilledWage++,
      (copy) => void copy.organisations.columns.cash[firm]++,
      (copy) => void (copy.organisations.columns.knowledge[firm * 8 + 3] += 1e-15),
      (copy) => void (copy.organisations.columns.acquaintanceId[firm] ^= 1),
      (copy) => void copy.ties.table.columns.trust.set([0.123], 0),
      (copy) => void copy.ties.table.columns.first.set([copy.firms[3]], 0),
      (copy) => void copy.memberships.columns.member.set([copy.firms[3]], 0),
      (copy) => void copy.memberships.columns.worth.set([12_345], 0),
      (copy) => void copy.alliances.columns.cash.set([7], 0),
      (copy) => void copy.alliances.columns.field.set([6], 0),
      (copy) => void (copy.organisations.columns.customerId[firm] ^= 1),
      (copy) => void copy.agencies.columns.caution.set([0.9], 0),
      (copy) => void copy.ledger.balances.at(-1)!.set([1], 0),
      (copy) => void copy.movers.columns.since.set([-5], 0),
      (copy) => void copy.slotOf.set([copy.slotOf[firm] + 1], firm),
      (copy) => void (copy.organisations.columns.awareness[firm] += 1e-15),
      (copy) => void copy.platforms.information.columns.content.set([0.9], 0),
      (copy) => void copy.platforms.incubators.columns.tenants.set([70], 0),
      (copy) => void copy.remainders.set([0.5], 0),
      (copy) => void copy.firmCount--,
    ]
    const digests = changes.map((change) => {
      const copy = copyWorld(world)
      change(copy)
      return stateDigest(copy)
    })
    expect(new Set([before, ...digests]).size).toBe(changes.length + 1)
  })
})
