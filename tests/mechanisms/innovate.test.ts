import { describe, expect, it } from 'vitest'
import { competenceGain, driftingCompetence, innovate, ownHazard, radicalChance } from '../../src/mechanisms/innovate.ts'
import { researchers } from '../../src/mechanisms/innovate/research.ts'
import { lookAgain } from '../../src/mechanisms/partner/ending.ts'
import { quarterlyWages } from '../../src/world/firm.ts'
import { addSpecialism } from '../../src/world/knowledge.ts'
import { balancesOf, purposeIndex } from '../../src/world/ledger.ts'
import { FIELDS, WORDS } from '../../src/world/organisations.ts'
import { addTie, indexTies, SME_TIE } from '../../src/world/ties.ts'
import { type World } from '../../src/world/world.ts'
import { defaultsOf, innovationWorld, policyWith, runQuarters, SKILLED_WAGE } from '../support/innovation-world.ts'
import { createRandomness } from '../../src/world/random.ts'

const hazards = { hazard: 0.45, lineStock: 5e6, elasticity: 0.35 }
const random = createRandomness('innovation', 1)
const sum = (values: Iterable<number>): number => Array.from(values).reduce((total, value) => total + value, 0)

/** One quarter without bringing cash back. */
function quarter(world: World, parameters: Record<string, number> = {}): World {
  innovate.run(world, policyWith(), defaultsOf(innovate, parameters), random)
  world.step++
  return world
}

/** Ties all firms in pairs that know half of what the other knows. */
function inPairs(world: World): World {
  const { specialisms, absorptive, knowledge, degree } = world.organisations.columns
  for (let i = 0; i + 1 < world.firmCount; i += 2) {
    for (const [offset, firm] of [world.firms[i], world.firms[i + 1]].entries()) {
      specialisms.fill(0, firm * WORDS, (firm + 1) * WORDS)
      for (let s = 0; s < 12; s++) addSpecialism(specialisms, firm, s + 6 * offset)
      absorptive[firm] = 0.6
      knowledge.fill(0, firm * FIELDS, (firm + 1) * FIELDS)
      knowledge[firm * FIELDS] = 0.7
      degree[firm]++
    }
    const tie = addTie(world.ties, world.firms[i], world.firms[i + 1], SME_TIE, 0)
    world.ties.table.columns.trust[tie] = 0.8
    lookAgain(world, tie)
  }
  indexTies(world.ties, world.organisations.capacity)
  return world
}

describe('formulas', () => {
  it('the hazard rises less than in proportion to R&D, and with size only as lines and R&D grow together', () => {
    const one = ownHazard(1, 5e6, 0.5, 0, hazards)
    expect(one).toBeCloseTo(0.45, 12)
    expect(ownHazard(1, 1e7, 0.5, 0, hazards) / one).toBeCloseTo(2 ** 0.35, 12)
    expect(ownHazard(7, 3.5e7, 0.5, 0, hazards)).toBeCloseTo(7 * one, 12)
    expect(ownHazard(1, 5e6, 0.5, 1, hazards) / one).toBeCloseTo(Math.E, 12)
    expect(ownHazard(1, 5e6, 0.9, 0, hazards)).toBeGreaterThan(one)
    expect(ownHazard(3, 0, 0.5, 0, hazards)).toBe(0)
  })
  it('R&D takes what the plan pays for, within staff and cash', () => {
    expect(researchers(317_000, 317_000, 100, 1e9, 210_000)).toBeCloseTo(4, 12)
    expect(researchers(317_000, 317_000, 2.5, 1e9, 210_000)).toBe(2.5)
    expect(researchers(317_000, 317_000, 100, 52_500, 210_000)).toBe(1)
    expect(researchers(317_000, 317_000, 100, -5, 210_000)).toBe(0)
    expect(researchers(317_000, 317_000, -1, 1e9, 210_000)).toBe(0)
  })
  it('competence falls with the frontier, is copied back below it, and settles at pace over imitation', () => {
    expect(driftingCompetence(1, 0.045, 0.09)).toBeCloseTo(0.955, 12)
    let competence = 2
    for (let step = 0; step < 1000; step++) competence = driftingCompetence(competence, 0.045, 0.09)
    expect(competence).toBeCloseTo(-0.5, 10)
  })
  it('a gain in one line is a share of the firm, and smaller the further the firm is ahead', () => {
    expect(competenceGain(0.15, 0, 1, 1)).toBe(0.15)
    expect(competenceGain(0.15, 0, 5, 1)).toBeCloseTo(0.03, 15)
    expect(competenceGain(0.15, 1, 1, 1)).toBeCloseTo(0.15 / Math.E, 12)
    expect(competenceGain(0.15, -1, 1, 1)).toBeCloseTo(0.15 * Math.E, 12)
  })
  it('novelty and rare knowledge make radical innovations likelier', () => {
    const shares = { radicalBase: 0.05, radicalNovelty: 0.3, radicalRare: 0.5, radicalFrontier: 0.12 }
    expect(radicalChance(0, 0, 0, shares)).toBe(0.05)
    expect(radicalChance(0.5, 0, 0, shares)).toBeCloseTo(0.2, 12)
    expect(radicalChance(0, 0.2, 0, shares)).toBeCloseTo(0.15, 12)
    expect(radicalChance(1, 9, 0, shares)).toBe(0.9)
    expect(radicalChance(0, 0, 0.5, shares)).toBeCloseTo(0.05 + 0.25 * 0.12, 12)
  })
})

