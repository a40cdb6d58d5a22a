import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { burnIn, simulateArm } from '../../src/experiment/simulate.ts'
import { affordableProjects } from '../../src/mechanisms/ally/projects.ts'
import { worthOfMeetings } from '../../src/mechanisms/ally/worth.ts'
import { metricKeys, type MetricKey } from '../../src/observe/metrics.ts'
import { toGraph } from '../../src/observe/graph.ts'
import { addAlliance, addSeat, dropAlliances, seatStarts, sortSeats, vacateSeats } from '../../src/world/alliances.ts'
import { attachAllianceCash, balancesOf, purposeIndex, transfer } from '../../src/world/ledger.ts'
import { FIRM } from '../../src/world/organisations.ts'
import type { World } from '../../src/world/world.ts'
import { innovationWorld } from '../support/innovation-world.ts'
import { experimentOf } from '../support/scenarios.ts'

const metric = (metrics: Float64Array, key: MetricKey): number => metrics[metricKeys.indexOf(key)]

const experiment = await experimentOf(`scale: 1
quarters: 24
burnIn: 12
arms:
  more: { alliances: { target: 12, support: 2 } }
  support: { alliances: { support: 2 } }
  alone: { alliances: { support: 0 } }
  reserved: { alliances: { smeShare: 1 } }
  open: { alliances: { smeShare: 0 } }
  mixed: { alliances: { mixRequired: 5 } }`)
const start = burnIn(experiment, 0)
const arms = new Map(
  experiment.scenario.arms.map(({ name }) => {
    const meetings: { members: number; living: number; projects: number; firms: number; smeShare: number; alliances: number; support: number; mixed: boolean }[] = []
    let world = start
    for (const frame of simulateArm(experiment, start, name, 0)) {
      world = frame.world
      if (world.quarter % 4 !== 3) continue
      const { kind } = world.organisations.columns
      const members = world.memberships.columns.member.subarray(0, world.memberships.count)
      meetings.push({
        members: world.memberships.count,
        living: world.alliances.count,
        projects: world.alliances.columns.projects.subarray(0, world.alliances.count).reduce((sum, one) => sum + one, 0),
        firms: members.filter((row) => kind[row] === FIRM).length,
        smeShare: metric(frame.metrics, 'smeSeatShare'),
        alliances: metric(frame.metrics, 'alliances'),
        support: frame.flows[purposeIndex.allianceSupport],
        mixed: Array.from(seatStarts(world).subarray(1)).every((end, row) => new Set(members.subarray(seatStarts(world)[row], end).map((member) => kind[member])).size === 3),
      })
    }
    return [name, { meetings, world }] as const
  }),
)
const last = (arm: string) => arms.get(arm)!.meetings.at(-1)!

describe('formulas', () => {
  it('of meetings in a further seat, own looks are shared, looks of others are not', () => {
    expect(worthOfMeetings(0.5, 1000, 0)).toBe(500)
    expect(worthOfMeetings(0.5, 1000, 1)).toBe(375)
    expect(worthOfMeetings(0.5, 1000, 1e9)).toBeCloseTo(250, 3)
  })
  it('projects are what money above the reserve and members allow', () => {
    expect(affordableProjects(1_000_000, 200_000, 300_000, 60, 5)).toBe(2)
    expect(affordableProjects(1_000_000, 200_000, 300_000, 9, 5)).toBe(1)
    expect(affordableProjects(100_000, 200_000, 300_000, 60, 5)).toBe(0)
  })
})

