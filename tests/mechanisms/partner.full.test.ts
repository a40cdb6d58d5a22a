import { describe, expect, it } from 'vitest'
import { innovate } from '../../src/mechanisms/innovate.ts'
import { learn } from '../../src/mechanisms/learn.ts'
import { institutionCapacity, partner, tieCapacity, willingAcademics } from '../../src/mechanisms/partner.ts'
import {
  dropGoneTies, endTiesOf, expiryHazard, payForTie, successChance,
} from '../../src/mechanisms/partner/ending.ts'
import { createProposals, settleProposals } from '../../src/mechanisms/partner/matching.ts'
import { gatherMeetingPlaces, lookAt, meetingAt, type MeetingPlaces } from '../../src/mechanisms/partner/search.ts'
import { commonCredit, creditOf, ownCredit, recallTrust, startingTrust } from '../../src/mechanisms/partner/trust.ts'
import { netWorthOfTie } from '../../src/mechanisms/partner/weighing.ts'
import { quarterlyWages } from '../../src/world/firm.ts'
import { countSpecialisms } from '../../src/world/knowledge.ts'
import { balancesOf, purposeIndex } from '../../src/world/ledger.ts'
import { createRandomness, type Draws } from '../../src/world/random.ts'
import {
  addTie, EXPIRY, FAILURE, indexTies, INSTITUTE_TIE, PARTNER_GONE, partnerOf, RUNNING, SME_TIE, SUCCESS, UNIVERSITY_TIE,
} from '../../src/world/ties.ts'
import type { World } from '../../src/world/world.ts'
import { defaultsOf, innovationWorld, policyWith, runQuarters, type Plan } from '../support/innovation-world.ts'

const schedule = [partner, learn, innovate]
const sum = (values: Iterable<number>): number => Array.from(values).reduce((total, value) => total + value, 0)

function region(quarters: number, plan: Partial<Plan> = {}, parameters = {}, levers = {}): World {
  const world = innovationWorld({ firms: 400, institutions: 20, ...plan })
  return runQuarters(world, { count: quarters, mechanisms: schedule, parameters, policy: policyWith(levers) })
}

function runningTies(world: World): number[] {
  const { table } = world.ties
  return Array.from({ length: table.count }, (_, tie) => tie).filter((tie) => table.columns.outcome[tie] === RUNNING)
}

describe('formulas', () => {
  it('ties grow with the root of skilled staff', () => {
    expect([0, 1, 3, 4, 100].map((skilled) => tieCapacity(skilled, 1))).toEqual([0, 1, 1, 2, 10])
  })
  it('the capacity of institutions is right in the mean, and grows with openness for each of them', () => {
    for (const places of [0.0016, 0.024, 0.08]) {
      let total = 0
      for (let draw = 0; draw < 1000; draw++) {
        const rounding = (draw + 0.5) / 1000
        total += institutionCapacity(60, places, 1, 0, rounding)
        expect(institutionCapacity(60, places, 2, 0, rounding)).toBeGreaterThanOrEqual(
          institutionCapacity(60, places, 1, 0, rounding),
        )
      }
      expect(total / 1000).toBeCloseTo(60 * places, 2)
    }
    expect(institutionCapacity(240, 0.08, 1, 0, 0)).toBe(76)
    expect(institutionCapacity(240, 0.08, 1, 3, 0)).toBe(73)
  })
  it('half of the academics work on a contract that brings them what their time is worth in the middle', () => {
    expect(willingAcademics(9600, 9600)).toBe(0.5)
    expect(willingAcademics(3 * 9600, 9600)).toBe(0.75)
    expect(willingAcademics(0, 9600)).toBe(0)
  })
  it('a tie is worth what it adds less what it costs; nothing to a firm without R&D', () => {
    expect(netWorthOfTie(0.02, 20, 25_000, 100_000)).toBeCloseTo(0.15, 12)
    expect(netWorthOfTie(1, 20, 25_000, 0)).toBe(-Infinity)
  })
  it('credit raises trust towards 1, discredit lowers it towards 0', () => {
    expect(startingTrust(0.3, 0)).toBe(0.3)
    expect(startingTrust(0.3, 1)).toBeCloseTo(0.65, 12)
    expect(startingTrust(0.3, -1)).toBeCloseTo(0.15, 12)
    expect(startingTrust(0.3, 1e9)).toBeLessThanOrEqual(1)
    expect([SUCCESS, EXPIRY, FAILURE, PARTNER_GONE].map(creditOf)).toEqual([1, 0.5, -1, 0])
  })
  it('projects succeed with trust and common ground; a tie expires when nothing new is left', () => {
    expect(successChance(0.5, 0.6)).toBeCloseTo(0.3, 12)
    expect(expiryHazard(0, 0.08, 0.05)).toBeCloseTo(0.08, 12)
    expect(expiryHazard(0.05, 0.08, 0.05)).toBeCloseTo(0.04, 12)
    expect(expiryHazard(Infinity, 0.08, 0.05)).toBe(0)
  })
})

