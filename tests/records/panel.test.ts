import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { beforeAll, describe, expect, test } from 'vitest'
import { type BatchOptions, piecesOf, planOf, quartersOf, runBatch } from '../../src/experiment/batch.ts'
import { type MetricKey, metricKeys } from '../../src/observe/metrics.ts'
import { type PanelColumns, panelTables } from '../../src/observe/panel.ts'
import { createParquet } from '../../src/records/parquet.ts'
import { recordPanel } from '../../src/records/panel.ts'
import type { RunRecord } from '../../src/records/run.ts'
import { formatQuarter } from '../../src/scenario/quarter.ts'
import { purposeNames } from '../../src/world/ledger.ts'
import type { World } from '../../src/world/world.ts'
import { experimentOf } from '../support/scenarios.ts'

type Row = Record<string, unknown>
const SCALE = 0.3
const SCENARIO = 'policy: { fund: { budget: 60 } }\narms: { other: { trial: { share: 0.5, policy: { fund: { matching: 0 } } } } }\nreplications: 1\nquarters: 5\nburnIn: 4\nscale: 0.3'

/** All files of the panel of a small experiment, as bytes by name, with the records of its runs. */
async function panelOf(scenario: string, options: BatchOptions = {}): Promise<{ files: Map<string, Uint8Array<ArrayBuffer>>; runs: RunRecord[]; worlds: World[] }> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  const complete: string[] = []
  const worlds: World[] = []
  const folder = {
    append: (name: string, bytes: Uint8Array) => void files.set(name, Uint8Array.from(Buffer.concat([files.get(name) ?? new Uint8Array(), bytes]))),
    complete: (name: string) => void complete.push(name),
  }
  const runs: RunRecord[] = []
  const recorders = (about: { arm: string; point: number; replication: number }, burntIn: World) => [
    recordPanel(about, burntIn, folder), { look: ({ world }: { world: World }) => void worlds.push(world), end() {} },
  ]
  for await (const run of runBatch(await experimentOf(scenario), { ...options, recorders, journal: true })) runs.push(run)
  expect(complete.toSorted()).toEqual([...files.keys()].toSorted())
  return { files, runs, worlds }
}

let panel: Awaited<ReturnType<typeof panelOf>>
const rowsOf = (name: string): Promise<Row[]> => parquetReadObjects({ file: panel.files.get(name)!.buffer })
beforeAll(async () => {
  panel = await panelOf(SCENARIO)
})

/** Sum of a column over the rows of one quarter that pass. */
const sum = (rows: readonly Row[], quarter: string, column: string, pass: (row: Row) => boolean = () => true): number =>
  rows.reduce((total, row) => (row['quarter'] === quarter && pass(row) ? total + Number(row[column]) : total), 0)
const count = (rows: readonly Row[], quarter: string, pass: (row: Row) => boolean = () => true): number =>
  rows.filter((row) => row['quarter'] === quarter && pass(row)).length

