import { describe, expect, it } from 'vitest'
import { absorptiveCapacity, learn } from '../../src/mechanisms/learn.ts'
import { renewedExpertise } from '../../src/mechanisms/learn/expertise.ts'
import { effort, gatherKnowing } from '../../src/mechanisms/learn/knowing.ts'
import { openness } from '../../src/mechanisms/learn/passing.ts'
import { roomFor } from '../../src/mechanisms/learn/specialisms.ts'
import { innovate } from '../../src/mechanisms/innovate.ts'
import { partner } from '../../src/mechanisms/partner.ts'
import { lookAgain } from '../../src/mechanisms/partner/ending.ts'
import { pow } from '../../src/world/arithmetic.ts'
import {
  addSpecialism, bestDistance, countSpecialisms, fieldOf, holdsSpecialism, mainField, partnerValue,
} from '../../src/world/knowledge.ts'
import { FIELDS, SPECIALISMS, WORDS } from '../../src/world/organisations.ts'
import { addTie, indexTies, SME_TIE, UNIVERSITY_TIE } from '../../src/world/ties.ts'
import { reserve } from '../../src/world/table.ts'
import type { World } from '../../src/world/world.ts'
import { innovationWorld, runQuarters } from '../support/innovation-world.ts'

/** Learning from partners and nothing else. */
const tiesOnly = {
  retirement: 0, discovery: 0, practice: 0, neighbours: 0, forgetting: 0, room: 200, frontierPace: 0,
  researchRate: 0, practiceRate: 0, spillover: 0,
}

/** A tie between two rows with full trust. */
function tie(world: World, first: number, second: number, kind = SME_TIE): number {
  const added = addTie(world.ties, first, second, kind, world.step)
  const { columns } = world.ties.table
  columns.trust[added] = 1
  columns.endWait[added] = 1e9
  world.organisations.columns.degree[first]++
  world.organisations.columns.degree[second]++
  lookAgain(world, added)
  indexTies(world.ties, world.organisations.capacity)
  return added
}

/** Everybody has the same expertise in the same field and full effort. */
function alike(firms: number): World {
  const world = innovationWorld({ firms, performers: 1 })
  const { knowledge, rdSpending, rdPlan, specialisms, absorptive, skilled } = world.organisations.columns
  for (const firm of world.firms) {
    knowledge.fill(0, firm * FIELDS, (firm + 1) * FIELDS)
    knowledge[firm * FIELDS] = 0.6
    rdSpending[firm] = 1e15
    rdPlan[firm] = 1e6
    absorptive[firm] = 0.5
    skilled[firm] = 1000
    specialisms.fill(0, firm * WORDS, (firm + 1) * WORDS)
  }
  return world
}

describe('formulas', () => {
  it('effort is one half at the usual spending and never more than 1', () => {
    expect(effort(740_000 / 4, 1, 740_000)).toBe(0.5)
    expect(effort(0, 1, 740_000)).toBe(0)
    expect(effort(1e12, 1, 740_000)).toBeLessThan(1)
    expect(effort(2e6, 6, 740_000)).toBeCloseTo(effort(1e6, 3, 740_000), 15)
  })
  it('absorptive capacity stays inside (0, 1), is one half for the usual firm and rises with each of its sources', () => {
    const bounds = { absorptiveLeast: 0.15, absorptiveMost: 0.85 }
    expect(absorptiveCapacity(1, 1, 0, bounds)).toBe(0.5)
    expect(absorptiveCapacity(0, 0, 0, bounds)).toBeGreaterThan(0)
    expect(absorptiveCapacity(1e9, 1e9, 1e9, bounds)).toBeLessThan(1)
    expect(absorptiveCapacity(2, 2, 2, { absorptiveLeast: 0, absorptiveMost: 0 })).toBe(0)
    for (const more of [absorptiveCapacity(2, 1, 0, bounds), absorptiveCapacity(1, 2, 0, bounds), absorptiveCapacity(1, 1, 1, bounds)]) {
      expect(more).toBeGreaterThan(0.5)
    }
  })
  it('expertise settles where renewal and the pace of the frontier balance', () => {
    let expertise = 0.1
    for (let quarter = 0; quarter < 2000; quarter++) expertise = renewedExpertise(expertise, 0.0125, 0.025)
    expect(expertise).toBeCloseTo(0.025 / (0.025 + 0.0125 * (1 - 0.025)), 10)
    expect(renewedExpertise(0.8, 0.1, 0)).toBeCloseTo(0.72, 15)
  })
  it('room grows with skilled staff from six towards the most', () => {
    expect([roomFor(0, 32, 8), roomFor(8, 32, 8), roomFor(100_000, 32, 8)]).toEqual([6, 19, 31])
  })
  it('rivals share less, and lose a part against their will', () => {
    expect(openness(0.8, 0.5, 0, 0)).toBeCloseTo(0.4, 15)
    expect(openness(0.8, 0.5, 0.5, 0)).toBeCloseTo(0.2, 15)
    expect(openness(0, 1, 1, 0.1)).toBe(0.1)
  })
})

