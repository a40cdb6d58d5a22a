/** The CSV files of a result: their columns, which are contract, and the rows that a run puts into them. */
import { stringify } from 'csv-stringify/sync'
import { metricKeys, metrics } from '../observe/metrics.ts'
import { formatQuarter } from '../scenario/quarter.ts'
import { purposeNames, purposes } from '../world/ledger.ts'
import type { RunRecord } from './run.ts'

export interface Column {
  readonly name: string
  readonly type: 'string' | 'integer' | 'number'
  readonly unit?: string
  readonly description: string
}

const text = (name: string, description: string): Column => ({ name, type: 'string', description })
const integer = (name: string, description: string): Column => ({ name, type: 'integer', description })
const number = (name: string, description: string, unit?: string): Column => ({
  name,
  type: 'number',
  description,
  ...(unit === undefined ? {} : { unit }),
})

const arm = text('arm', 'variant of the policy; `baseline` is the one without changes')
const point = integer('point', 'point of the design, 0 without a design')
const replication = integer('replication', 'random world; the same number means the same luck in every arm')
const quarter = text('quarter', 'calendar quarter, as in 2013Q1')
const metric = text('metric', 'key of a metric, or name of an outcome')
const window = text('window', '`horizon` (all quarters), `last4`, or a quarter; the mean over its quarters with a value')

export const tables = {
  'runs.csv': [
    arm,
    point,
    replication,
    text('runKey', 'hash of all that decides the run; the same key means the same numbers'),
    text('status', '`done`, `failed`, or `audit` when the books did not add up'),
    integer('quarters', 'quarters simulated after the burn-in'),
    text('digest', 'SHA-256 of all metrics and flows and of the state at the end'),
    text('failedAt', 'quarter in which the run failed'),
    text('reason', 'why it failed'),
    text('replay', 'command that repeats the run, typed in this folder'),
  ],
  'design.csv': [
    point,
    integer('baseline', 'point whose baseline the effects of this point are held against'),
  ],
  'series.csv': [
    arm,
    point,
    replication,
    quarter,
    ...metricKeys.map((key) => number(key, metrics[key].meaning, metrics[key].unit)),
  ],
  'summary.csv': [
    arm,
    point,
    metric,
    window,
    number('mean', "mean over replications, in the metric's unit"),
    number('sd', 'standard deviation over replications'),
    number('lower', 'lower end of the 95 % interval of the mean'),
    number('upper', 'upper end of the 95 % interval of the mean'),
    integer('n', 'replications with a value'),
  ],
  'effects.csv': [
    arm,
    point,
    metric,
    window,
    number('baseline', "mean of the baseline over the same replications, in the metric's unit"),
    number('effect', 'mean of the paired differences, arm less baseline'),
    number('relative', 'effect as a share of the size of the baseline', 'share'),
    number('lower', 'lower end of the 95 % interval of the effect'),
    number('upper', 'upper end of the 95 % interval of the effect'),
    number('p', 'two-sided p of the paired t-test; empty without variance', 'probability'),
    integer('n', 'replications in which both halves of the pair have a value'),
  ],
  'analysis.csv': [
    arm,
    point,
    text(
      'group',
      '`all` firms; firms by where they stood at the start, as `size: micro` or `finance: no loan`; or, of an arm with a trial, `treated`, `undrawn` (the trial was open to ' +
        'them, chance left them out) or `others` (all not treated)',
    ),
    text('metric', 'as in effects.csv; of groups the mean per firm of the group at the start, those gone counted as 0'),
    window,
    text(
      'statistic',
      'of all firms: `bootstrap` is the effect with a bootstrap interval (BCa), `signProbability` the probability that the effect has its sign, `holmP` the p of ' +
        'effects.csv corrected for looking at all arms (Holm), `pairingGain` how many times as many replications independent seeds would need, `perMillion` the effect per ' +
        'million yuan of publicCost (interval of Fieller), `interaction` the effect less the sum of the effects of the arms that this one combines. `saved` and `lost` are the shares ' +
        'of the firms of the start that live at the end in this arm alone, and in the baseline alone. Of groups: `baseline` is the mean of the same firms in the baseline, ' +
        '`effect` the mean of the paired differences; each interval is told for itself',
    ),
    number('value', 'the statistic'),
    number('lower', 'lower end of its 95 % interval'),
    number('upper', 'upper end of its 95 % interval'),
  ],
  'sensitivity.csv': [
    arm,
    metric,
    text('window', '`horizon` (all quarters) or `last4`'),
    text('quantity', '`effect`: what is explained is the paired effect of the arm at each point; `level`: the value itself'),
    text('factor', 'path of a factor of the design; empty where the row is about all of them'),
    text('other', 'second factor, of `S2`'),
    text(
      'statistic',
      '`S1`, `ST`, `S2` are Sobol indices, shares of the variance over the factors, noise taken off; `mu`, `muStar`, `sigma` are of elementary effects (Morris), over the ' +
        'whole range of a factor, and `noise` is what chance adds to one; `src` is a standardised regression coefficient and `r2` the share of all together; `noiseShare` ' +
        'is the share of chance in the variance of single runs, `samples` the base samples, trajectories or points without a failed run; of a design over one lever alone, ' +
        '`slope`, `curvature`, `turningPoint` (in the unit of the lever), `turnsInside` and `fit` are of a parabola through the effect',
    ),
    number('value', 'the statistic'),
    number('lower', 'lower end of its 95 % interval'),
    number('upper', 'upper end of its 95 % interval'),
  ],
  'groups.csv': [
    arm,
    point,
    replication,
    text('group', 'firms by where they stood at the start, as `size: micro`; or by their part in the trial of an arm, as `trial ARM: treated`'),
    text('metric', 'mean per firm of the group at the start, those gone counted as 0'),
    text('window', 'of groups of the start `horizon` or `last4`, of trials a quarter'),
    number('value', 'the mean, in the unit of the metric'),
  ],
  'fates.csv': [
    arm,
    point,
    replication,
    integer('firms', 'SMEs at the start'),
    text('living', 'which of them lived at the end: a bit each in order of identity, the lowest of a byte first, as hexadecimal digits'),
  ],
  'ledger.csv': [
    arm,
    point,
    replication,
    quarter,
    text('payer', 'sector that pays'),
    text('payee', 'sector that is paid'),
    text('purpose', 'what for'),
    number('amount', 'sum of the payments of the quarter; sums of 0 have no row', 'million yuan'),
  ],
} as const satisfies Record<string, readonly Column[]>
export type TableName = keyof typeof tables

