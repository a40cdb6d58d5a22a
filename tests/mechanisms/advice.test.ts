import { describe, expect, it } from 'vitest'
import { endAdvice, expertsAllowed, lendExperts } from '../../src/mechanisms/hire/advice.ts'
import { hire } from '../../src/mechanisms/hire.ts'
import { learn } from '../../src/mechanisms/learn.ts'
import { toGraph } from '../../src/observe/graph.ts'
import { mainField } from '../../src/world/knowledge.ts'
import { purposeIndex } from '../../src/world/ledger.ts'
import { FIELDS } from '../../src/world/organisations.ts'
import { createRandomness } from '../../src/world/random.ts'
import type { VisitOrder, World } from '../../src/world/world.ts'
import { defaultsOf, innovationWorld, runQuarters } from '../support/innovation-world.ts'

const parameters = defaultsOf(hire) as Parameters<typeof lendExperts>[2]
const price = 15 * 1500 / 4
const subsidy = Math.round(price * 0.3)

/** A quarter of advice; ledger flows add up over the quarters. */
function advise(world: World, share: number, changes: Partial<typeof parameters> = {}): World {
  const random = createRandomness('advice', 1)
  lendExperts(world, share, { ...parameters, ...changes }, random.site('experts', 0), random.site('advising', world.step))
  return world
}

const region = (visitOrder: VisitOrder = 'identity'): World => innovationWorld({ firms: 600, institutions: 20, performers: 0.6, visitOrder })
const advised = (world: World): number[] => Array.from(world.firms.filter((firm) => world.organisations.columns.adviser[firm] > 0))

describe('part-time experts', () => {
  it('are as many as the share of academics allows, in the mean', () => {
    expect(expertsAllowed(0.05, 100, 0.9)).toBe(5)
    let total = 0
    for (let draw = 0; draw < 1000; draw++) total += expertsAllowed(0.005, 100, (draw + 0.5) / 1000)
    expect(total / 1000).toBeCloseTo(0.5, 3)
  })

  it('advise SMEs that do R&D and have something to learn from them, one expert each', () => {
    const world = advise(region(), 0.05)
    const { adviser, experts, rdPlan, large, knowledge } = world.organisations.columns
    const firms = advised(world)
    expect(firms.length).toBeGreaterThan(20)
    for (const firm of firms) {
      expect(rdPlan[firm]).toBeGreaterThan(0)
      expect(large[firm]).toBe(0)
      const field = mainField(knowledge, firm)
      expect(knowledge[(adviser[firm] - 1) * FIELDS + field]).toBeGreaterThan(knowledge[firm * FIELDS + field])
    }
    expect(experts.reduce((sum, lent) => sum + lent, 0)).toBe(firms.length)
    for (let row = 0; row < world.institutions; row++) expect(experts[row]).toBeLessThanOrEqual(6)
  })

  it('are paid by firm and programme in every quarter, and go back after a year', () => {
    const world = region()
    advise(world, 0.05)
    const first = advised(world).length
    const { flows } = world.ledger
    expect(flows[purposeIndex.adviceFees]).toBe(first * (Math.round(price) - subsidy))
    expect(flows[purposeIndex.adviceSubsidies]).toBe(first * subsidy)
    expect(flows[purposeIndex.talentAppropriation]).toBe(first * subsidy)
    for (let quarter = 0; quarter < 3; quarter++) {
      world.step++
      advise(world, 0)
    }
    expect(advised(world)).toHaveLength(first)
    expect(flows[purposeIndex.adviceSubsidies]).toBe(4 * first * subsidy)
    world.step++
    advise(world, 0)
    expect(advised(world)).toEqual([])
    expect(world.organisations.columns.experts.every((lent) => lent === 0)).toBe(true)
  })

  it('do not come where nothing can be absorbed or paid, nor without the programme', () => {
    expect(advised(advise(region(), 0))).toEqual([])
    const unable = region()
    unable.organisations.columns.absorptive.fill(0)
    expect(advised(advise(unable, 0.3))).toEqual([])
    const poor = region()
    poor.organisations.columns.cash.fill(0, poor.institutions)
    expect(advised(advise(poor, 0.3))).toEqual([])
  })

  it('leave a firm that ends or can no longer pay', () => {
    const world = advise(region(), 0.05)
    const [ending, poor] = advised(world)
    const { adviser, experts, cash } = world.organisations.columns
    const institution = adviser[ending] - 1
    const before = experts[institution]
    endAdvice(world, ending)
    expect(experts[institution]).toBe(before - 1)
    endAdvice(world, ending)
    expect(experts[institution]).toBe(before - 1)
    cash[poor] = 0
    advise(world, 0)
    expect(adviser[poor]).toBe(0)
  })

  it('come to the same firms whatever the order of visits', () => {
    const inOrder = (order: VisitOrder) => {
      const world = advise(region(order), 0.3)
      world.step += 4
      return [...advise(world, 0.1).organisations.columns.adviser]
    }
    for (const order of ['reverse', 'interleaved'] as const) expect(inOrder(order)).toEqual(inOrder('identity'))
  })

  it('carry knowledge to the firm within its absorptive capacity', () => {
    const levelAfter = (share: number, absorptive = 0.5, advising = 0.02): number => {
      const world = region()
      advise(world, share)
      world.organisations.columns.absorptive.fill(absorptive, world.institutions)
      runQuarters(world, { count: 1, mechanisms: [learn], parameters: { learn: { advising } } })
      return world.organisations.columns.knowledge.subarray(world.institutions * FIELDS).reduce((sum, level) => sum + level, 0)
    }
    const gain = (absorptive: number) => levelAfter(0.3, absorptive) - levelAfter(0, absorptive)
    expect(gain(0.5)).toBeGreaterThan(0)
    expect(gain(0.8)).toBeGreaterThan(1.5 * gain(0.5))
    expect(gain(0)).toBe(0)
    expect(levelAfter(0.3, 0.5, 0)).toBe(levelAfter(0, 0.5, 0))
  })
})

it('advice is an edge of the exported graph', () => {
  const world = advise(region(), 0.05)
  Object.assign(world, { region: { name: 'test' }, sectors: { ...world.sectors, names: ['a', 'b', 'c', 'd', 'e', 'f'] } })
  const graph = toGraph(world)
  const edges = graph.filterEdges((_edge, { relation }) => relation === 'advice')
  expect(edges).toHaveLength(advised(world).length)
  const { from, to } = graph.getEdgeAttributes(edges[0])
  expect(from).toMatch(/^(university|institute)-\d+$/)
  expect(to).toMatch(/^firm-\d+$/)
})