describe('learning from partners', () => {
  const SIZE = 20

  /** Mean number of specialisms that firms copy from partners with whom they share `shared` of 20. */
  function copied(shared: number, absorptive: number): number {
    const world = alike(400)
    reserve(world.ties.table, 200)
    const { specialisms, absorptive: capacity } = world.organisations.columns
    capacity.fill(absorptive)
    for (let i = 0; i < 400; i += 2) {
      for (let s = 0; s < SIZE; s++) {
        addSpecialism(specialisms, world.firms[i], s)
        addSpecialism(specialisms, world.firms[i + 1], s + SIZE - shared)
      }
      tie(world, world.firms[i], world.firms[i + 1])
    }
    runQuarters(world, { count: 1, mechanisms: [learn], parameters: { learn: tiesOnly } })
    return world.firms.reduce((sum, firm) => sum + countSpecialisms(specialisms, firm) - SIZE, 0) / 400
  }

  it('rises, then falls with the distance of the two, and the best distance grows with absorptive capacity', () => {
    for (const absorptive of [0.3, 0.8]) {
      const curve = [20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0].map((shared) => copied(shared, absorptive))
      curve.forEach((mean, step) => {
        const distance = step / 10
        const expected = SIZE * partnerValue(distance, 1 - distance, 1, absorptive)
        expect(Math.abs(mean - expected)).toBeLessThan(0.05 + 0.2 * expected)
      })
      const best = curve.indexOf(Math.max(...curve)) / 10
      expect(Math.abs(best - bestDistance(absorptive))).toBeLessThan(0.11)
      expect(curve[0]).toBe(0)
      expect(curve[10]).toBe(0)
    }
  }, 60_000)

  it('goes from the better to the worse, who never overtakes; the better loses nothing', () => {
    const world = alike(4)
    const [worse, better] = world.firms
    const { knowledge, specialisms } = world.organisations.columns
    for (const firm of [worse, better]) for (let s = 0; s < 10; s++) addSpecialism(specialisms, firm, s)
    knowledge[worse * FIELDS + 5] = 0.1
    knowledge[better * FIELDS + 5] = 0.5
    tie(world, worse, better)
    tie(world, worse, better)
    let last = 0.1
    runQuarters(world, {
      count: 30, mechanisms: [learn], parameters: { learn: { ...tiesOnly, transferRate: 2 } },
      look: () => {
        expect(knowledge[worse * FIELDS + 5]).toBeGreaterThanOrEqual(last)
        last = knowledge[worse * FIELDS + 5]
      },
    })
    expect(last).toBeGreaterThan(0.45)
    expect(last).toBeLessThanOrEqual(0.5)
    expect(knowledge[better * FIELDS + 5]).toBe(0.5)
  })

  it('needs trust, the effort of both, and passes less between rivals', () => {
    const gain = (change: (world: World, added: number, firms: Int32Array) => void): number => {
      const world = alike(4)
      const { knowledge, specialisms } = world.organisations.columns
      const [worse, better] = world.firms
      for (const firm of [worse, better]) for (let s = 0; s < 10; s++) addSpecialism(specialisms, firm, s)
      knowledge[better * FIELDS + 5] = 0.5
      const added = tie(world, worse, better)
      change(world, added, world.firms)
      runQuarters(world, { count: 1, mechanisms: [learn], parameters: { learn: tiesOnly } })
      return knowledge[worse * FIELDS + 5]
    }
    const full = gain(() => {})
    expect(gain((world, added) => (world.ties.table.columns.trust[added] = 0.5))).toBeCloseTo(full / 2, 10)
    expect(gain((world, added) => (world.ties.table.columns.rivals[added] = 1))).toBeCloseTo(full * 0.6, 6)
    expect(gain((world, _, firms) => (world.organisations.columns.rdSpending[firms[0]] = 0))).toBe(0)
    expect(gain((world, _, firms) => (world.organisations.columns.rdSpending[firms[1]] = 0))).toBe(0)
    expect(gain((world, _, firms) => (world.organisations.columns.absorptive[firms[0]] = 0.2))).toBeCloseTo(full, 10)
    expect(gain((world, added) => (world.ties.table.columns.commonGround[added] = 0.5))).toBeCloseTo(full / 4, 10)
  })

  it('makes partners alike: novelty runs out in an old tie, and lasts longer where R&D brings new specialisms', () => {
    const noveltyAfter = (discovery: number): number => {
      const world = alike(2)
      const [one, other] = world.firms
      const { specialisms } = world.organisations.columns
      for (let s = 0; s < SIZE; s++) {
        addSpecialism(specialisms, one, s)
        addSpecialism(specialisms, other, s + 8)
      }
      const added = tie(world, one, other)
      const before = world.ties.table.columns.noveltyToFirst[added]
      // What firms find moves their sets apart; what they forget keeps them from filling up.
      const learning = { ...tiesOnly, discovery, forgetting: discovery > 0 ? 0.05 : 0, transferRate: 0.3 }
      runQuarters(world, { count: 40, mechanisms: [learn], parameters: { learn: learning } })
      lookAgain(world, added)
      expect(before).toBeCloseTo(0.4, 10)
      return world.ties.table.columns.noveltyToFirst[added]
    }
    const stale = noveltyAfter(0)
    expect(stale).toBeLessThan(0.15)
    expect(noveltyAfter(2)).toBeGreaterThan(stale + 0.05)
  })

  it('lets a firm learn from a university, and not the reverse', () => {
    const world = alike(2)
    const [firm] = world.firms
    const { knowledge, specialisms } = world.organisations.columns
    const university = 0
    const field = mainField(knowledge, university)
    for (let s = 0, held = 0; held < 10; s++) {
      if (!holdsSpecialism(specialisms, university, s)) continue
      addSpecialism(specialisms, firm, s)
      held++
    }
    addSpecialism(specialisms, firm, SPECIALISMS - 1)
    addSpecialism(specialisms, firm, 0)
    tie(world, university, firm, UNIVERSITY_TIE)
    const before = specialisms.slice(0, WORDS)
    const known = countSpecialisms(specialisms, firm)
    runQuarters(world, { count: 8, mechanisms: [learn], parameters: { learn: tiesOnly } })
    expect(countSpecialisms(specialisms, firm)).toBeGreaterThan(known)
    expect(knowledge[firm * FIELDS + field]).toBeGreaterThan(0)
    expect(specialisms.slice(0, WORDS)).toEqual(before)
  })
})

