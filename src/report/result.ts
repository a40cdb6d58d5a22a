/** What a report is made of: the tables of a result, of which it keeps the rows that it tells of. */
import { HEADLINE } from '../analysis/headline.ts'
import type { Manifest } from '../records/manifest.ts'
import type { Catalogue } from '../scenario/declare.ts'
import type { Region } from '../scenario/region.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { createFlows, type Flows } from './flows.ts'
import type { SourcedRow } from './told.ts'

/** Names of the tables that are read, in this order. Those of designs need not be there. */
export const reportTables = ['runs.csv', 'design.csv', 'summary.csv', 'effects.csv', 'analysis.csv', 'sensitivity.csv', 'ledger.csv'] as const
export type ReportTable = (typeof reportTables)[number]

export interface Result {
  readonly scenario: Scenario
  readonly region: Region
  readonly manifest: Manifest
  readonly catalogue: Catalogue
  /** Metrics and outcomes that the report tells of, in order. */
  readonly metrics: readonly string[]
  readonly rows: Readonly<Record<Exclude<ReportTable, 'ledger.csv'>, SourcedRow[]>>
  readonly flows: Flows
  /** `arm,point,replication` of runs that were not done: their payments stop in the middle. */
  readonly undone: Set<string>
}

export type About = Pick<Result, 'scenario' | 'region' | 'manifest' | 'catalogue'>

export function createResult(about: About): Result {
  return {
    ...about,
    metrics: [...HEADLINE, ...Object.keys(about.scenario.outcomes)],
    rows: { 'runs.csv': [], 'design.csv': [], 'summary.csv': [], 'effects.csv': [], 'analysis.csv': [], 'sensitivity.csv': [] },
    flows: createFlows(),
    undone: new Set(),
  }
}

/** Takes a row of a table. Most rows of a large result are of metrics and windows that the report says nothing of. */
export function takeRow(result: Result, table: ReportTable, line: number, cells: Readonly<Record<string, string>>): void {
  const run = `${cells.arm},${cells.point},${cells.replication}`
  if (table === 'runs.csv' && cells.status !== 'done') result.undone.add(run)
  if (table === 'ledger.csv') return result.undone.has(run) ? undefined : result.flows.take(cells)
  if (isTold(result, table, cells)) result.rows[table].push({ file: table, line, cells })
}

function isTold({ metrics }: Result, table: ReportTable, { metric, window, group, point }: Readonly<Record<string, string>>): boolean {
  if (table === 'runs.csv' || table === 'design.csv') return true
  if (table === 'sensitivity.csv') return metrics.includes(metric) && window === 'horizon'
  if (table === 'analysis.csv') return window === 'horizon' && (group !== 'all' || metrics.includes(metric))
  // Over time only what needs no design is shown: a point's quarters would be thousands of rows.
  return metrics.includes(metric) && (window === 'horizon' || (point === '0' && /^\d{4}Q[1-4]$/.test(window)))
}

export const hasDesign = ({ rows }: Result): boolean => rows['design.csv'].length > 0

/** Arms with an effect, in order. */
export const armsOf = ({ rows }: Result): string[] => [...new Set(rows['effects.csv'].map(({ cells }) => cells.arm))]

/** Of one metric's rows of a table, at a point: by arm, then by window. */
export function rowsOf(result: Result, table: 'summary.csv' | 'effects.csv', metric: string, point = '0'): Map<string, Map<string, SourcedRow>> {
  const found = new Map<string, Map<string, SourcedRow>>()
  for (const row of result.rows[table]) {
    const { cells } = row
    if (cells.metric !== metric || cells.point !== point) continue
    if (!found.has(cells.arm)) found.set(cells.arm, new Map())
    found.get(cells.arm)!.set(cells.window, row)
  }
  return found
}

export interface Statistic {
  readonly arm: string
  readonly group: string
  readonly metric: string
  readonly statistic: string
}

/** The first row of analysis.csv like this, over the horizon, without a design. */
export function statisticOf({ rows }: Result, asked: Statistic): SourcedRow | undefined {
  const keys = Object.keys(asked) as (keyof Statistic)[]
  return rows['analysis.csv'].find(({ cells }) => cells.point === '0' && keys.every((key) => cells[key] === asked[key]))
}
