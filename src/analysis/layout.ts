/** Everything that a run is measured by, as one row of numbers: measures in windows, groups of firms, and what became of firms. */
import { groupMeasureNames, groupNames } from '../observe/groups.ts'
import { standingNames, standingWindows } from '../observe/standings.ts'
import type { Living, RunRecord } from '../records/run.ts'
import type { Region } from '../scenario/region.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { meanOver } from './mean.ts'
import { measure, type Measures } from './windows.ts'

/** One number of the row that is about a group of firms. */
export interface GroupCell {
  readonly cell: number
  /** Trial that it is about, by its arm; undefined for groups of the start. */
  readonly trial: string | undefined
  readonly group: string
  readonly metric: string
  readonly window: string
}

export interface Layout {
  readonly measures: Measures
  readonly cells: number
  readonly groupCells: readonly GroupCell[]
  /** Shares of the firms of the start that live at the end in this run alone, and in the baseline alone. */
  readonly saved: number
  readonly lost: number
}

export function layoutOf(scenario: Scenario, region: Region, measures: Measures): Layout {
  const { windows } = measures
  const groupCells: GroupCell[] = []
  let cell = measures.names.length * windows.length
  for (const group of standingNames(Object.keys(region.sectors.rows))) {
    for (const metric of groupMeasureNames) for (const window of standingWindows) groupCells.push({ cell: cell++, trial: undefined, group, metric, window })
  }
  for (const { name, trial } of scenario.arms) {
    if (!trial) continue
    for (const group of groupNames) {
      for (const metric of groupMeasureNames) for (const { name: window } of windows) groupCells.push({ cell: cell++, trial: name, group, metric, window })
    }
  }
  return { measures, groupCells, saved: cell, lost: cell + 1, cells: cell + 2 }
}

/** The row of a run that was done. `baseline` is who lived in the baseline that it is held against. */
export function rowOf(run: RunRecord, layout: Layout, baseline: Living | undefined): Float64Array {
  const { measures, groupCells, saved, lost, cells } = layout
  const row = new Float64Array(cells).fill(NaN)
  row.set(measure(run, measures))
  const windows = measures.windows.length
  let standing = 0
  const placeIn = new Map<string, number>()
  for (const { cell, trial } of groupCells) {
    if (trial === undefined) {
      row[cell] = run.standings?.[standing++] ?? NaN
      continue
    }
    const place = placeIn.get(trial) ?? 0
    placeIn.set(trial, place + 1)
    const quarters = run.groups?.get(trial)
    if (quarters) row[cell] = meanOver(quarters, Math.floor(place / windows), measures.windows[place % windows])
  }
  if (run.living && baseline) [row[saved], row[lost]] = fates(run.living, baseline)
  return row
}

function fates({ firms, bits }: Living, baseline: Living): [saved: number, lost: number] {
  let [saved, lost] = [0, 0]
  for (let byte = 0; byte < bits.length; byte++) {
    const differing = bits[byte] ^ baseline.bits[byte]
    for (let bit = 0; bit < 8; bit++) {
      if (((differing >> bit) & 1) === 0) continue
      if ((bits[byte] >> bit) & 1) saved++
      else lost++
    }
  }
  return [saved / firms, lost / firms]
}
