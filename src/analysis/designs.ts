/** What a design tells of its factors, for sensitivity.csv: over the horizon and the last year, for every measure. */
import type { Plan } from '../experiment/batch.ts'
import type { Row } from '../records/tables.ts'
import type { Design } from '../scenario/scenario.ts'
import { doseResponse } from './doseResponse.ts'
import { TOLD } from './further.ts'
import type { MeasuredRuns } from './measured.ts'
import { sensitivityRows } from './sensitivity/rows.ts'
import type { Measures } from './windows.ts'

/** What an arm comes to at each point, and how: places in `about`, -1 where there is none. */
interface Answered {
  readonly arm: string
  /** `effect` is held against the baseline, `level` is not. */
  readonly quantity: 'effect' | 'level'
  /** By point, then by replication. */
  readonly places: readonly (readonly (readonly [own: number, baseline: number])[])[]
}

/** Rows of sensitivity.csv: arm, metric, window, quantity, factor, other, statistic, value, lower, upper. */
export function* designRows(measured: MeasuredRuns, { names, windows }: Measures, plan: Plan): Generator<Row> {
  const { design, arms } = plan.scenario
  if (!design) return
  const answered = arms.flatMap(({ name }) => answersOf(name, measured, plan))
  for (const [index, { name: window }] of windows.entries()) {
    if (!TOLD.includes(window)) continue
    for (const [metric, name] of names.entries()) {
      const column = measured.column(metric * windows.length + index)
      for (const { arm, quantity, places } of answered) {
        const y = places.map((pairs) => Float64Array.from(pairs, ([own, base]) => valueAt(column, own) - (quantity === 'effect' ? valueAt(column, base) : 0)))
        for (const row of rowsOf(design, plan, y, quantity)) yield [arm, name, window, quantity, ...row]
      }
    }
  }
}

const valueAt = (column: Float64Array, place: number): number => (place < 0 ? NaN : column[place])

function rowsOf(design: Design, { points }: Plan, y: readonly Float64Array[], quantity: Answered['quantity']): Row[] {
  const factors = design.factors.map(({ path }) => path)
  const rows: Row[] = sensitivityRows({ kind: design.kind, factors, unit: points.map(({ unit }) => unit), y })
  const [factor, ...others] = design.factors
  if (others.length > 0 || factor.role !== 'lever' || quantity === 'level') return rows
  const doses = points.map(({ values: [level] }, index) => ({ level, effects: y[index] }))
  return [...rows, ...doseResponse(doses).map(([statistic, ...numbers]): Row => [factor.path, '', statistic, ...numbers])]
}

/** The baseline has an answer of its own where every point has its own baseline. */
function answersOf(arm: string, { about }: MeasuredRuns, { points }: Plan): Answered[] {
  if (arm === 'baseline' && points.some(({ point, baseline }) => point !== baseline)) return []
  const places = new Map(about.map(({ arm: own, point, replication }, place) => [`${own} ${point} ${replication}`, place]))
  const replications = [...new Set(about.map(({ replication }) => replication))]
  const place = (of: string, point: number, replication: number): number => places.get(`${of} ${point} ${replication}`) ?? -1
  return [{
    arm,
    quantity: arm === 'baseline' ? 'level' : 'effect',
    places: points.map(({ point, baseline }) =>
      replications.map((replication) => [place(arm, point, replication), place('baseline', baseline, replication)] as const)),
  }]
}