describe('deferred acceptance', () => {
  const ids = Uint32Array.from({ length: 40 }, (_, row) => 2000 + row)

  /** Blocks of [proposer, [target, targetWorth, priority]...]. */
  function settle(blocks: [number, ...[number, number, number][]][], room: number, rounds = 3): [number, number][] {
    const proposals = createProposals(100)
    for (const [proposer, ...wishes] of blocks) {
      for (const [target, targetWorth, priority] of wishes) {
        const index = proposals.count++
        proposals.proposer[index] = proposer
        proposals.target[index] = target
        proposals.targetWorth[index] = targetWorth
        proposals.priority[index] = priority
      }
    }
    const settled = settleProposals(proposals, ids, () => room, rounds)
    return Array.from(settled, (p): [number, number] => [proposals.proposer[p], proposals.target[p]]).sort((a, b) => a[0] - b[0])
  }

  it('gives each target its best, and the refused their next wish', () => {
    expect(settle([[1, [9, 0.2, 0]], [2, [9, 0.3, 0], [8, 0.1, 0]], [3, [9, 0.5, 0], [8, 0.9, 0]]], 1)).toEqual([[2, 8], [3, 9]])
    // 2 loses 9 to 3, then takes 8 from 1, which goes to 7.
    expect(settle([[1, [8, 0.1, 0], [7, 0, 0]], [2, [9, 0.3, 0], [8, 0.2, 0]], [3, [9, 0.5, 0]]], 1)).toEqual([[1, 7], [2, 8], [3, 9]])
  })
  it('stops after the given number of rounds, and nobody is forced', () => {
    const blocks: [number, ...[number, number, number][]][] = [[1, [8, 0.1, 0], [7, 0, 0]], [2, [9, 0.3, 0], [8, 0.2, 0]], [3, [9, 0.5, 0]]]
    expect(settle(blocks, 1, 1)).toEqual([[1, 8], [3, 9]])
    expect(settle([[1, [8, -0.1, 0]]], 5)).toEqual([])
    expect(settle(blocks, 0)).toEqual([])
  })
  it('lets the draw of the pair decide between equals, then the lower identity', () => {
    expect(settle([[1, [9, 0.2, 0.7]], [2, [9, 0.2, 0.4]]], 1)).toEqual([[2, 9]])
    expect(settle([[2, [9, 0.2, 0.4]], [1, [9, 0.2, 0.4]]], 1)).toEqual([[1, 9]])
  })
  it('does not depend on the order of the blocks', () => {
    const draws = createRandomness('settle', 1).site('test', 0)
    for (let trial = 0; trial < 50; trial++) {
      const blocks = Array.from({ length: 12 }, (_, proposer): [number, ...[number, number, number][]] => [
        proposer,
        ...Array.from({ length: 4 }, (__, wish): [number, number, number] => {
          const draw = (part: number): number => draws.uniform(trial * 1000 + proposer, wish * 3 + part)
          // Few values, so that there are ties.
          return [20 + ((Math.floor(draw(0) * 3) + 3 * wish) % 8), Math.floor(draw(1) * 3) / 3, Math.floor(draw(2) * 2) / 2]
        }),
      ])
      expect(settle([...blocks].reverse(), 2)).toEqual(settle(blocks, 2))
    }
  })
})

