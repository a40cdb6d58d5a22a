import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandomness } from '../../src/world/random.ts'
import { copySlots, createSlots, occupy, type Slots, vacate } from '../../src/world/slots.ts'

const identities = fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 1, maxLength: 60 })

/** Slots with these identities; the row of each is its place in the list. */
function filled(ids: readonly number[]): { slots: Slots; slotOf: number[] } {
  const slots = createSlots(ids.length)
  return { slots, slotOf: ids.map((id, row) => occupy(slots, id, row)) }
}

const rowsIn = (slots: Slots): number[] => [...slots.rows].filter((row) => row >= 0).toSorted((a, b) => a - b)

describe('slots', () => {
  it('are a power of two, at least four for each expected member', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 100_000 }), (expected) => {
      const { length } = createSlots(expected).rows
      expect(Math.log2(length) % 1).toBe(0)
      expect(length).toBeGreaterThanOrEqual(expected * 4)
    }))
  })

  it('hold every member once, each where it was told', () => {
    fc.assert(fc.property(identities, (ids) => {
      const { slots, slotOf } = filled(ids)
      expect(rowsIn(slots)).toEqual([...ids.keys()])
      expect(slotOf.map((slot) => slots.rows[slot])).toEqual([...ids.keys()])
      expect(slots.occupied).toBe(ids.length)
    }))
  })

  it('refuse when all are taken, and take again when one is left', () => {
    const slots = createSlots(4)
    for (let row = 0; row < 16; row++) expect(occupy(slots, row * 7919, row)).toBeGreaterThanOrEqual(0)
    expect(occupy(slots, 5, 16)).toBe(-1)
    expect(rowsIn(slots)).toHaveLength(16)
    vacate(slots, 3)
    expect(occupy(slots, 5, 16)).toBe(3)
  })

  it('of a copy go their own way', () => {
    const { slots, slotOf } = filled([1, 2, 3])
    const copy = copySlots(slots)
    vacate(copy, slotOf[1])
    expect(rowsIn(copy)).toEqual([0, 2])
    expect(rowsIn(slots)).toEqual([0, 1, 2])
    expect([copy.occupied, slots.occupied]).toEqual([2, 3])
  })
})

describe('one member more or less', () => {
  it('changes only the draws that hit its own slot', () => {
    fc.assert(fc.property(identities, fc.nat(), fc.nat(), (ids, chosen, born) => {
      const { slots, slotOf } = filled(ids)
      const draws = createRandomness('slots', 0).site('test', 0)
      const drawAll = (): number[] =>
        Array.from({ length: 500 }, (_, index) => slots.rows[draws.slot(7, index, slots.rows.length)])
      const before = drawAll()
      const leaver = chosen % ids.length
      vacate(slots, slotOf[leaver])
      const after = drawAll()
      expect(after).toEqual(before.map((row) => (row === leaver ? -1 : row)))
      // A newcomer takes an empty slot and changes only draws that hit nobody.
      const newcomer = ids.length
      const slot = occupy(slots, born, newcomer)
      expect(drawAll()).toEqual(after.map((row, index) => (draws.slot(7, index, slots.rows.length) === slot ? newcomer : row)))
    }), { numRuns: 40 })
  })

  it('mostly leaves the others where they were: newcomers sit where their identity wants, whoever is missing', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => 1024 + index * 37)
    const everybody = filled(ids)
    let moved = 0
    for (let missing = 0; missing < 20; missing++) {
      const slots = createSlots(ids.length)
      ids.forEach((id, row) => {
        if (row === missing) return
        if (occupy(slots, id, row) !== everybody.slotOf[row]) moved++
      })
    }
    expect(moved / 20).toBeLessThan(1)
  })
})
