/**
 * The groups of a trial: means over the SMEs that lived when the scenario began. A firm that is gone counts as 0, so that
 * survival cannot make a group look better by taking its weakest members out.
 */
import type { World } from '../world/world.ts'

/** Where a firm stands in a trial. */
export const TREATED = 0
/** The trial was open to it, and it was not drawn. */
export const UNDRAWN = 1
/** The trial does not concern it. */
export const OUTSIDE = 2

/** `others` are all that are not treated, those outside included; `undrawn` are the ones that chance alone left out. */
export const groupNames = ['treated', 'undrawn', 'others'] as const

/** The SMEs of the scenario's start, in order of identity. */
export interface TrialGroups {
  /** Rows are used again when a firm is gone: the identity tells. */
  readonly rows: Int32Array
  readonly identities: Uint32Array
  /** TREATED, UNDRAWN or OUTSIDE. */
  readonly standings: Uint8Array
}

export const groupMeasures = {
  survival: { unit: 'share', meaning: 'firms that still live' },
  staffPerFirm: { unit: 'persons', meaning: 'all staff' },
  skilledStaffPerFirm: { unit: 'persons', meaning: 'skilled staff' },
  revenuePerFirm: { unit: 'million yuan per quarter', meaning: 'revenue' },
  rdSpendingPerFirm: { unit: 'million yuan per quarter', meaning: 'R&D spending' },
  grantShare: { unit: 'share', meaning: 'firms with a running grant or project' },
  innovationsPerFirm: { unit: 'innovations per quarter', meaning: 'innovations' },
  tiesPerFirm: { unit: 'ties', meaning: 'running collaborations' },
  debtPerFirm: { unit: 'million yuan', meaning: 'principal owed to banks' },
} as const
export const groupMeasureNames = Object.keys(groupMeasures) as (keyof typeof groupMeasures)[]
const width = groupMeasureNames.length

/**
 * Adds what a living firm has of each measure, in the order of `groupMeasures`, to `sums`, from `at` on. Written out: every
 * firm comes by in every quarter, and a function for each measure took three times as long.
 */
export function measureFirm({ organisations: { columns }, step }: World, row: number, sums: Float64Array, at: number): void {
  sums[at]++
  sums[at + 1] += columns.employees[row] + columns.skilled[row]
  sums[at + 2] += columns.skilled[row]
  sums[at + 3] += columns.revenue[row] / 1e6
  sums[at + 4] += columns.rdSpending[row] / 1e6
  sums[at + 5] += Number(columns.grantEnds[row] > step)
  sums[at + 6] += columns.innovations[row]
  sums[at + 7] += columns.degree[row]
  sums[at + 8] += columns.loan[row] / 1e6
}

/** By group (`groupNames`), then by measure; NaN for a group without firms. */
export function observeGroups(world: World, { rows, identities, standings }: TrialGroups): Float64Array {
  const { columns } = world.organisations
  const { id, alive } = columns
  const sums = new Float64Array(3 * width)
  const sizes = new Int32Array(3)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    const standing = standings[i]
    sizes[standing]++
    if (alive[row] === 0 || id[row] !== identities[i]) continue
    measureFirm(world, row, sums, standing * width)
  }
  const means = new Float64Array(groupNames.length * width)
  for (let measure = 0; measure < width; measure++) {
    const sum = (standing: number): number => sums[standing * width + measure]
    means[measure] = sum(TREATED) / sizes[TREATED]
    means[width + measure] = sum(UNDRAWN) / sizes[UNDRAWN]
    means[2 * width + measure] = (sum(UNDRAWN) + sum(OUTSIDE)) / (sizes[UNDRAWN] + sizes[OUTSIDE])
  }
  return means
}
