/** What a run tells of groups of firms, as rows of groups.csv and fates.csv, and back. */
import { groupMeasureNames, groupNames } from '../observe/groups.ts'
import { standingWindows } from '../observe/standings.ts'
import { formatQuarter, parseQuarter } from '../scenario/quarter.ts'
import type { Living, RunRecord } from './run.ts'
import type { Row } from './tables.ts'

const TRIAL = 'trial '
const width = groupMeasureNames.length
const windows = standingWindows.length

/** Rows of groups.csv: arm, point, replication, group, metric, window, value. `names` are those of the standing groups of the region. */
export function* groupRowsOf(run: RunRecord, names: readonly string[]): Generator<Row> {
  const { arm, point, replication, standings, groups, start } = run
  for (const [place, value] of (standings ?? []).entries()) {
    if (Number.isNaN(value)) continue
    const measure = Math.floor(place / windows)
    yield [arm, point, replication, names[Math.floor(measure / width)], groupMeasureNames[measure % width], standingWindows[place % windows], value]
  }
  for (const [trial, quarters] of groups ?? []) {
    for (const [quarter, values] of quarters.entries()) {
      for (const [place, value] of values.entries()) {
        if (Number.isNaN(value)) continue
        const group = `${TRIAL}${trial}: ${groupNames[Math.floor(place / width)]}`
        yield [arm, point, replication, group, groupMeasureNames[place % width], formatQuarter(start + quarter), value]
      }
    }
  }
}

type Text = Readonly<Record<string, string>>

/** The same back from the rows of a run that was done, of so many quarters from `start` on. */
export function groupsFrom(
  rows: readonly Text[], names: readonly string[], start: number, quarters: number,
): { standings: Float64Array; groups: Map<string, Float64Array[]> } {
  const standings = new Float64Array(names.length * width * windows).fill(NaN)
  const groups = new Map<string, Float64Array[]>()
  for (const { group, metric, window, value } of rows) {
    const measure = groupMeasureNames.indexOf(metric as (typeof groupMeasureNames)[number])
    const standing = names.indexOf(group)
    if (standing >= 0) {
      standings[(standing * width + measure) * windows + standingWindows.indexOf(window as (typeof standingWindows)[number])] = Number(value)
      continue
    }
    const colon = group.lastIndexOf(': ')
    const trial = group.slice(TRIAL.length, colon)
    if (!groups.has(trial)) groups.set(trial, Array.from({ length: quarters }, () => new Float64Array(groupNames.length * width).fill(NaN)))
    const own = groupNames.indexOf(group.slice(colon + 2) as (typeof groupNames)[number])
    groups.get(trial)![parseQuarter(window)! - start][own * width + measure] = Number(value)
  }
  return { standings, groups }
}

/** Row of fates.csv: arm, point, replication, firms, living. Of a run that is done. */
export const fateRow = ({ arm, point, replication, living }: RunRecord): Row[] =>
  living ? [[arm, point, replication, living.firms, hexOf(living.bits)]] : []

export const fateFrom = ({ firms, living }: Text): Living => ({ firms: Number(firms), bits: bitsOf(living) })

const hexOf = (bits: Uint8Array): string => Array.from(bits, (byte) => byte.toString(16).padStart(2, '0')).join('')
const bitsOf = (hex: string): Uint8Array => Uint8Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16))