describe('memory', () => {
  it('of a pair fades; partners in common vouch for each other', () => {
    const world = innovationWorld({ firms: 4, institutions: 1 })
    const [a, b, c, d] = world.firms
    world.step = 10
    const add = (first: number, second: number, outcome: number, end: number, trust: number): void => {
      const tie = addTie(world.ties, first, second, SME_TIE, 0)
      world.ties.table.columns.outcome[tie] = outcome
      world.ties.table.columns.end[tie] = end
      world.ties.table.columns.trust[tie] = trust
    }
    add(a, b, SUCCESS, 0, 0.5)
    add(a, c, RUNNING, -1, 0.5)
    add(b, c, RUNNING, -1, 0.4)
    add(b, d, RUNNING, -1, 0.9)
    indexTies(world.ties, world.organisations.capacity)
    expect(ownCredit(world, a, b, 0.02)).toBeCloseTo(0.98 ** 10, 12)
    expect(ownCredit(world, b, a, 0.02)).toBeCloseTo(0.98 ** 10, 12)
    expect(ownCredit(world, a, d, 0.02)).toBe(0)
    const trustIn = new Float64Array(world.organisations.capacity)
    recallTrust(world.ties, a, trustIn)
    expect(commonCredit(world.ties, b, trustIn)).toBeCloseTo(0.2, 12)
    expect(commonCredit(world.ties, d, trustIn)).toBe(0)
  })

  it('is wiped with the firm that ends: nobody keeps a dead partner', () => {
    const world = region(30)
    const { degree, id } = world.organisations.columns
    const firm = [...world.firms].sort((a, b) => degree[b] - degree[a])[0]
    const running = runningTies(world).filter((tie) => partnerOf(world.ties.table, tie, firm) >= 0)
    const partners = running
      .filter((tie) => world.ties.table.columns.first[tie] === firm || world.ties.table.columns.second[tie] === firm)
      .map((tie) => partnerOf(world.ties.table, tie, firm))
    expect(partners.length).toBeGreaterThan(0)
    const before = partners.map((row) => degree[row])
    const ended = world.events.endedTies
    endTiesOf(world, firm)
    expect(world.events.endedTies).toBe(ended + partners.length)
    expect(degree[firm]).toBe(0)
    expect(partners.map((row) => degree[row])).toEqual(before.map((count) => count - 1))
    dropGoneTies(world)
    const { first, second } = world.ties.table.columns
    for (let tie = 0; tie < world.ties.table.count; tie++) {
      expect(first[tie] !== firm && second[tie] !== firm).toBe(true)
      expect(id[first[tie]]).toBeLessThan(id[second[tie]])
    }
    expect(world.ties.starts[firm]).toBe(world.ties.starts[firm + 1])
  })
})

