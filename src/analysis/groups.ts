/** Effects on the groups of a trial: the same firms with the arm's policy and with the baseline's. */
import { groupMeasureNames, groupNames } from '../observe/groups.ts'
import type { RunRecord } from '../records/run.ts'
import type { Row } from '../records/tables.ts'
import { effectOf, estimate } from './effects.ts'
import { type MeasuredAbout, pairedArms } from './measured.ts'
import { meanOver, type Window } from './windows.ts'

/** For each trial that the run tells of: by group and measure, then by window. */
export function measureGroups({ groups }: Pick<RunRecord, 'groups'>, windows: readonly Window[]): Map<string, Float64Array> {
  const measured = new Map<string, Float64Array>()
  for (const [trial, quarters] of groups ?? []) {
    const values = Float64Array.from({ length: groupNames.length * groupMeasureNames.length * windows.length }, (_, cell) =>
      meanOver(quarters, Math.floor(cell / windows.length), windows[cell % windows.length]),
    )
    measured.set(trial, values)
  }
  return measured
}

/** A run of an arm with a trial, or of the baseline. */
export interface MeasuredGroups extends MeasuredAbout {
  /** By trial, see `measureGroups`. */
  readonly groupValues: ReadonlyMap<string, Float64Array>
}

/** Rows of analysis.csv: arm, point, group, metric, window, statistic, value, lower, upper. Groups without firms have none. */
export function* groupRows(runs: readonly MeasuredGroups[], windows: readonly Window[]): Generator<Row> {
  for (const { arm, point, pairs } of pairedArms(runs)) {
    const trials = pairs.flatMap(([own, base]) => {
      const [ours, theirs] = [runs[own].groupValues.get(arm), runs[base].groupValues.get(arm)]
      return ours && theirs ? [[ours, theirs] as const] : []
    })
    if (trials.length === 0) continue
    for (let cell = 0; cell < trials[0][0].length; cell++) {
      const measure = Math.floor(cell / windows.length)
      const labels = [
        arm, point, groupNames[Math.floor(measure / groupMeasureNames.length)], groupMeasureNames[measure % groupMeasureNames.length],
        windows[cell % windows.length].name,
      ]
      const effect = effectOf(trials.map(([ours, theirs]) => [ours[cell], theirs[cell]]))
      if (effect.n === 0) continue
      const baseline = estimate(trials.map(([, theirs]) => theirs[cell]))
      yield [...labels, 'baseline', baseline.mean, baseline.lower, baseline.upper]
      yield [...labels, 'effect', effect.mean, effect.lower, effect.upper]
    }
  }
}