describe('the panel of a run', () => {
  test('has a file for each table and run, with the declared columns', () => {
    const names = Object.keys(panelTables).flatMap((table) => ['baseline', 'other'].map((arm) => `panel/${table}/${arm}-0-0.parquet`))
    expect([...panel.files.keys()].toSorted()).toEqual(names.toSorted())
    for (const [table, { columns }] of Object.entries(panelTables)) {
      const { schema } = parquetMetadata(panel.files.get(`panel/${table}/baseline-0-0.parquet`)!.buffer)
      expect(schema.slice(1).map(({ name }) => name)).toEqual(Object.keys(columns))
    }
  })

  test('adds up to the metrics and to the ledger, quarter by quarter', async () => {
    const table = (name: string): Promise<Row[]> => rowsOf(`panel/${name}/other-0-0.parquet`)
    const [firms, ties, loans, grants, moves] = await Promise.all(['firms', 'ties', 'loans', 'grants', 'moves'].map(table))
    const run = panel.runs[1]
    const sme = (row: Row): boolean => row['sizeClass'] === 'SME'
    const is = (event: string) => (row: Row): boolean => row['event'] === event
    run.metrics.forEach((values, index) => {
      const quarter = formatQuarter(run.start + index)
      // Extensive metrics are at full scale.
      const metric = (key: MetricKey): number => values[metricKeys.indexOf(key)] * SCALE
      expect(count(firms, quarter, sme)).toBeCloseTo(metric('firms'), 6)
      for (const [key, column] of [['rdSpending', 'rdSpending'], ['employment', 'staff'], ['revenue', 'revenue'], ['skilledStaff', 'skilledStaff']] as const) {
        expect(sum(firms, quarter, column, sme), key).toBeCloseTo(metric(key), 6)
      }
      // Firms that ended in the quarter have innovated but have no row, and size classes change at the end of a year.
      if (!quarter.endsWith('Q4')) {
        expect(sum(firms, quarter, 'innovations', sme)).toBeLessThanOrEqual(metric('innovations') + 1e-6)
        expect(sum(firms, quarter, 'innovations', sme)).toBeGreaterThan(0.5 * metric('innovations'))
      }
      expect(sum(firms, quarter, 'guaranteed')).toBeCloseTo(metric('guaranteedBalance'), 6)
      expect(count(ties, quarter, is('started'))).toBeCloseTo(metric('newTies'), 6)
      expect(count(ties, quarter, is('ended'))).toBeCloseTo(metric('endedTies'), 6)
      expect(sum(loans, quarter, 'amount', (row) => is('granted')(row) && row['bank'] !== null)).toBeCloseTo(metric('loanVolume'), 6)
      expect(count(grants, quarter, is('applied'))).toBeCloseTo(metric('grantApplications'), 6)
      expect(count(grants, quarter, is('awarded'))).toBeCloseTo(metric('grantsAwarded'), 6)
      expect(sum(grants, quarter, 'paid')).toBeCloseTo(run.flows[index][purposeNames.indexOf('grants')] * SCALE, 6)
    })
    expect(ties.every((row) => (row['metThrough'] === '') === is('ended')(row))).toBe(true)
    expect(ties.filter(({ metThrough }) => metThrough === 'institution').every(({ first }) => Number(first) < 1024)).toBe(true)
    expect(grants.some(is('awarded'))).toBe(true)
    expect(ties.some(is('ended')) && loans.some(is('defaulted')) && moves.some(is('hired'))).toBe(true)
    expect(firms.some((row) => row['treated'] === true)).toBe(true)
  })

  test('holds what the world holds, bit by bit', async () => {
    const world = panel.worlds.at(-1)!
    const { columns } = world.organisations
    const last = (await rowsOf('panel/firms/other-0-0.parquet')).filter((row) => row['quarter'] === formatQuarter(2013 * 4 + 4))
    const alive = Array.from(world.firms.subarray(0, world.firmCount))
    expect(last.map((row) => row['firm'])).toEqual(alive.map((row) => columns.id[row]))
    expect(last.map((row) => row['competence'])).toEqual(alive.map((row) => columns.competence[row]))
    expect(last.map((row) => row['cash'])).toEqual(alive.map((row) => columns.cash[row] / 1e6))
    expect(last.map((row) => row['interestRate'])).toEqual(alive.map((row) => (columns.loan[row] > 0 ? columns.loanRate[row] : null)))
    expect(last.some((row) => row['interestRate'] === null) && last.some((row) => row['interestRate'] !== null)).toBe(true)
  })

  test('explains every change of skilled staff by a move', async () => {
    const firms = await rowsOf('panel/firms/baseline-0-0.parquet')
    const moves = await rowsOf('panel/moves/baseline-0-0.parquet')
    const staff = new Map(firms.map((row) => [`${String(row['quarter'])} ${String(row['firm'])}`, Number(row['skilledStaff'])]))
    const change = new Map<string, number>()
    for (const { quarter, event, origin, destination, persons } of moves) {
      const add = (firm: unknown, by: number): void => void change.set(`${String(quarter)} ${String(firm)}`, (change.get(`${String(quarter)} ${String(firm)}`) ?? 0) + by)
      // Who is hired has left before.
      if (event !== 'hired' && origin !== null) add(origin, -Number(persons))
      if (destination !== null) add(destination, Number(persons))
    }
    let compared = 0
    for (const { quarter, firm, skilledStaff, age } of firms) {
      const before = staff.get(`${quarterBefore(String(quarter))} ${String(firm)}`)
      if (before === undefined || age === 0) continue
      expect(Number(skilledStaff) - before, `${String(firm)} in ${String(quarter)}`).toBe(change.get(`${String(quarter)} ${String(firm)}`) ?? 0)
      compared++
    }
    expect(compared).toBeGreaterThan(1000)
  })

  test('tells of seats: those held, plus joined, less left, are those of today', async () => {
    const seats = await rowsOf('panel/memberships/baseline-0-0.parquet')
    const net = seats.reduce((total, { event }) => total + (event === 'left' ? -1 : 1), 0)
    expect(net).toBeCloseTo(panel.runs[0].metrics.at(-1)![metricKeys.indexOf('allianceMembers')] * SCALE, 6)
    expect(net).toBeGreaterThan(0)
  })

  test('is the same again to the byte, whoever is visited first, and changes nothing of the run', async () => {
    const again = await panelOf(SCENARIO, { visitOrder: 'reverse' })
    for (const [name, bytes] of panel.files) expect(Buffer.compare(bytes, again.files.get(name)!), name).toBe(0)
    const experiment = await experimentOf(SCENARIO)
    let quarters = 0
    const plain: RunRecord[] = []
    for await (const run of runBatch(experiment, { quarterDone: () => void quarters++ })) plain.push(run)
    const plan = planOf(experiment.scenario, experiment.catalogue)
    expect(quarters).toBe(quartersOf(plan, piecesOf(plan, [0])))
    expect(plain.map(({ runKey, digest }) => [runKey, digest])).toEqual(panel.runs.map(({ runKey, digest }) => [runKey, digest]))
  })

  test('of a run that fails ends where the run does', async () => {
    const { files, runs } = await panelOf('arms: { rule: { fund: { budget: "t < 2 ? 20 : 20 / (t - 3)" } } }\nreplications: 1')
    expect(runs[1].status).toBe('failed')
    const rows = await parquetReadObjects({ file: files.get('panel/firms/rule-0-0.parquet')!.buffer })
    expect(new Set(rows.map((row) => row['quarter']))).toEqual(new Set(['2013Q1', '2013Q2']))
  })
})

