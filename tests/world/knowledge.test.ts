import { describe, expect, it } from 'vitest'
import {
  addSpecialism, bestDistance, commonGround, countShared, countSpecialisms, drawnSpecialism, dropSpecialism, endowFirm,
  endowInstitution, ENDOWMENT_SITE, fieldOf, holdsSpecialism, MAIN_SHARE, mainField, nearness, nextNew, nextSpecialism, novelty,
  OWN_FIELD, partnerValue, rareSpecialisms, SECOND_SHARE, secondField, tieContribution, understandability,
} from '../../src/world/knowledge.ts'
import {
  countBits, createOrganisations, FIELDS, INSTITUTE, SPECIALISMS, SPECIALISMS_PER_FIELD, UNIVERSITY, WORDS,
} from '../../src/world/organisations.ts'
import { createRandomness } from '../../src/world/random.ts'
import { innovationWorld } from '../support/innovation-world.ts'

function setsOf(...rows: number[][]): Uint32Array {
  const sets = new Uint32Array(rows.length * WORDS)
  rows.forEach((specialisms, row) => specialisms.forEach((specialism) => addSpecialism(sets, row, specialism)))
  return sets
}

describe('specialism sets', () => {
  it('hold what was added, at both ends of every word', () => {
    const edges = [0, 31, 32, 63, 64, 480, 511]
    const sets = setsOf([], edges, [])
    expect(Array.from({ length: SPECIALISMS }, (_, s) => s).filter((s) => holdsSpecialism(sets, 1, s))).toEqual(edges)
    expect([countSpecialisms(sets, 0), countSpecialisms(sets, 1), countSpecialisms(sets, 2)]).toEqual([0, 7, 0])
    edges.forEach((specialism) => dropSpecialism(sets, 1, specialism))
    expect(sets.every((word) => word === 0)).toBe(true)
  })

  it('share what both hold, whichever is asked first', () => {
    const sets = setsOf([1, 2, 3, 31, 500], [], [2, 31, 32, 500, 501])
    expect([countShared(sets, 0, 2), countShared(sets, 2, 0), countShared(sets, 0, 1)]).toEqual([3, 3, 0])
  })

  it('are searched cyclically from any place, held or lacking, within any block', () => {
    const held = [3, 31, 32, 70, 100, 130, 447, 511]
    const sets = setsOf([...Array(SPECIALISMS).keys()], held, [])
    const plain = (from: number, start: number, length: number, wanted: boolean): number => {
      for (let offset = 0; offset < length; offset++) {
        const specialism = (start + ((from - start + offset) % length)) % SPECIALISMS
        if (held.includes(specialism) === wanted) return specialism
      }
      return -1
    }
    for (let from = 0; from < SPECIALISMS; from++) {
      expect(nextSpecialism(sets, 1, true, from)).toBe(plain(from, 0, SPECIALISMS, true))
      expect(nextSpecialism(sets, 1, false, from)).toBe(plain(from, 0, SPECIALISMS, false))
    }
    for (let field = 0; field < FIELDS; field++) {
      const start = field * SPECIALISMS_PER_FIELD
      for (let from = start; from < start + SPECIALISMS_PER_FIELD; from++) {
        expect(nextSpecialism(sets, 1, true, from, start, SPECIALISMS_PER_FIELD)).toBe(plain(from, start, SPECIALISMS_PER_FIELD, true))
      }
      // All but this field, which wraps around the last specialism.
      const after = start + SPECIALISMS_PER_FIELD
      const rest = SPECIALISMS - SPECIALISMS_PER_FIELD
      for (let from = after; from < after + rest; from++) {
        expect(nextSpecialism(sets, 1, true, from, after, rest)).toBe(plain(from, after, rest, true))
      }
    }
    expect(nextSpecialism(sets, 2, true, 77)).toBe(-1)
    expect(nextSpecialism(sets, 0, false, 77)).toBe(-1)
  })

  it('tell what a teacher holds and a learner lacks', () => {
    const sets = setsOf([5, 31, 200], [5, 40])
    expect([0, 6, 31, 32, 201].map((from) => nextNew(sets, 0, sets, 1, from))).toEqual([31, 31, 31, 200, 31])
    expect(nextNew(sets, 0, sets, 0, 9)).toBe(-1)
  })
})