describe('R&D', () => {
  it('is paid to the last yuan, never out of the wages of the quarter, and nothing appears or vanishes', () => {
    const world = innovationWorld({ firms: 200, performers: 1 })
    const { cash, rdSpending, rdPlan, skilled } = world.organisations.columns
    world.firms.forEach((firm, index) => (cash[firm] = Math.floor((cash[firm] * (index % 7)) / 6)))
    const before = cash.slice()
    quarter(world)
    let paid = 0
    for (const firm of world.firms) {
      const spent = before[firm] - cash[firm]
      expect(Number.isInteger(spent) && Number.isInteger(rdSpending[firm])).toBe(true)
      if (spent > 0) expect(cash[firm]).toBeGreaterThanOrEqual(quarterlyWages(world, firm))
      expect(rdSpending[firm]).toBeLessThanOrEqual(Math.min(rdPlan[firm], (skilled[firm] * (SKILLED_WAGE + 210_396)) / 4) + 2)
      expect(rdSpending[firm]).toBeGreaterThanOrEqual(spent)
      paid += spent
    }
    expect(paid).toBeGreaterThan(0)
    expect(world.ledger.flows[purposeIndex.rdMaterials]).toBe(paid)
    expect(balancesOf(world.ledger, 'outside')[0]).toBe(paid)
  })

  it('needs money, staff and time that paperwork and ties leave', () => {
    const spending = (change: (columns: World['organisations']['columns'], firm: number) => void): number => {
      const world = innovationWorld({ firms: 1, performers: 1 })
      const { columns } = world.organisations
      const firm = world.firms[0]
      columns.skilled[firm] = 10
      columns.rdPlan[firm] = 1e9
      columns.cash[firm] = 1e9
      change(columns, firm)
      return quarter(world).organisations.columns.rdSpending[firm]
    }
    const full = spending(() => {})
    expect(full).toBe(Math.round((10 * SKILLED_WAGE) / 4) + Math.floor((10 * 210_396) / 4))
    expect(spending((columns, firm) => (columns.cash[firm] = 0))).toBe(0)
    expect(spending((columns, firm) => (columns.skilled[firm] = 0))).toBe(0)
    expect(spending((columns, firm) => (columns.paperwork[firm] = 1.25)) / full).toBeCloseTo(0.5, 5)
    expect(spending((columns, firm) => (columns.degree[firm] = 5)) / full).toBeCloseTo(0.95, 5)
    expect(spending((columns, firm) => (columns.rdPlan[firm] = 0))).toBe(0)
  })

  it('leaves a stock that wears out by 15 % a year', () => {
    const world = innovationWorld({ firms: 3, performers: 0 })
    const { rdStock } = world.organisations.columns
    rdStock.fill(1e6)
    for (let step = 0; step < 4; step++) quarter(world)
    for (const firm of world.firms) expect(rdStock[firm]).toBeCloseTo(850_000, 3)
  })
})

