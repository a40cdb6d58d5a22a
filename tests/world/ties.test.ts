import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compact } from '../../src/world/table.ts'
import {
  addTie, createTies, indexTies, LARGE_TIE, partnerOf, RUNNING, SME_TIE, type Ties, UNIVERSITY_TIE,
} from '../../src/world/ties.ts'

const ROWS = 9
const pairs = fc.array(
  fc.tuple(fc.integer({ min: 0, max: ROWS - 1 }), fc.integer({ min: 0, max: ROWS - 1 })).filter(([a, b]) => a !== b),
  { maxLength: 40 },
)

function tiesBetween(list: readonly (readonly [number, number])[]): Ties {
  // Small, so that it has to grow.
  const ties = createTies(1)
  list.forEach(([first, second], step) => addTie(ties, first, second, SME_TIE, step))
  indexTies(ties, ROWS)
  return ties
}

const indexed = ({ starts, list }: Ties, row: number): number[] => [...list.subarray(starts[row], starts[row + 1])]

/** Columns as they are in use. */
const contentOf = ({ table }: Ties): Record<string, number[]> =>
  Object.fromEntries(Object.entries(table.columns).map(([name, column]) => [name, [...column.subarray(0, table.count)]]))

describe('a new tie', () => {
  it('runs, with its partners, kind and start', () => {
    const ties = createTies(2)
    expect([addTie(ties, 3, 5, UNIVERSITY_TIE, 7), addTie(ties, 1, 3, LARGE_TIE, 8)]).toEqual([0, 1])
    const { first, second, kind, start, end, outcome, innovations } = ties.table.columns
    const ofTie = (tie: number): number[] => [first, second, kind, start, end, outcome, innovations].map((column) => column[tie])
    expect(ofTie(0)).toEqual([3, 5, UNIVERSITY_TIE, 7, -1, RUNNING, 0])
    expect(ofTie(1)).toEqual([1, 3, LARGE_TIE, 8, -1, RUNNING, 0])
    expect([partnerOf(ties.table, 0, 3), partnerOf(ties.table, 0, 5)]).toEqual([5, 3])
  })

  it('in the place of one that was dropped runs from its own start', () => {
    const ties = tiesBetween([[0, 1]])
    Object.assign(ties.table.columns, { innovations: Int32Array.of(4), end: Int32Array.of(9), outcome: Uint8Array.of(2) })
    compact(ties.table, () => false)
    const tie = addTie(ties, 2, 3, SME_TIE, 10)
    const { innovations, end, outcome } = ties.table.columns
    expect([tie, innovations[tie], end[tie], outcome[tie]]).toEqual([0, 0, -1, RUNNING])
  })
})

describe('the index', () => {
  it('lists each tie at both of its ends, in the order of the table, and nowhere else', () => {
    fc.assert(fc.property(pairs, (list) => {
      const ties = tiesBetween(list)
      for (let row = 0; row < ROWS; row++) {
        const expected = list.flatMap((pair, tie) => (pair.includes(row) ? [tie] : []))
        expect(indexed(ties, row)).toEqual(expected)
        for (const tie of expected) expect(partnerOf(ties.table, tie, partnerOf(ties.table, tie, row))).toBe(row)
      }
      expect(ties.starts[ROWS]).toBe(2 * list.length)
    }))
  })

  it('is right again after it is rebuilt for other ties and more organisations', () => {
    fc.assert(fc.property(pairs, pairs, (before, added) => {
      const ties = tiesBetween(before)
      for (const [first, second] of added) addTie(ties, first, second, SME_TIE, 50)
      indexTies(ties, ROWS + 5)
      const all = [...before, ...added]
      for (let row = 0; row < ROWS; row++) expect(indexed(ties, row)).toEqual(all.flatMap((pair, tie) => (pair.includes(row) ? [tie] : [])))
      for (let row = ROWS; row < ROWS + 5; row++) expect(indexed(ties, row)).toEqual([])
    }))
  })
})

describe('dropping ties', () => {
  it('keeps the others whole and in their order', () => {
    fc.assert(fc.property(pairs, fc.nat({ max: 255 }), (list, mask) => {
      const stays = (tie: number): boolean => ((mask >> (tie % 8)) & 1) === 1
      const ties = tiesBetween(list)
      for (const column of Object.values(ties.table.columns)) {
        for (let tie = 0; tie < list.length; tie++) column[tie] = column[tie] * 10 + tie
      }
      const before = contentOf(ties)
      compact(ties.table, stays)
      const expected = Object.entries(before).map(([name, values]) => [name, values.filter((_, tie) => stays(tie))])
      expect(contentOf(ties)).toEqual(Object.fromEntries(expected))
    }))
  })

  it('asks about each tie once, before anything has moved', () => {
    const ties = tiesBetween([[0, 1], [2, 3], [4, 5]])
    const asked: number[][] = []
    compact(ties.table, (tie) => {
      asked.push([tie, ties.table.columns.first[tie]])
      return tie !== 0
    })
    expect(asked).toEqual([[0, 0], [1, 2], [2, 4]])
  })
})