describe('the worth of a partner', () => {
  it('rises, then falls with distance; the best distance is a / (1 + a) and moves outward with absorptive capacity', () => {
    let previous = 0
    for (const absorptive of [0.2, 0.35, 0.5, 0.65, 0.8]) {
      const value = (distance: number): number => partnerValue(distance, 1 - distance, 1, absorptive)
      const best = bestDistance(absorptive)
      expect(best).toBeCloseTo(absorptive / (1 + absorptive), 15)
      expect(best).toBeGreaterThan(previous)
      for (const away of [0.01, 0.05, 0.1]) {
        expect(value(best - away)).toBeLessThan(value(best))
        expect(value(best + away)).toBeLessThan(value(best))
      }
      expect([value(0), value(1)]).toEqual([0, 0])
      expect(value(best)).toBeCloseTo(best * (1 - best) ** (1 / absorptive), 14)
      previous = best
    }
  })

  it('counts novelty from each side and common ground from both', () => {
    // 6 shared of 10 and of 30: the small firm finds much that is new, the large one little.
    expect([novelty(6, 30), novelty(6, 10)]).toEqual([0.8, 0.4])
    expect(commonGround(6, 10, 30)).toBeCloseTo(6 / (6 + 0.9 * 4 + 0.1 * 24), 12)
    expect(commonGround(6, 30, 10)).toBe(commonGround(6, 10, 30))
    expect([commonGround(5, 5, 5), commonGround(0, 5, 5)]).toEqual([1, 0])
    // What a university knows besides distracts less than what the firm knows alone.
    expect(commonGround(8, 10, 100)).toBeGreaterThan(commonGround(4, 10, 10))
    expect([novelty(0, 0), commonGround(0, 0, 5), understandability(0, 1, 0.5)]).toEqual([0, 0, 0])
    for (const [shared, size] of [[0, 7], [3, 7], [7, 7]]) {
      expect(commonGround(shared, size, size)).toBeCloseTo(1 - novelty(shared, size), 15)
    }
  })

  it('a partner that is ahead is understood less, one that is behind no less', () => {
    const knowledge = new Float64Array(2 * FIELDS)
    knowledge[3] = 0.5
    knowledge[FIELDS + 3] = 0.9
    expect([nearness(knowledge, 0, 1), nearness(knowledge, 1, 0)]).toEqual([0.6, 1])
    expect(understandability(0.5, 0.6, 0.5)).toBeCloseTo(0.09, 14)
  })

  it('counts as far as the partner is trusted and able', () => {
    expect(tieContribution(0.2, 0.5, 0.5)).toBeCloseTo(0.05, 15)
  })

  it('main and second field are the best two', () => {
    const knowledge = Float64Array.of(0, 0.2, 0.9, 0, 0.5, 0, 0, 0, 0.3, 0.3, 0, 0, 0, 0, 0, 0)
    expect([mainField(knowledge, 0), secondField(knowledge, 0, 2)]).toEqual([2, 4])
    expect([mainField(knowledge, 1), secondField(knowledge, 1, 0)]).toEqual([0, 1])
  })
})