describe('the frontier', () => {
  it('takes retired specialisms from everybody, movers included, and new ones begin with few', () => {
    const world = innovationWorld({ firms: 300, institutions: 40 })
    const { specialisms } = world.organisations.columns
    specialisms.fill(0xffffffff, world.institutions * WORDS)
    reserve(world.movers, 2)
    world.movers.count = 2
    world.movers.columns.specialism.set([7, 8])
    world.movers.columns.secondSpecialism.set([9, -1])
    const still = { ...tiesOnly, firstAdopters: 0, room: 600, roomStaff: 0, retirement: 1 }
    runQuarters(world, { count: 1, mechanisms: [learn], parameters: { learn: still } })
    for (const firm of world.firms) expect(countSpecialisms(specialisms, firm)).toBe(0)
    expect(Array.from(world.movers.columns.specialism.slice(0, 2))).toEqual([-1, -1])
    expect(Array.from(world.movers.columns.secondSpecialism.slice(0, 2))).toEqual([-1, -1])
    let held = 0
    for (let row = 0; row < world.institutions; row++) held += countSpecialisms(specialisms, row)
    expect(held).toBeGreaterThan(0)
  })

  it('gives new specialisms to institutions of the field only, as often as they hold others', () => {
    const world = innovationWorld({ firms: 10, institutions: 200 })
    const { specialisms, knowledge } = world.organisations.columns
    const total = (): number => {
      let sum = 0
      for (let row = 0; row < world.institutions; row++) sum += countSpecialisms(specialisms, row)
      return sum
    }
    const before = total()
    runQuarters(world, { count: 60, mechanisms: [learn], parameters: { learn: { retirement: 0.1 } } })
    expect(Math.abs(total() / before - 1)).toBeLessThan(0.05)
    for (let row = 0; row < world.institutions; row++) {
      for (let s = 0; s < SPECIALISMS; s++) {
        if (holdsSpecialism(specialisms, row, s)) expect(knowledge[row * FIELDS + fieldOf(s)]).toBeGreaterThan(0.9)
      }
    }
  })

  it('leaves firms behind that stand still', () => {
    const world = alike(20)
    const { knowledge, rdSpending } = world.organisations.columns
    rdSpending.fill(0)
    const still = { ...tiesOnly, frontierPace: 0.0125 }
    runQuarters(world, { count: 10, mechanisms: [learn], parameters: { learn: still } })
    for (const firm of world.firms) expect(knowledge[firm * FIELDS]).toBeCloseTo(0.6 * pow(0.9875, 10), 10)
  })
})