describe('seats', () => {
  /** Members by identity of the alliance, whatever its row. */
  const membersOf = (world: World): Record<string, number[]> => {
    const starts = seatStarts(world)
    const { id } = world.alliances.columns
    const { member } = world.memberships.columns
    return Object.fromEntries(Array.from({ length: world.alliances.count }, (_, row) => [id[row], [...member.subarray(starts[row], starts[row + 1])]]))
  }

  it('stay with their alliance, in order, whatever ends and begins', () => {
    const operation = fc.record({ kind: fc.constantFrom('found', 'end', 'leave'), which: fc.nat(1000), rows: fc.uniqueArray(fc.nat(59), { minLength: 1, maxLength: 8 }) })
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 12 }), (operations) => {
        const world = innovationWorld({ firms: 60, institutions: 0 })
        attachAllianceCash(world.ledger, world.alliances.columns.cash)
        const expected = membersOf(world)
        let next = 100
        for (const { kind, which, rows } of operations) {
          const row = which % Math.max(1, world.alliances.count)
          const name = String(world.alliances.columns.id[row])
          if (kind === 'found') {
            const alliance = addAlliance(world, next, rows[0], 0, 0, 0)
            world.alliances.columns.cash[alliance] = next
            for (const member of rows) addSeat(world, alliance, member, 0)
            sortSeats(world)
            expected[next++] = rows.toSorted((a, b) => a - b)
          } else if (world.alliances.count > 0 && kind === 'end') {
            transfer(world.ledger, purposeIndex.allianceClosing, row, 0, world.alliances.columns.cash[row])
            dropAlliances(world, (other) => other !== row)
            delete expected[name]
          } else {
            vacateSeats(world, (seat) => !rows.includes(world.memberships.columns.member[seat]))
            for (const other of Object.keys(expected)) expected[other] = expected[other].filter((member) => !rows.includes(member))
          }
          const { id, cash, lead } = world.alliances.columns
          expect(membersOf(world)).toEqual(expected)
          for (let alliance = 0; alliance < world.alliances.count; alliance++) {
            expect(cash[alliance]).toBe(id[alliance] < 100 ? 0 : id[alliance])
            const members = expected[id[alliance]]
            if (members.length > 0) expect(members).toContain(lead[alliance])
            else expect(lead[alliance]).toBe(-1)
          }
          expect(balancesOf(world.ledger, 'alliances')).toBe(cash)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('alliances', () => {
  it('live on in the baseline: no fewer, no more than government recognises, half of the seats or more held by SMEs', () => {
    for (const { living, members, smeShare, firms } of arms.get('baseline')!.meetings) {
      expect(living).toBeLessThanOrEqual(4)
      expect(living).toBeGreaterThanOrEqual(3)
      expect(members / living).toBeGreaterThan(30)
      expect(members / living).toBeLessThanOrEqual(60)
      expect(firms / living).toBeGreaterThan(15)
      expect(smeShare).toBeGreaterThan(0.4)
      expect(smeShare).toBeLessThan(0.85)
    }
  })

  it('are founded where government recognises more, by groups that collaborate, of one field', () => {
    expect(last('more').alliances).toBeGreaterThan(last('support').alliances)
    expect(last('more').members).toBeGreaterThan(last('support').members)
    const { world } = arms.get('more')!
    const { id, founded } = world.alliances.columns
    const ids = [...id.subarray(0, world.alliances.count)]
    expect(ids.toSorted((a, b) => a - b)).toEqual(ids)
    for (let alliance = 0; alliance < world.alliances.count; alliance++) expect(id[alliance] >= 1024).toBe(founded[alliance] >= 0)
  })

  it('live on support: more of it pays for more projects, without it some dissolve and nobody founds what cannot live', () => {
    expect(last('support').support).toBe(8_000_000)
    expect(last('alone').support).toBe(0)
    expect(last('support').projects).toBeGreaterThan(last('baseline').projects)
    expect(last('alone').members).toBeLessThan(last('baseline').members)
    expect(last('alone').living).toBeLessThanOrEqual(last('baseline').living)
  })

  it('keep the seats that are reserved for SMEs', () => {
    /** Universities and institutes admitted since the start; founders do not ask for a seat. */
    const admitted = (arm: string): number => {
      const { alliances, memberships, institutions } = arms.get(arm)!.world
      const { alliance, member, joined } = memberships.columns
      return [...member.subarray(0, memberships.count)].filter(
        (row, seat) => row < institutions && joined[seat] >= start.step && joined[seat] > alliances.columns.founded[alliance[seat]],
      ).length
    }
    expect(admitted('reserved')).toBe(0)
    expect(last('reserved').smeShare).toBeGreaterThan(last('open').smeShare)
  })

  it('that lack a main body get no support', () => {
    for (const { support, living } of arms.get('mixed')!.meetings) expect(support).toBeLessThanOrEqual(500_000 * 4 * Math.min(1, living))
    expect(last('mixed').mixed).toBe(true)
  })

  it('are nodes of the graph as long as they live, with an edge to each member', () => {
    const { world } = arms.get('more')!
    const graph = toGraph(world)
    const alliances = graph.filterNodes((_, { organisationKind }) => organisationKind === 'alliance')
    expect(alliances).toHaveLength(world.alliances.count)
    const memberships = graph.filterEdges((_, { relation }) => relation === 'membership')
    expect(memberships).toHaveLength(world.memberships.count)
    expect(graph.filterEdges((_, { relation, leads }) => relation === 'membership' && leads === true)).toHaveLength(world.alliances.count)
  })

  it('change nothing any more when the mechanism is off', async () => {
    const off = await experimentOf('quarters: 9\nburnIn: 8\nmechanisms: { ally: off }')
    const world = burnIn(off, 0)
    const before = [...world.alliances.columns.cash]
    for (const frame of simulateArm(off, world, 'baseline', 0)) {
      expect(frame.world.alliances.count).toBe(world.alliances.count)
      expect(frame.world.memberships.count).toBeLessThanOrEqual(world.memberships.count)
      expect([...frame.world.alliances.columns.cash]).toEqual(before)
    }
  })
})