describe('endowment', () => {
  const draws = createRandomness('endowment', 1).site(ENDOWMENT_SITE, 0)
  const oneField = new Float64Array(FIELDS)
  oneField[2] = 1

  it('draws every specialism, the popular ones more often, most in the two fields of the firm', () => {
    let main = 0
    let second = 0
    for (let step = 0; step < 1000; step++) {
      const field = fieldOf(drawnSpecialism((step + 0.5) / 1000, 0.3, 1, 7))
      if (field === 1) main++
      if (field === 7) second++
    }
    expect(main / 1000).toBeCloseTo(MAIN_SHARE + 0.1 / FIELDS, 2)
    expect(second / 1000).toBeCloseTo(SECOND_SHARE + 0.1 / FIELDS, 2)
    expect(drawnSpecialism(1 - 1e-16, 1 - 1e-16, 0, 1)).toBe(SPECIALISMS - 1)
    expect(drawnSpecialism(0.1, 0.49, 0, 1)).toBeLessThan(SPECIALISMS_PER_FIELD / 8)
  })

  it('gives a technology firm 6 to 24 specialisms, and two of one field share 20-40 %', () => {
    const firms = 120
    const organisations = createOrganisations(firms)
    const { id, technology, knowledge, specialisms, absorptive, innovationWait } = organisations.columns
    for (let row = 0; row < firms; row++) {
      id[row] = 5000 + row
      technology[row] = 1
      endowFirm(organisations, row, draws, oneField)
      expect(mainField(knowledge, row)).toBe(2)
      expect(countSpecialisms(specialisms, row)).toBeGreaterThanOrEqual(6)
      expect(countSpecialisms(specialisms, row)).toBeLessThanOrEqual(24)
      expect(absorptive[row] > 0 && absorptive[row] < 1 && innovationWait[row] > 0).toBe(true)
    }
    let ground = 0
    let pairs = 0
    for (let row = 0; row < firms; row++) {
      for (let other = 0; other < row; other++) {
        const shared = countShared(specialisms, row, other)
        ground += commonGround(shared, countSpecialisms(specialisms, row), countSpecialisms(specialisms, other))
        pairs++
      }
    }
    expect(ground / pairs).toBeGreaterThan(0.2)
    expect(ground / pairs).toBeLessThan(0.4)
  })

  it('depends on the identity alone, not on the row or on what was there', () => {
    const organisations = createOrganisations(2)
    const { id, technology, knowledge, specialisms } = organisations.columns
    id.fill(777)
    technology.fill(1)
    specialisms.fill(0xffffffff, WORDS)
    knowledge.fill(1, FIELDS)
    endowFirm(organisations, 0, draws, oneField)
    endowFirm(organisations, 1, draws, oneField)
    expect(knowledge.slice(FIELDS)).toEqual(knowledge.slice(0, FIELDS))
    expect(specialisms.slice(WORDS)).toEqual(specialisms.slice(0, WORDS))
  })

  it('lets a spin-off take its specialisms from where it comes from', () => {
    const organisations = createOrganisations(2)
    const { id, kind, technology, knowledge, specialisms } = organisations.columns
    id[0] = 3
    id[1] = 9000
    kind[0] = UNIVERSITY
    technology[1] = 1
    endowInstitution(organisations, 0, draws)
    endowFirm(organisations, 1, draws, oneField, 0)
    expect(countShared(specialisms, 0, 1)).toBe(countSpecialisms(specialisms, 1))
    expect(knowledge[FIELDS + mainField(knowledge, 1)]).toBeGreaterThan(0.7)
  })

  it('puts universities at the frontier of 2 to 5 fields, institutes of 1 to 3, with specialisms there alone', () => {
    const count = 300
    const organisations = createOrganisations(count)
    const { id, kind, knowledge, specialisms } = organisations.columns
    const fieldCounts: number[][] = [[], []]
    for (let row = 0; row < count; row++) {
      id[row] = row
      kind[row] = row % 2 === 0 ? UNIVERSITY : INSTITUTE
      endowInstitution(organisations, row, draws)
      let fields = 0
      for (let field = 0; field < FIELDS; field++) {
        const own = knowledge[row * FIELDS + field] >= OWN_FIELD
        if (own) fields++
        const held = countBits(specialisms[row * WORDS + 2 * field]) + countBits(specialisms[row * WORDS + 2 * field + 1])
        expect(own ? knowledge[row * FIELDS + field] : 1).toBeGreaterThanOrEqual(0.9)
        if (!own) expect(held).toBe(0)
      }
      fieldCounts[row % 2].push(fields)
    }
    expect([Math.min(...fieldCounts[0]), Math.max(...fieldCounts[0])]).toEqual([2, 5])
    expect([Math.min(...fieldCounts[1]), Math.max(...fieldCounts[1])]).toEqual([1, 3])
  })
})

it('rare specialisms are those that few technology firms hold', () => {
  const world = innovationWorld({ firms: 100 })
  const { specialisms, technology } = world.organisations.columns
  specialisms.fill(0)
  // 10 is held by three firms, one of them outside the stratum; 11 by two; 12 by universities only.
  world.firms.slice(0, 3).forEach((firm) => addSpecialism(specialisms, firm, 10))
  world.firms.slice(3, 5).forEach((firm) => addSpecialism(specialisms, firm, 11))
  addSpecialism(specialisms, 0, 12)
  technology[world.firms[0]] = 0
  technology[world.firms[99]] = 0
  const rare = rareSpecialisms(world, 0.02)
  expect([10, 11, 12].map((specialism) => holdsSpecialism(rare, 0, specialism))).toEqual([false, false, true])
  const rarer = rareSpecialisms(world, 0.03)
  expect([10, 11, 12].map((specialism) => holdsSpecialism(rarer, 0, specialism))).toEqual([true, true, true])
})
