import { describe, expect, test } from 'vitest'
import { groupMeasureNames } from '../../src/observe/groups.ts'
import { observeStandings, standingNames, standingWindows } from '../../src/observe/standings.ts'
import { smallWorld } from './smallWorld.ts'

/** Twenty firms of one kind, of which single ones are changed. */
function worldOf() {
  const world = smallWorld(20)
  const { columns } = world.organisations
  const firms = world.firms.slice(0, world.firmCount)
  const [first, second, third] = firms as unknown as [number, number, number]
  columns.employees[first] = 9
  columns.employees[second] = 150
  columns.skilled[third] = 5
  columns.born[third] = world.step - 2 * 4
  columns.technology[third] = 0
  columns.loan[second] = 1_000_000
  columns.loan[third] = 2_000_000
  columns.loanAgency[third] = 1
  return { world, columns, first, second, third }
}

function told(world: ReturnType<typeof smallWorld>, quarters: number, change: (quarter: number) => void = () => {}) {
  const standings = observeStandings(world, quarters)
  for (let quarter = 0; quarter < quarters; quarter++) {
    change(quarter)
    standings.look(world)
  }
  const values = standings.values()
  const names = standingNames(world.sectors.names)
  return (group: string, measure: (typeof groupMeasureNames)[number], window: (typeof standingWindows)[number] = 'horizon'): number =>
    values[(names.indexOf(group) * groupMeasureNames.length + groupMeasureNames.indexOf(measure)) * standingWindows.length + standingWindows.indexOf(window)]!
}

describe('groups of the start', () => {
  test('have the firms that stood there', () => {
    const { world, columns, first, second, third } = worldOf()
    const value = told(world, 1)
    const heads = (row: number): number => columns.employees[row]! + columns.skilled[row]!
    expect(value('size: medium', 'staffPerFirm')).toBe(heads(second))
    expect(value('stratum: other', 'staffPerFirm')).toBe(heads(third))
    expect(value('age: under 3 years', 'skilledStaffPerFirm')).toBe(5)
    expect(value('finance: other loan', 'debtPerFirm')).toBe(1)
    expect(value('finance: guaranteed loan', 'debtPerFirm')).toBe(2)
    expect(value('finance: no loan', 'debtPerFirm')).toBe(0)
    expect(heads(first)).toBeLessThan(10)
    expect(value('size: micro', 'survival')).toBe(1)
    expect(standingNames(world.sectors.names).filter((name) => Number.isNaN(value(name, 'survival')))).not.toContain('size: medium')
  })

  test('tell each measure by its own name', () => {
    const { world, columns, second } = worldOf()
    columns.revenue[second] = 3_000_000
    columns.rdSpending[second] = 500_000
    columns.grantEnds[second] = world.step + 1
    columns.innovations[second] = 4
    columns.degree[second] = 7
    columns.skilled[second] = 2
    const value = told(world, 1)
    expect(groupMeasureNames.map((measure) => [measure, value('size: medium', measure)])).toEqual([
      ['survival', 1], ['staffPerFirm', 152], ['skilledStaffPerFirm', 2], ['revenuePerFirm', 3], ['rdSpendingPerFirm', 0.5], ['grantShare', 1],
      ['innovationsPerFirm', 4], ['tiesPerFirm', 7], ['debtPerFirm', 1],
    ])
  })

  test('stay what they were, and count who is gone as 0, whoever sits in the row now', () => {
    const { world, columns, second } = worldOf()
    // It grows out of its class, and then another firm sits in its row.
    const value = told(world, 6, (quarter) => {
      if (quarter === 1) columns.employees[second] = 5
      if (quarter === 3) columns.id[second] = 999
    })
    expect(value('size: medium', 'survival')).toBe(3 / 6)
    expect(value('size: medium', 'survival', 'last4')).toBe(1 / 4)
  })

  test('tell firm by firm who lives', () => {
    const { world, columns } = worldOf()
    const standings = observeStandings(world, 1)
    const rows = Array.from(world.firms.slice(0, 20))
    columns.alive[rows[0]!] = 0
    columns.alive[rows[9]!] = 0
    expect(standings.living(world)).toEqual({ firms: 20, bits: Uint8Array.of(0b1111_1110, 0b1111_1101, 0b1111) })
  })
})
