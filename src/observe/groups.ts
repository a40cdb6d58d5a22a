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

interface GroupMeasure {
  readonly unit: string
  readonly meaning: string
  readonly of: (columns: World['organisations']['columns'], row: number, step: number) => number
}

export const groupMeasures = {
  survival: { unit: 'share', meaning: 'firms that still live', of: () => 1 },
  staffPerFirm: { unit: 'persons', meaning: 'all staff', of: (c, row) => c.employees[row] + c.skilled[row] },
  skilledStaffPerFirm: { unit: 'persons', meaning: 'skilled staff', of: (c, row) => c.skilled[row] },
  revenuePerFirm: { unit: 'million yuan per quarter', meaning: 'revenue', of: (c, row) => c.revenue[row] / 1e6 },
  rdSpendingPerFirm: { unit: 'million yuan per quarter', meaning: 'R&D spending', of: (c, row) => c.rdSpending[row] / 1e6 },
  grantShare: { unit: 'share', meaning: 'firms with a running grant or project', of: (c, row, step) => Number(c.grantEnds[row] > step) },
  innovationsPerFirm: { unit: 'innovations per quarter', meaning: 'innovations', of: (c, row) => c.innovations[row] },
  tiesPerFirm: { unit: 'ties', meaning: 'running collaborations', of: (c, row) => c.degree[row] },
  debtPerFirm: { unit: 'million yuan', meaning: 'principal owed to banks', of: (c, row) => c.loan[row] / 1e6 },
} as const satisfies Record<string, GroupMeasure>
export const groupMeasureNames = Object.keys(groupMeasures) as (keyof typeof groupMeasures)[]
const measures: readonly GroupMeasure[] = Object.values(groupMeasures)

/** Adds what a living firm has of each measure to `sums`, from `at` on. */
export function measureFirm(world: World, row: number, sums: Float64Array, at: number): void {
  const { columns } = world.organisations
  for (let measure = 0; measure < measures.length; measure++) sums[at + measure] += measures[measure].of(columns, row, world.step)
}

/** By group (`groupNames`), then by measure; NaN for a group without firms. */
export function observeGroups(world: World, { rows, identities, standings }: TrialGroups): Float64Array {
  const { columns } = world.organisations
  const { id, alive } = columns
  const sums = new Float64Array(3 * measures.length)
  const sizes = new Int32Array(3)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    const standing = standings[i]
    sizes[standing]++
    if (alive[row] === 0 || id[row] !== identities[i]) continue
    measureFirm(world, row, sums, standing * measures.length)
  }
  const means = new Float64Array(groupNames.length * measures.length)
  for (let measure = 0; measure < measures.length; measure++) {
    const sum = (standing: number): number => sums[standing * measures.length + measure]
    means[measure] = sum(TREATED) / sizes[TREATED]
    means[measures.length + measure] = sum(UNDRAWN) / sizes[UNDRAWN]
    means[2 * measures.length + measure] = (sum(UNDRAWN) + sum(OUTSIDE)) / (sizes[UNDRAWN] + sizes[OUTSIDE])
  }
  return means
}
