import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf, clearRow, copyTable, createTable, reserve, type Table } from '../../src/world/table.ts'

const specification = { id: 'uint32', share: 'float64', step: 'int32', alive: 'uint8', words: ['uint32', 3] } as const
type Small = Table<typeof specification>

/** A table whose every entry is a number of its own. */
function filled(rows: number, capacity = rows): Small {
  const table = createTable(specification, capacity)
  table.count = rows
  for (let row = 0; row < rows; row++) {
    table.columns.id[row] = 4_000_000_000 + row
    table.columns.share[row] = row + 0.25
    table.columns.step[row] = -row
    table.columns.alive[row] = row % 2
    table.columns.words.set([row, row + 100, row + 200], row * 3)
  }
  return table
}

/** The rows in use, column by column. */
const contentOf = ({ specification: columns, columns: arrays, count, capacity }: Small): Record<string, number[]> =>
  Object.fromEntries(Object.keys(columns).map((name) => {
    const array = arrays[name as keyof typeof columns]
    return [name, [...array.subarray(0, (count * array.length) / capacity)]]
  }))

const rowsOf = fc.integer({ min: 1, max: 40 })

describe('a table', () => {
  it('starts empty, with zeros and the types that were asked for', () => {
    const table = createTable(specification, 4)
    expect([table.count, table.capacity]).toEqual([0, 4])
    expect(Object.values(table.columns).map((column) => [column.constructor.name, column.length])).toEqual([
      ['Uint32Array', 4], ['Float64Array', 4], ['Int32Array', 4], ['Uint8Array', 4], ['Uint32Array', 12],
    ])
    expect(Object.values(table.columns).every((column) => column.every((value) => value === 0))).toBe(true)
    expect(bytesOf(table)).toBe(4 * (4 + 8 + 4 + 1 + 12))
  })

  it('keeps its content when room is made, and never shrinks', () => {
    fc.assert(fc.property(rowsOf, fc.integer({ min: 0, max: 100 }), (rows, wanted) => {
      const table = filled(rows)
      const before = contentOf(table)
      reserve(table, wanted)
      expect(table.capacity).toBeGreaterThanOrEqual(Math.max(rows, wanted))
      expect(table.columns.words).toHaveLength(table.capacity * 3)
      expect(contentOf(table)).toEqual(before)
      expect(table.columns.share.subarray(rows).every((value) => value === 0)).toBe(true)
    }))
  })

  it('has room in a few steps for rows that come one by one', () => {
    const table = filled(8)
    const capacities = new Set<number>()
    for (let rows = 8; rows <= 1000; rows++) {
      reserve(table, rows)
      capacities.add(table.capacity)
    }
    expect(capacities.size).toBeLessThan(30)
  })

  it('copied is the same table, and independent of it', () => {
    fc.assert(fc.property(rowsOf, (rows) => {
      const table = filled(rows, rows + 3)
      const before = contentOf(table)
      const copy = copyTable(table)
      expect(copy).toEqual(table)
      for (const column of Object.values(copy.columns)) column.fill(9)
      copy.count = 0
      reserve(copy, 100)
      expect(contentOf(table)).toEqual(before)
      expect(table.capacity).toBe(rows + 3)
    }))
  })

  it('clears one row and no other', () => {
    fc.assert(fc.property(rowsOf, fc.nat(), (rows, chosen) => {
      const table = filled(rows, rows + 2)
      const cleared = chosen % rows
      clearRow(table, cleared)
      const expected = filled(rows, rows + 2)
      for (const name of ['id', 'share', 'step', 'alive'] as const) expected.columns[name][cleared] = 0
      expected.columns.words.set([0, 0, 0], cleared * 3)
      expect(table).toEqual(expected)
    }))
  })
})
