/** The rows of docs/expectations.csv, which was written before the model, as experiments. */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Frame } from '../../src/experiment/simulate.ts'
import { levers } from '../../src/mechanisms/levers.ts'
import type { Mechanism } from '../../src/mechanisms/mechanism.ts'
import { schedule } from '../../src/mechanisms/schedule.ts'
import { type MetricKey, metricKeys } from '../../src/observe/metrics.ts'
import type { World } from '../../src/world/world.ts'
import { panelMeasures, researchGroups } from './panel.ts'

/** What an arm changes: a lever's or parameter's path to its value. */
export type Patch = Readonly<Record<string, number | Readonly<Record<string, number>>>>

/** What holds in all arms of a row, from the scenario's start on: the burn-in is that of the world as it is. */
export interface Setting {
  /** Rows with the same name share their runs. */
  readonly name: string
  readonly parameters: Patch
  readonly mechanisms: readonly Mechanism[]
}

export const AS_IT_IS: Setting = { name: 'as it is', parameters: {}, mechanisms: schedule }

export interface Expectation {
  readonly id: string
  /** For the reader: the lever with its two values, and the metric with its window. */
  readonly lever: string
  readonly metric: string
  /** What is compared: the effect is the sum over arms of weight x value, the base the sum of base x value. */
  readonly arms: readonly { readonly policy: Patch; readonly weight: number; readonly base: number }[]
  readonly setting: Setting
  readonly value: (frame: Frame) => number
  /** Firms of the group whose R&D is compared, where the row is about the same firms in all arms; `value` is not used then. */
  readonly group: ((world: World, firm: number) => boolean) | undefined
  /** `last4`, `horizon`, or the number of a quarter from 1 on. */
  readonly window: string
  readonly sign: '+' | '-' | '0'
  /** Share of the base that the effect must reach, or stay within when the sign is 0. */
  readonly minimum: number
  /** How often the usual number of replications it takes to tell. */
  readonly times: number
  /** Mechanisms that read the lever; without any it is not asked what is left of the effect without them. */
  readonly channel: readonly string[]
  /** What may change by no more than a share in the first four quarters. */
  readonly unmoved: { readonly metric: MetricKey; readonly share: number } | undefined
}

/** Rows whose lever stands in words: the path that is meant, and what else holds in all arms. */
const inWords: Readonly<Record<string, { readonly path: string; readonly setting?: Setting }>> = {
  'fund.shares equity': { path: 'fund.shares.equity' },
  'fund.sectorWeights one sector': { path: 'fund.sectorWeights.software' },
  'guarantee.governmentShare (agency gives way)': { path: 'guarantee.governmentShare' },
  'guarantee.bankShare (agency gives way)': { path: 'guarantee.bankShare' },
  "guarantee.replenishment (with guaranteed firms' defaults tripled in 2013Q1-2013Q4 in both)": {
    path: 'guarantee.replenishment',
    setting: { ...AS_IT_IS, name: 'defaults tripled in 2013', parameters: { 'settle.guaranteedDefaults': { '2013Q1': 3, '2014Q1': 1 } } },
  },
}

/**
 * Rows that rest on few events, or on a sum that few firms make up: over the usual 20 replications they had the sign and the size
 * that are wanted, but chance alone moves them as much. They take five times as many.
 */
const RARE = new Set(['E06', 'E09', 'E18', 'E23'])

export const isMetric = (name: string): name is MetricKey => (metricKeys as readonly string[]).includes(name)
const metricOf = (key: MetricKey) => {
  const index = metricKeys.indexOf(key)
  return ({ metrics }: Frame): number => metrics[index]
}

/** `A`, `A less B` or `panel: words`; undefined when this version does not measure it. */
function valueOf(words: string, id: string): Expectation['value'] | undefined {
  if (words.startsWith('panel:')) return researchGroups[id] ? () => NaN : panelMeasures[id]
  const [first, second] = words.split(' less ')
  if (!isMetric(first!)) return undefined
  if (second === undefined) return metricOf(first)
  if (!isMetric(second)) return undefined
  const [one, other] = [metricOf(first), metricOf(second)]
  return (frame) => one(frame) - other(frame)
}

/** `2`, or `2 x`: a multiple of the lever's default. */
function amount(words: string, path: string): number {
  const value = Number.parseFloat(words)
  return words.endsWith('x') ? value * levers[path as keyof typeof levers].default : value
}

/** Undefined for a row whose lever or metric does not exist yet. */
function read(row: Readonly<Record<string, string>>): Expectation | undefined {
  const words = row['lever']!
  const interaction = / at rate ([\d.]+) against ([\d.]+)$/.exec(words)
  const { path, setting = AS_IT_IS } = inWords[words] ?? { path: interaction ? words.slice(0, interaction.index) : words }
  const value = valueOf(row['metric']!, row['id']!)
  if (!Object.hasOwn(levers, path) || value === undefined) return undefined
  const [from, to] = [amount(row['from']!, path), amount(row['to']!, path)]
  const [, rate, other] = interaction?.map(Number) ?? []
  const arms = interaction
    ? [
        { policy: { [path]: to, 'tax.highTechRate': rate! }, weight: 1, base: 0 },
        { policy: { [path]: from, 'tax.highTechRate': rate! }, weight: -1, base: 0 },
        { policy: { [path]: to, 'tax.highTechRate': other! }, weight: -1, base: 1 },
        { policy: { [path]: from, 'tax.highTechRate': other! }, weight: 1, base: -1 },
      ]
    : [
        { policy: { [path]: to }, weight: 1, base: 0 },
        { policy: { [path]: from }, weight: -1, base: 1 },
      ]
  const moved = /^(\w+) ([\d.]+) %$/.exec(row['unmoved']!)
  return {
    id: row['id']!,
    lever: `\`${words}\` ${row['from']} → ${row['to']}`,
    metric: `${isMetric(row['metric']!) ? `\`${row['metric']}\`` : row['metric']} ${row['window']}`,
    arms,
    setting,
    value,
    group: researchGroups[row['id']!],
    window: row['window']!,
    sign: row['sign']!.at(-1) as Expectation['sign'],
    minimum: row['minimum'] === 'any' ? 0 : Number(/[\d.]+/.exec(row['minimum']!)![0]) / 100,
    times: RARE.has(row['id']!) ? 5 : 1,
    channel: row['channel']!.split(' '),
    unmoved: moved && isMetric(moved[1]!) ? { metric: moved[1], share: Number(moved[2]) / 100 } : undefined,
  }
}

/** Those asked for, or all; and the rows that this version cannot check. */
export function readExpectations(wanted: readonly string[] | undefined): { rows: Expectation[]; notYet: string[] } {
  const all: Record<string, string>[] = parse(readFileSync('docs/expectations.csv'), { columns: true })
  const chosen = all.filter((row) => wanted === undefined || wanted.includes(row['id']!))
  const readings = chosen.map((row) => [row['id']!, read(row)] as const)
  return {
    rows: readings.map(([, row]) => row).filter((row) => row !== undefined),
    notYet: readings.filter(([, row]) => row === undefined).map(([id]) => id),
  }
}
