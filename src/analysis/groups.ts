/** Who gains and who loses: effects on groups of firms, the same firms with the arm's policy and with the baseline's. */
import type { Row } from '../records/tables.ts'
import { effectOf, estimate } from './effects.ts'
import type { Layout } from './layout.ts'
import { type MeasuredRuns, pairedArms, valuesOf } from './measured.ts'

/** Rows of analysis.csv: arm, point, group, metric, window, statistic, value, lower, upper. Groups without firms have none. */
export function* groupRows(measured: MeasuredRuns, { groupCells, saved, lost }: Layout): Generator<Row> {
  const groups = pairedArms(measured.about)
  for (const { cell, trial, group, metric, window } of groupCells) {
    const own = trial === undefined ? groups : groups.filter(({ arm }) => arm === trial)
    if (own.length === 0) continue
    const column = measured.column(cell)
    for (const paired of own) {
      const values = valuesOf(paired, column)
      const effect = effectOf(values)
      if (effect.n === 0) continue
      const baseline = estimate(values.map(([, base]) => base))
      yield [paired.arm, paired.point, group, metric, window, 'baseline', baseline.mean, baseline.lower, baseline.upper]
      yield [paired.arm, paired.point, group, metric, window, 'effect', effect.mean, effect.lower, effect.upper]
    }
  }
  for (const [statistic, cell] of [['saved', saved], ['lost', lost]] as const) {
    const column = measured.column(cell)
    for (const paired of groups) {
      const { mean, lower, upper, n } = estimate(valuesOf(paired, column).map(([own]) => own))
      if (n > 0) yield [paired.arm, paired.point, 'all', 'survival', 'horizon', statistic, mean, lower, upper]
    }
  }
}