describe('a region', () => {
  const schedule = [partner, learn, innovate]
  const levels = (world: World, firms = world.firms) => {
    const { knowledge, specialisms } = world.organisations.columns
    let expertise = 0
    let held = 0
    for (const firm of firms) {
      expertise += knowledge[firm * FIELDS + mainField(knowledge, firm)]
      held += countSpecialisms(specialisms, firm)
    }
    return { expertise: expertise / firms.length, held: held / firms.length }
  }

  it('does not trend: expertise and specialisms of firms stay where they are once settled', () => {
    const world = innovationWorld({ firms: 400, institutions: 20 })
    runQuarters(world, { count: 60, mechanisms: schedule })
    const before = levels(world)
    runQuarters(world, { count: 80, mechanisms: schedule })
    const after = levels(world)
    expect(Math.abs(after.expertise / before.expertise - 1)).toBeLessThan(0.06)
    expect(Math.abs(after.held / before.held - 1)).toBeLessThan(0.12)
    expect(after.held).toBeGreaterThan(6)
    expect(after.held).toBeLessThan(24)
  }, 60_000)

  it('is the same to the bit in any order of visits', () => {
    const [identity, ...others] = (['identity', 'reverse', 'interleaved'] as const).map((visitOrder) => {
      const world = innovationWorld({ firms: 300, visitOrder })
      runQuarters(world, { count: 12, mechanisms: schedule })
      const { organisations, ties, ledger } = world
      return structuredClone({ columns: organisations.columns, ties: ties.table.columns, flows: ledger.flows })
    })
    for (const other of others) expect(other).toEqual(identity)
  })

  it('knows more with ties than without, and R&D and neighbours keep it up', () => {
    const after = (learning: Record<string, number>) => {
      const world = innovationWorld({ firms: 300, institutions: 100, performers: 1 })
      runQuarters(world, { count: 10, mechanisms: schedule })
      // The same ties in all worlds from here on.
      runQuarters(world, { count: 20, mechanisms: [learn], parameters: { learn: learning } })
      const { degree, knowledge } = world.organisations.columns
      const breadth = knowledge.subarray(world.institutions * FIELDS).reduce((sum, level) => sum + level, 0)
      return { ...levels(world, world.firms.filter((firm) => degree[firm] > 0)), breadth }
    }
    const baseline = after({})
    expect(after({ transferRate: 0 }).expertise).toBeLessThan(baseline.expertise - 0.01)
    expect(after({ transferRate: 0 }).held).toBeLessThan(baseline.held)
    expect(after({ researchRate: 0 }).expertise).toBeLessThan(baseline.expertise - 0.03)
    expect(after({ spillover: 0 }).breadth).toBeLessThan(0.95 * baseline.breadth)
    expect(after({ discovery: 0 }).held).toBeLessThan(baseline.held - 1)
  }, 60_000)

  it('keeps every set within its room and absorptive capacity inside (0, 1)', () => {
    const world = innovationWorld({ firms: 300 })
    runQuarters(world, { count: 20, mechanisms: schedule })
    const { skilled, specialisms, absorptive } = world.organisations.columns
    for (const firm of world.firms) {
      expect(countSpecialisms(specialisms, firm)).toBeLessThanOrEqual(roomFor(skilled[firm], 32, 8))
      expect(absorptive[firm] > 0 && absorptive[firm] < 1).toBe(true)
    }
  })

  it('leaves other firms alone', () => {
    const world = innovationWorld({ firms: 60 })
    const { technology, knowledge, specialisms } = world.organisations.columns
    const outsider = world.firms[10]
    technology[outsider] = 0
    const before = knowledge.slice(outsider * FIELDS, (outsider + 1) * FIELDS)
    const set = specialisms.slice(outsider * WORDS, (outsider + 1) * WORDS)
    runQuarters(world, { count: 4, mechanisms: [learn], parameters: { learn: { retirement: 0 } } })
    expect(gatherKnowing(world, 740_000).place[outsider]).toBe(-1)
    expect(knowledge.slice(outsider * FIELDS, (outsider + 1) * FIELDS)).toEqual(before)
    expect(specialisms.slice(outsider * WORDS, (outsider + 1) * WORDS)).toEqual(set)
  })
})