const quarterBefore = (text: string): string => {
  const [year, quarter] = text.split('Q').map(Number)
  return formatQuarter(year * 4 + quarter - 2)
}

test('a Parquet file of several row groups gives every kind of value back', async () => {
  const column = (type: 'string' | 'boolean' | 'identity' | 'number', of: (i: number) => string | boolean | number, optional = false) =>
    ({ type, unit: '', meaning: '', optional, of })
  const columns: PanelColumns<number> = {
    name: column('string', (i) => `firm ${i % 7}, "é"`),
    flag: column('boolean', (i) => i % 3 === 0),
    identity: column('identity', (i) => 4_294_967_295 - i),
    number: column('number', (i) => i / 7),
    missing: column('number', (i) => (i % 2 === 0 ? NaN : -i), true),
  }
  const parts: Uint8Array[] = []
  const file = createParquet(columns, (bytes) => parts.push(bytes.slice()))
  const rows = 40_000
  for (let i = 0; i < rows; i++) file.add(i)
  file.end()
  const bytes = Uint8Array.from(Buffer.concat(parts))
  expect(parquetMetadata(bytes.buffer).row_groups.length).toBeGreaterThan(1)
  expect(parquetMetadata(bytes.buffer).created_by).toBe('cinsim')
  const back = await parquetReadObjects({ file: bytes.buffer })
  expect(back).toHaveLength(rows)
  for (const i of [0, 1, 2, 32_767, 32_768, rows - 1]) {
    expect(back[i]).toEqual({ name: `firm ${i % 7}, "é"`, flag: i % 3 === 0, identity: 4_294_967_295 - i, number: i / 7, missing: i % 2 === 0 ? null : -i })
  }
})