describe('ties', () => {
  it('hold what the table promises, every quarter', () => {
    const world = innovationWorld({ firms: 400, institutions: 20 })
    let newTies = 0
    let endedTies = 0
    runQuarters(world, {
      count: 40,
      mechanisms: schedule,
      look: () => {
        const { id, degree, skilled, rdPlan, technology } = world.organisations.columns
        const { columns, count } = world.ties.table
        newTies += world.events.newTies
        endedTies += world.events.endedTies
        const degrees = new Int32Array(world.organisations.capacity)
        const pairs = new Set<string>()
        for (let tie = 0; tie < count; tie++) {
          expect(id[columns.first[tie]]).toBeLessThan(id[columns.second[tie]])
          if (tie > 0) {
            const order =
              columns.start[tie] - columns.start[tie - 1] ||
              id[columns.first[tie]] - id[columns.first[tie - 1]] ||
              id[columns.second[tie]] - id[columns.second[tie - 1]]
            expect(order).toBeGreaterThan(0)
          }
          expect(columns.end[tie] < 0).toBe(columns.outcome[tie] === RUNNING)
          expect(columns.end[tie] < 0 || columns.end[tie] > world.step - 12).toBe(true)
          if (columns.outcome[tie] !== RUNNING) continue
          degrees[columns.first[tie]]++
          degrees[columns.second[tie]]++
          const pair = `${columns.first[tie]} ${columns.second[tie]}`
          expect(pairs.has(pair)).toBe(false)
          pairs.add(pair)
          expect(columns.trust[tie] > 0 && columns.trust[tie] < 1).toBe(true)
          expect(columns.second[tie]).toBeGreaterThanOrEqual(world.institutions)
          expect(columns.kind[tie] >= UNIVERSITY_TIE).toBe(columns.first[tie] < world.institutions)
          if (columns.start[tie] === world.step) {
            const firms = [columns.first[tie], columns.second[tie]].filter((row) => row >= world.institutions)
            for (const firm of firms) expect(rdPlan[firm] > 0 && technology[firm] === 1).toBe(true)
          }
        }
        expect(degrees).toEqual(degree.slice(0, degrees.length))
        for (const firm of world.firms) expect(degree[firm]).toBeLessThanOrEqual(tieCapacity(skilled[firm], 1))
      },
    })
    expect(newTies - endedTies).toBe(runningTies(world).length)
    expect(runningTies(world).length).toBeGreaterThan(40)
  })

  it('are paid for: cash of both goes where the ledger says, never the wages of the quarter', () => {
    const world = innovationWorld({ firms: 400, institutions: 20, performers: 1 })
    const random = createRandomness('paid', 1)
    const { cash } = world.organisations.columns
    for (let quarter = 0; quarter < 20; quarter++, world.step++) {
      const before = cash.slice()
      const flows = world.ledger.flows.slice()
      const households = balancesOf(world.ledger, 'households')[0]
      partner.run(world, policyWith(), defaultsOf(partner), random)
      for (const firm of world.firms) {
        if (cash[firm] < before[firm]) expect(cash[firm]).toBeGreaterThanOrEqual(quarterlyWages(world, firm))
      }
      const toHouseholds = world.ledger.flows[purposeIndex.collaboration] - flows[purposeIndex.collaboration]
      const toInstitutions = world.ledger.flows[purposeIndex.technologyContracts] - flows[purposeIndex.technologyContracts]
      const change = cash.map((after, row) => after - before[row])
      expect(sum(change.subarray(world.institutions))).toBe(-toHouseholds - toInstitutions)
      const toInventors = world.ledger.flows[purposeIndex.inventorIncome] - flows[purposeIndex.inventorIncome]
      expect(sum(change.subarray(0, world.institutions))).toBe(toInstitutions - toInventors)
      expect(balancesOf(world.ledger, 'households')[0] - households).toBe(toHouseholds + toInventors)
    }
    expect(world.ledger.flows[purposeIndex.technologyContracts]).toBeGreaterThan(0)
    expect(world.ledger.flows[purposeIndex.collaboration]).toBeGreaterThan(0)
  })

  it('cost each firm of a pair, and the firm alone where an institution is paid', () => {
    const world = innovationWorld({ firms: 2, institutions: 1 })
    const { cash } = world.organisations.columns
    const [one, other] = world.firms
    cash.fill(1000)
    payForTie(world, one, other, 100, 0.3)
    payForTie(world, 0, one, 30, 0.3)
    expect([cash[0], cash[one], cash[other]]).toEqual([1021, 870, 900])
    expect(world.ledger.flows[purposeIndex.inventorIncome]).toBe(9)
  })

  it('need R&D and money on both sides, and end when a firm cannot pay', () => {
    const world = region(20)
    expect(runningTies(world).length).toBeGreaterThan(10)
    world.organisations.columns.cash.fill(0, world.institutions)
    partner.run(world, policyWith(), defaultsOf(partner), createRandomness('poor', 1))
    expect(runningTies(world)).toEqual([])
    expect(world.organisations.columns.degree.every((count) => count === 0)).toBe(true)
    expect(runningTies(region(10, { performers: 0 }))).toEqual([])
  })

  it('end for all three reasons, about as often as alliances do (VT18)', () => {
    const ended = [0, 0, 0, 0, 0]
    let tieQuarters = 0
    const world = innovationWorld({ firms: 1200, institutions: 40 })
    runQuarters(world, {
      count: 60,
      mechanisms: schedule,
      look: () => {
        const { columns, count } = world.ties.table
        for (let tie = 0; tie < count; tie++) {
          if (columns.outcome[tie] === RUNNING) tieQuarters++
          else if (columns.end[tie] === world.step) ended[columns.outcome[tie]]++
        }
      },
    })
    const all = sum(ended)
    expect((4 * all) / tieQuarters).toBeGreaterThan(0.15)
    expect((4 * all) / tieQuarters).toBeLessThan(0.3)
    expect(ended[SUCCESS] / all).toBeGreaterThan(0.1)
    expect(ended[SUCCESS] / all).toBeLessThan(0.3)
    expect(ended[FAILURE] / all).toBeGreaterThan(0.25)
    expect(ended[FAILURE] / all).toBeLessThan(0.45)
    expect(ended[EXPIRY] / all).toBeGreaterThan(0.3)
  }, 60_000)

  it('lose novelty as they grow old: partners grow alike, and new ties are with those who differ', () => {
    const world = innovationWorld({ firms: 1200, institutions: 40, performers: 1 })
    const byAge = [0, 1, 2, 3].map(() => ({ sum: 0, ties: 0 }))
    runQuarters(world, {
      count: 40,
      mechanisms: schedule,
      look: () => {
        const { start, noveltyToFirst, noveltyToSecond } = world.ties.table.columns
        if (world.step < 20) return
        for (const tie of runningTies(world)) {
          const age = world.step - start[tie]
          const group = byAge[age < 4 ? 0 : age < 8 ? 1 : age < 16 ? 2 : 3]
          group.sum += (noveltyToFirst[tie] + noveltyToSecond[tie]) / 2
          group.ties++
        }
      },
    })
    const novelties = byAge.map(({ sum, ties }) => sum / ties)
    for (const { ties } of byAge) expect(ties).toBeGreaterThan(200)
    expect(novelties.toSorted((a, b) => b - a)).toEqual(novelties)
    expect(novelties[3]).toBeLessThan(novelties[0] - 0.03)
  }, 60_000)

  it('are the same to the bit in any order of visits', () => {
    const [identity, ...others] = (['identity', 'reverse', 'interleaved'] as const).map((visitOrder) => {
      const world = innovationWorld({ firms: 400, institutions: 20, visitOrder, performers: 1 })
      const random = createRandomness('order', 1)
      for (let quarter = 0; quarter < 12; quarter++, world.step++) {
        partner.run(world, policyWith(), defaultsOf(partner, { searchRate: 1 }), random)
      }
      const { organisations, ties, ledger } = world
      return structuredClone({ columns: organisations.columns, ties: ties.table.columns, flows: ledger.flows, events: world.events })
    })
    expect(identity.events.newTies).toBeGreaterThan(50)
    for (const other of others) expect(other).toEqual(identity)
  })

  it('of other firms hardly change when one firm drops out of the search', () => {
    const [all, oneLess] = [false, true].map((drop) => {
      const world = innovationWorld({ firms: 1000, institutions: 20, performers: 1 })
      if (drop) world.organisations.columns.rdPlan[world.firms[500]] = 0
      partner.run(world, policyWith(), defaultsOf(partner, { searchRate: 1 }), createRandomness('pairing', 1))
      const { first, second } = world.ties.table.columns
      return new Set(runningTies(world).map((tie) => `${first[tie]} ${second[tie]}`))
    })
    const changed = [...all].filter((pair) => !oneLess.has(pair)).length + [...oneLess].filter((pair) => !all.has(pair)).length
    expect(all.size).toBeGreaterThan(40)
    expect(changed).toBeLessThanOrEqual(4)
  })
})