describe('innovations', () => {
  const world = (): World => {
    const made = innovationWorld({ firms: 2000, performers: 1 })
    const { rdStock, meanRevenue, opportunity, competence, cohort } = made.organisations.columns
    for (const firm of made.firms) {
      rdStock[firm] = 5e6
      meanRevenue[firm] = 5e6
      opportunity[firm] = 0
      competence[firm] = 0
      cohort[firm] = firm % 2
    }
    return made
  }

  it('come at the rate of the hazard, in waits without memory', () => {
    const made = world()
    const { rdPlan, rdStock, knowledge, innovations } = made.organisations.columns
    rdPlan.fill(0)
    let expected = 0
    let found = 0
    for (let step = 0; step < 10; step++) {
      for (const firm of made.firms) {
        const field = Math.max(...knowledge.subarray(firm * FIELDS, (firm + 1) * FIELDS))
        expected += 0.5 * ownHazard(1, rdStock[firm] * 0.85 ** 0.25, field, 0, hazards)
      }
      quarter(made, { spillover: 0 })
      found += sum(innovations)
    }
    expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(expected) + 0.02 * expected)
  })

  it('are counted alike in events and columns, and raise competence', () => {
    const made = inPairs(world())
    const { innovations, jointInnovations, radicalInnovations, lastInnovation, cohort, competence, large } = made.organisations.columns
    quarter(made)
    const { events } = made
    const ofSmes = (counts: ArrayLike<number>): number =>
      sum(Array.from(counts, (count, row) => (large[row] === 1 ? 0 : count)))
    expect(events.innovations).toBe(ofSmes(innovations))
    expect(events.jointInnovations).toBe(ofSmes(jointInnovations))
    expect(events.radicalInnovations).toBe(ofSmes(radicalInnovations))
    expect(events.cohortInnovations).toBe(sum(made.firms.map((firm) => cohort[firm] * innovations[firm])))
    expect(sum(made.ties.table.columns.innovations)).toBe(sum(jointInnovations))
    for (const firm of made.firms) {
      expect(lastInnovation[firm] === 0).toBe(innovations[firm] > 0)
      expect(competence[firm] > -0.045).toBe(innovations[firm] > 0)
    }
  })

  it('come more often with ties, and the surplus is joint', () => {
    const alone = quarter(world()).events
    const paired = quarter(inPairs(world())).events
    expect(alone.jointInnovations).toBe(0)
    expect(paired.jointInnovations).toBeGreaterThan(0.05 * paired.innovations)
    expect(paired.innovations - alone.innovations).toBeGreaterThan(0.5 * paired.jointInnovations)
    const without = inPairs(world())
    innovate.run(without, policyWith(), defaultsOf(innovate, { recombination: 0 }), random)
    expect(without.events.jointInnovations).toBe(0)
  })

  it('are radical more often in ties that bring novelty', () => {
    const share = (parameters: Record<string, number>): number => {
      const { events } = quarter(inPairs(world()), { radicalRare: 0, ...parameters })
      return events.radicalInnovations / events.innovations
    }
    expect(share({ radicalNovelty: 2 })).toBeGreaterThan(share({ radicalNovelty: 0 }) + 0.05)
  })

  it('fail: with all projects failing there are none', () => {
    expect(quarter(world(), { failure: 1 }).events.innovations).toBe(0)
  })

  it('come in numbers from a large firm, each worth a small part of it', () => {
    const made = world()
    const { meanRevenue, rdStock, innovations, competence } = made.organisations.columns
    const firm = made.firms[0]
    meanRevenue[firm] = 5e6 * 400
    rdStock[firm] = 5e6 * 400
    quarter(made)
    expect(innovations[firm]).toBeGreaterThan(60)
    expect(Math.abs(competence[firm])).toBeLessThan(0.1)
  })

  it('raise competence of firms with R&D to the frontier; the others stay below', () => {
    const made = innovationWorld({ firms: 400, performers: 0.5 })
    runQuarters(made, { count: 80, mechanisms: [innovate] })
    const { competence, rdPlan } = made.organisations.columns
    const mean = (firms: Int32Array): number => sum(firms.map((firm) => Math.round(competence[firm] * 1e6))) / firms.length / 1e6
    expect(mean(made.firms.filter((firm) => rdPlan[firm] === 0))).toBeCloseTo(-0.5, 2)
    expect(Math.abs(mean(made.firms.filter((firm) => rdPlan[firm] > 0)))).toBeLessThan(0.4)
  })
})
