import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupMeasureNames } from '../../src/observe/groups.ts'
import { standingNames, standingWindows } from '../../src/observe/standings.ts'
import { fateFrom, fateRow, groupRowsOf, groupsFrom } from '../../src/records/groups.ts'
import type { RunRecord } from '../../src/records/run.ts'
import { csv, headerOf } from '../../src/records/tables.ts'

const names = standingNames(['trade', 'software: and more'])
const number = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.constant(NaN), fc.constant(0)).map((value) => value + 0)
const values = (length: number) => fc.array(number, { minLength: length, maxLength: length }).map((list) => Float64Array.from(list))

test('groups and fates come back from their files to the bit', () => {
  const run = fc.record({
    standings: values(names.length * groupMeasureNames.length * standingWindows.length),
    trial: fc.array(values(3 * groupMeasureNames.length), { minLength: 3, maxLength: 3 }),
    bits: fc.uint8Array({ minLength: 3, maxLength: 3 }),
  })
  fc.assert(fc.property(run, ({ standings, trial, bits }) => {
    // A trial of which nothing is known leaves no rows.
    trial[0]![0] = 1
    const record = {
      arm: 'a: b', point: 2, replication: 1, runKey: '', status: 'done', digest: '', failedAt: undefined, reason: '', start: 8052, metrics: [], flows: [],
      standings, groups: new Map([['a: b', trial]]), living: { firms: 23, bits },
    } satisfies RunRecord
    const text = (table: 'groups.csv' | 'fates.csv', rows: Parameters<typeof csv>[0]) => parse(headerOf(table) + csv(rows), { columns: true }) as Record<string, string>[]
    const back = groupsFrom(text('groups.csv', [...groupRowsOf(record, names)]), names, 8052, 3)
    expect(back).toEqual({ standings, groups: new Map([['a: b', trial]]) })
    expect(fateFrom(text('fates.csv', fateRow(record))[0]!)).toEqual({ firms: 23, bits })
  }), { numRuns: 30 })
})