export type Value = string | number
export type Row = readonly Value[]

/** From here on numbers are told with an exponent. */
const MOST_DIGITS = 1e21

/**
 * The text of rows, whose first line is `headerOf`; a number that is missing (NaN) is an empty field. In columns of type `number`
 * whole ones end in `.0`: a reader that guesses types from the first rows would take a column for integers, and stumble over the
 * first fraction further down.
 */
export function csv(rows: readonly Row[], table?: TableName): string {
  const columns: readonly Column[] = table ? tables[table] : []
  // What follows the columns are factors, which are numbers.
  const fractional = (index: number): boolean => table !== undefined && (columns[index]?.type ?? 'number') === 'number'
  const number = (value: number, index: number): string => {
    if (value !== value) return ''
    return Number.isInteger(value) && Math.abs(value) < MOST_DIGITS && fractional(index) ? `${value}.0` : String(value)
  }
  // Most cells are numbers, and texts come again in row after row: what the library makes of each is kept, which takes a run's
  // files a fraction of the time.
  const quoted = new Map<string, string>()
  const text = (value: string): string => {
    let told = quoted.get(value)
    if (told === undefined) quoted.set(value, (told = stringify([[value]], { eof: false })))
    return told
  }
  const field = (value: Value, index: number): string => (typeof value === 'string' ? text(value) : number(value, index))
  return rows.map((row) => `${row.map(field).join(',')}\n`).join('')
}

/** Columns of a table; the factors of a design, by their paths, follow in runs.csv and design.csv. */
export function columnsOf(table: TableName, factors: readonly string[]): readonly Column[] {
  const columns: readonly Column[] = tables[table]
  if (table !== 'runs.csv' && table !== 'design.csv') return columns
  return [...columns, ...factors.map((path) => number(path, 'factor of the design; empty where it is left as the scenario has it'))]
}

export const headerOf = (table: TableName, factors: readonly string[] = []): string => csv([columnsOf(table, factors).map(({ name }) => name)])

/** `values` are those of the factors. */
export const designRow = ({ point: number, baseline, values }: { readonly point: number; readonly baseline: number; readonly values: readonly number[] }): Row =>
  [number, baseline, ...values]

export const runRow = (run: RunRecord): Row => [
  run.arm,
  run.point,
  run.replication,
  run.runKey,
  run.status,
  run.metrics.length,
  run.digest,
  run.failedAt === undefined ? '' : formatQuarter(run.failedAt),
  run.reason,
  `cinsim replay . ${run.runKey}`,
]

export const seriesRows = (run: RunRecord): Row[] =>
  run.metrics.map((values, index) => [run.arm, run.point, run.replication, formatQuarter(run.start + index), ...values])

export const ledgerRows = (run: RunRecord): Row[] =>
  run.flows.flatMap((amounts, index) => {
    const quarter = formatQuarter(run.start + index)
    return purposeNames.flatMap((purpose, position): Row[] => {
      const [payer, payee] = purposes[purpose]
      const amount = amounts[position]
      return amount === 0 ? [] : [[run.arm, run.point, run.replication, quarter, payer, payee, purpose, amount]]
    })
  })
