import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Region } from '../../src/scenario/region.ts'
import { bearFirm } from '../../src/world/founding.ts'
import { growWorld } from '../../src/world/grow.ts'
import { FIRST_FIRM, founderId, MAXIMUM_ORDINAL, SPIN_OFF, START_UP_OTHER, START_UP_TECHNOLOGY } from '../../src/world/identity.ts'
import { WORDS } from '../../src/world/organisations.ts'
import { createRandomness } from '../../src/world/random.ts'
import { loadText } from '../support/scenarios.ts'

/** The longest scenario with the longest burn-in. */
const founder = fc.record({
  step: fc.integer({ min: 0, max: 510 }),
  sector: fc.integer({ min: 0, max: 7 }),
  origin: fc.constantFrom(START_UP_OTHER, START_UP_TECHNOLOGY, SPIN_OFF),
  ordinal: fc.integer({ min: 0, max: MAXIMUM_ORDINAL - 1 }),
})
type Founder = typeof founder extends fc.Arbitrary<infer T> ? T : never
const idOf = ({ step, sector, origin, ordinal }: Founder): number => founderId(step, sector, origin, ordinal)

describe('the identity of a founder', () => {
  it('is a whole number of 32 bits, above those of the first firms', () => {
    fc.assert(fc.property(founder, (one) => {
      const id = idOf(one)
      expect(id).toBe(id >>> 0)
      expect(id).toBeGreaterThan(FIRST_FIRM + 1_000_000)
    }))
    expect(founderId(510, 7, SPIN_OFF, MAXIMUM_ORDINAL - 1)).toBeLessThan(2 ** 32)
  })

  it('belongs to one founder only', () => {
    fc.assert(fc.property(founder, founder, (one, other) => {
      const same = Object.entries(one).every(([key, value]) => other[key as keyof Founder] === value)
      expect(idOf(one) === idOf(other)).toBe(same)
    }))
  })

  it('is higher the later the birth', () => {
    fc.assert(fc.property(founder, founder, (one, other) => {
      fc.pre(one.step !== other.step)
      expect(idOf(one) < idOf(other)).toBe(one.step < other.step)
    }))
  })
})

describe('without one founder', () => {
  const founders: readonly Founder[] = Array.from({ length: 12 }, (_, ordinal) => ({
    step: 3, sector: ordinal % 2, origin: START_UP_TECHNOLOGY, ordinal,
  }))

  /** What newcomers are born with, by identity, when `missing` does not enter. */
  function born(region: Region, missing: number): Map<number, number[]> {
    const random = createRandomness('identity', 0)
    const world = growWorld(region, random, { scale: 0.3, quarter: 0 })
    const entrants = founders.filter((_, index) => index !== missing)
    const rows = entrants.map((one) =>
      bearFirm(world, { id: idOf(one), sector: one.sector, technology: 1, born: one.step, origin: -1 }, random),
    )
    const c = world.organisations.columns
    return new Map(rows.map((row) => {
      const known = c.specialisms.subarray(row * WORDS, (row + 1) * WORDS)
      return [c.id[row], [c.efficiency[row], c.opportunity[row], c.riskiness[row], c.connection[row], c.cluster[row], ...known]]
    }))
  }

  it('all others have the same identity and are born with the same', async () => {
    const { region } = await loadText('')
    const everybody = born(region, -1)
    for (const missing of [0, 5, 11]) {
      const others = born(region, missing)
      expect(others.size).toBe(founders.length - 1)
      for (const [id, traits] of others) expect(traits, `founder ${id}`).toEqual(everybody.get(id))
    }
  })
})