/** What is left are looks at neighbours and at anyone. */
const noLooks = {
  searchRate: 1, sight: 1, lookPast: 0, lookPartners: 0, lookAlliance: 0, lookTeam: 0, lookInstitutions: 0, lookLarge: 0, lookChain: 0,
}

/** The candidate of one look. */
function look(world: World, places: MeetingPlaces, firm: number, number: number, rings: Parameters<typeof meetingAt>[4], draws: Draws): number {
  return lookAt(world, places, firm, number, meetingAt(world, places, firm, number, rings, draws), rings, draws)
}

describe('search', () => {
  it('finds members of own alliances, neighbours, institutions and large firms', () => {
    const world = region(20)
    const places = gatherMeetingPlaces(world, policyWith({ 'clusters.concentration': 0 }).general)
    const nearby = gatherMeetingPlaces(world, policyWith({ 'clusters.concentration': 1 }).general)
    const { cluster } = world.organisations.columns
    const draws = createRandomness('look', 1).site('test', 0)
    const { member, alliance } = world.memberships.columns
    const alliancesOf = (row: number): number[] => [...alliance].filter((_, seat) => member[seat] === row)
    for (const firm of world.firms) {
      const colleague = look(world, places, firm, 0, { ...noLooks, lookAlliance: 1 }, draws)
      if (colleague >= 0) expect(alliancesOf(colleague).some((shared) => alliancesOf(firm).includes(shared))).toBe(true)
      const neighbour = look(world, nearby, firm, 0, noLooks, draws)
      if (neighbour >= 0) expect(cluster[neighbour]).toBe(cluster[firm])
      expect(look(world, places, firm, 0, { ...noLooks, lookInstitutions: 1 }, draws)).toBeLessThan(world.institutions)
      const large = look(world, places, firm, 0, { ...noLooks, lookLarge: 1 }, draws)
      if (large >= 0) expect(world.organisations.columns.large[large]).toBe(1)
    }
  })

  it('meets those in the same joint project first, and the customer of a supplier', () => {
    const world = innovationWorld({ firms: 400 })
    const { alliance, member, team } = world.memberships.columns
    const { customer, customerId, id, large } = world.organisations.columns
    const draws = createRandomness('look', 1).site('test', 0)
    for (const seat of [0, 1, 2]) team[seat] = 1
    expect([alliance[0], alliance[2]]).toEqual([0, 0])
    const looker = member[1]
    const places = gatherMeetingPlaces(world, policyWith({ 'clusters.concentration': 0 }).general)
    const colleagues = new Set<number>()
    for (let number = 0; number < 60; number++) colleagues.add(look(world, places, looker, number, { ...noLooks, lookAlliance: 1, lookTeam: 1 }, draws))
    if (places.starts[looker + 1] - places.starts[looker] === 1) expect([...colleagues].sort()).toEqual([member[0], member[2]].sort())
    else expect(colleagues).toContain(member[0])

    const buyer = world.firms.find((firm) => large[firm] === 1)!
    customer[looker] = buyer
    customerId[looker] = id[buyer]
    const chain = { ...noLooks, lookChain: 1 }
    expect(look(world, places, looker, 0, chain, draws)).toBe(buyer)
    const without = gatherMeetingPlaces(world, policyWith({ 'clusters.valueChain': 0, 'clusters.concentration': 0 }).general)
    const seen = Array.from({ length: 20 }, (_, number) => look(world, without, looker, number, chain, draws))
    expect(seen.every((row) => row === buyer)).toBe(false)
    id[buyer] = 99_999
    expect(look(world, places, looker, 0, chain, draws)).not.toBe(buyer)
  })

  it('stays in the cluster as far as policy concentrates it', () => {
    const world = innovationWorld({ firms: 1000 })
    const { cluster } = world.organisations.columns
    const draws = createRandomness('look', 1).site('test', 0)
    const sharesAtHome = [0, 0.5, 1].map((concentration) => {
      const places = gatherMeetingPlaces(world, policyWith({ 'clusters.concentration': concentration }).general)
      const rows = [...world.firms]
      const seen = rows.map((firm) => look(world, places, firm, 0, noLooks, draws))
      return rows.filter((firm, i) => cluster[seen[i]] === cluster[firm]).length / rows.length
    })
    expect(sharesAtHome[2]).toBeGreaterThan(0.95)
    expect(sharesAtHome[1]).toBeGreaterThan(0.55)
    expect(sharesAtHome[0]).toBeLessThan(0.35)
  })

  it('meets the firm that a newcomer left, unless its row has passed to another', () => {
    const world = innovationWorld({ firms: 10 })
    const [firm, origin] = world.firms
    const { id, acquaintance, acquaintanceId } = world.organisations.columns
    const draws = createRandomness('look', 1).site('test', 0)
    const all = { ...noLooks, lookPast: 1 }
    const places = gatherMeetingPlaces(world, policyWith({ 'clusters.concentration': 0 }).general)
    expect(look(world, places, firm, 0, all, draws)).toBe(-1)
    acquaintance[firm] = origin
    acquaintanceId[firm] = id[origin]
    expect(look(world, places, firm, 0, all, draws)).toBe(origin)
    id[origin] = 99_999
    expect(look(world, places, firm, 0, all, draws)).toBe(-1)
  })

  it('through partners closes triangles', () => {
    const triangles = (lookPartners: number): number => {
      const world = region(40, { firms: 800 }, { partner: { lookPartners } })
      const linked = new Set<string>()
      const neighbours = new Map<number, number[]>()
      const { first, second } = world.ties.table.columns
      for (const tie of runningTies(world)) {
        linked.add(`${first[tie]} ${second[tie]}`)
        for (const [row, other] of [[first[tie], second[tie]], [second[tie], first[tie]]]) {
          neighbours.set(row, [...(neighbours.get(row) ?? []), other])
        }
      }
      let closed = 0
      let open = 0
      for (const partners of neighbours.values()) {
        for (const one of partners) {
          for (const other of partners) {
            if (one >= other) continue
            open++
            if (linked.has(`${one} ${other}`)) closed++
          }
        }
      }
      return closed / open
    }
    expect(triangles(0.35)).toBeGreaterThan(2 * triangles(0) + 0.01)
  }, 60_000)

  it('sees more with more sight, and finds more', () => {
    const tiesWith = (sight: number): number => runningTies(region(20, {}, { partner: { sight, informedSight: 0 } })).length
    expect(tiesWith(0)).toBe(0)
    expect(tiesWith(12)).toBeGreaterThan(1.2 * tiesWith(3))
  })
})

