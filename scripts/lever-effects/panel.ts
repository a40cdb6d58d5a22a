/** Measures of the rows that read the panel: a value for each quarter, NaN where there is none. */
import type { Frame } from '../../src/experiment/simulate.ts'
import { RUNNING } from '../../src/world/ties.ts'
import type { World } from '../../src/world/world.ts'

/** Mean over the entries of a table for which `of` has a value. */
function meanOf(count: number, of: (entry: number) => number | undefined): number {
  let sum = 0
  let found = 0
  for (let entry = 0; entry < count; entry++) {
    const value = of(entry)
    if (value === undefined) continue
    sum += value
    found++
  }
  return found === 0 ? NaN : sum / found
}

/** Cognitive distance of the ties that began in the quarter. */
function distanceOfNewTies({ ties: { table }, step }: World): number {
  const { outcome, start, noveltyToFirst, noveltyToSecond } = table.columns
  return meanOf(table.count, (tie) =>
    outcome[tie] === RUNNING && start[tie] === step ? (noveltyToFirst[tie] + noveltyToSecond[tie]) / 2 : undefined,
  )
}

/** By the row's id. */
export const panelMeasures: Readonly<Record<string, (frame: Frame) => number>> = {
  E33: ({ world: { events } }) => (events.tenants > 0 ? events.tenantExits / events.tenants : NaN),
  E38: ({ world }) => distanceOfNewTies(world),
}
