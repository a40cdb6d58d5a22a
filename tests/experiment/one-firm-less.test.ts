/** One firm less changes nobody else's luck: draws are looked up by address, whoever else draws and in whatever row. */
import { expect, it } from 'vitest'
import { schedule } from '../../src/mechanisms/schedule.ts'
import { turnover } from '../../src/mechanisms/turnover.ts'
import { createRandomness, type Draws, type Randomness } from '../../src/world/random.ts'
import type { World } from '../../src/world/world.ts'
import { act, firmsOf, isTechnologySme, region } from '../support/region.ts'

const QUARTERS = 3

/** The same luck, with a note of every draw of a single agent by its address. */
function noting(drawn: Map<string, number>): Randomness {
  const random = createRandomness('test', 0)
  return {
    site(name, step) {
      const draws = random.site(name, step)
      const noted = (kind: 'uniform' | 'normal' | 'exponential' | 'bits') => (id: number, index: number): number => {
        const value = draws[kind](id, index)
        drawn.set(`${kind} ${name} ${step} ${index} of ${id}`, value)
        return value
      }
      return {
        uniform: noted('uniform'), normal: noted('normal'), exponential: noted('exponential'), bits: noted('bits'),
        pairUniform: (idA, idB, index) => draws.pairUniform(idA, idB, index),
        slot: (id, index, capacity) => draws.slot(id, index, capacity),
      } satisfies Draws
    },
  }
}

interface Past {
  readonly drawn: Map<string, number>
  /** What each firm was born with that lives at the end, by identity. */
  readonly traits: Map<number, number[]>
  readonly rows: Map<number, number>
}

/** Three quarters of the region after the firms of these identities have gone. */
function pastWithout(missing: readonly number[]): Past {
  const world: World = region()
  const { id, insolvent } = world.organisations.columns
  for (const firm of firmsOf(world)) if (missing.includes(id[firm])) insolvent[firm] = 1
  act(world, turnover)
  const drawn = new Map<string, number>()
  const random = noting(drawn)
  for (let quarter = 0; quarter < QUARTERS; quarter++) {
    world.step++
    world.quarter++
    for (const mechanism of schedule) act(world, mechanism, { random, audit: false })
  }
  const c = world.organisations.columns
  const firms = firmsOf(world)
  return {
    drawn,
    rows: new Map(firms.map((firm) => [c.id[firm], firm])),
    traits: new Map(firms.map((firm) => [c.id[firm], [
      c.sector[firm], c.technology[firm], c.cluster[firm], c.born[firm], c.efficiency[firm], c.opportunity[firm], c.riskiness[firm],
      c.connection[firm], c.rounding[firm],
    ]])),
  }
}

it('one firm less leaves every draw and every birth of all others as they were', () => {
  const probe = region()
  const gone = probe.organisations.columns.id[firmsOf(probe, isTechnologySme)[40]]
  const [whole, less] = [pastWithout([]), pastWithout([gone])]
  const ofTheGone = [...whole.drawn.keys()].filter((address) => address.endsWith(` of ${gone}`))
  expect(ofTheGone.length).toBeGreaterThan(2 * QUARTERS)
  let [same, missed] = [0, 0]
  for (const [address, value] of whole.drawn) {
    const other = less.drawn.get(address)
    if (other === undefined) {
      missed++
      continue
    }
    if (other !== value) expect(other, address).toBe(value)
    same++
  }
  // Hardly any address is left out but those of the firm itself and of those that dealt with it.
  expect(same).toBeGreaterThan(20_000)
  expect(missed / whole.drawn.size).toBeLessThan(0.02)

  let moved = 0
  for (const [id, traits] of less.traits) {
    const before = whole.traits.get(id)
    if (before === undefined) continue
    expect(traits, `firm ${id}`).toEqual(before)
    if (whole.rows.get(id) !== less.rows.get(id)) moved++
  }
  expect(less.traits.has(gone)).toBe(false)
  // Newcomers stand in other rows, and are born the same.
  expect(moved).toBeGreaterThan(0)
})