describe('policy', () => {
  const universityTies = (world: World): number => {
    const { kind } = world.ties.table.columns
    return runningTies(world).filter((tie) => kind[tie] === UNIVERSITY_TIE || kind[tie] === INSTITUTE_TIE).length
  }

  it('opens universities to more partners, who are never more than they have room for', () => {
    const plan = { firms: 1500, institutions: 12 }
    const ties = [0, 0.5, 1, 2].map((openness) => universityTies(region(20, plan, {}, { 'university.openness': openness })))
    expect(ties[0]).toBe(0)
    expect(ties[1]).toBeGreaterThan(0)
    expect(ties[2]).toBeGreaterThan(1.2 * ties[1])
    expect(ties[3]).toBeGreaterThan(1.1 * ties[2])
    const world = region(20, plan)
    const { degree, specialisms } = world.organisations.columns
    for (let row = 0; row < world.institutions; row++) {
      expect(degree[row]).toBeLessThanOrEqual(institutionCapacity(countSpecialisms(specialisms, row), 0.0615, 1, 0, 1) + 3)
    }
  }, 60_000)

  it('gives academics a larger share: more of them work with firms, and the ledger says what they get', () => {
    const plan = { firms: 1500, institutions: 12 }
    const [nothing, quarter, most] = [0, 0.25, 0.7].map((share) => region(20, plan, {}, { 'talent.inventorShare': share }))
    expect(universityTies(nothing)).toBe(0)
    expect(universityTies(most)).toBeGreaterThan(1.1 * universityTies(quarter))
    const { flows } = most.ledger
    expect(flows[purposeIndex.inventorIncome] / flows[purposeIndex.technologyContracts]).toBeCloseTo(0.7, 4)
    expect(quarter.ledger.flows[purposeIndex.inventorIncome]).toBeGreaterThan(0)
  }, 60_000)

  it('takes partners from institutions whose experts are lent', () => {
    const plan = { firms: 1500, institutions: 60 }
    const lending = innovationWorld(plan)
    lending.organisations.columns.experts.fill(100, 0, lending.institutions)
    runQuarters(lending, { count: 20, mechanisms: schedule })
    expect(universityTies(lending)).toBeLessThan(universityTies(region(20, plan)))
    expect(universityTies(lending)).toBeGreaterThan(0)
  }, 60_000)

  it('settles rights: contracts break less often and last longer', () => {
    const [unclear, clear] = [0, 1].map((share) => {
      const world = innovationWorld({ firms: 1500, institutions: 60 })
      let failures = 0
      let quarters = 0
      runQuarters(world, {
        count: 40,
        mechanisms: schedule,
        policy: policyWith({ 'university.clearRights': share }),
        look: () => {
          const { columns, count } = world.ties.table
          for (let tie = 0; tie < count; tie++) {
            if (columns.kind[tie] < UNIVERSITY_TIE) continue
            expect(columns.clearRights[tie]).toBe(share)
            if (columns.outcome[tie] === RUNNING) quarters++
            else if (columns.outcome[tie] === FAILURE && columns.end[tie] === world.step) failures++
          }
        },
      })
      return failures / quarters
    })
    expect(clear).toBeLessThan(0.8 * unclear)
  }, 60_000)

  it('holds for the treated firms alone in a trial', () => {
    const world = innovationWorld({ firms: 800, institutions: 40 })
    for (const firm of world.firms) world.organisations.columns.treated[firm] = firm % 2
    const { general } = policyWith({ 'university.clearRights': 0 })
    runQuarters(world, {
      count: 10, mechanisms: schedule, policy: { general, treated: policyWith({ 'university.clearRights': 1 }).general },
    })
    const { columns } = world.ties.table
    const contracts = runningTies(world).filter((tie) => columns.kind[tie] >= UNIVERSITY_TIE)
    expect(contracts.length).toBeGreaterThan(10)
    for (const tie of contracts) expect(columns.clearRights[tie]).toBe(columns.second[tie] % 2)
  })
})
