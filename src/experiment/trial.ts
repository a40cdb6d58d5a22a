/** Trials: which firms get another policy. Assigned once, at the scenario's start; later entrants are not treated. */
import type { Arithmetic, Expression } from '../scenario/expression.ts'
import type { Trial } from '../scenario/scenario.ts'
import { OUTSIDE, TREATED, type TrialGroups, UNDRAWN } from '../observe/groups.ts'
import type { Randomness } from '../world/random.ts'
import type { World } from '../world/world.ts'

/** What `where` may name, and how it is read. Money in million yuan, age in years. */
const attributes: Readonly<Record<string, (world: World, row: number) => number>> = {
  sector: (world, row) => world.organisations.columns.sector[row],
  cluster: (world, row) => world.organisations.columns.cluster[row],
  technology: (world, row) => world.organisations.columns.technology[row],
  employees: (world, row) => world.organisations.columns.employees[row],
  skilledStaff: (world, row) => world.organisations.columns.skilled[row],
  revenue: (world, row) => (world.organisations.columns.meanRevenue[row] * 4) / 1e6,
  cash: (world, row) => world.organisations.columns.cash[row] / 1e6,
  debt: (world, row) => world.organisations.columns.loan[row] / 1e6,
  fixedAssets: (world, row) => world.organisations.columns.assets[row] / 1e6,
  rdSpending: (world, row) => (world.organisations.columns.rdSpending[row] * 4) / 1e6,
  competence: (world, row) => world.organisations.columns.competence[row],
  age: (world, row) => (world.step - world.organisations.columns.born[row]) / 4,
  ties: (world, row) => world.organisations.columns.degree[row],
}
export const trialAttributes: readonly string[] = Object.keys(attributes)

export interface Treatment {
  readonly trial: Trial
  readonly where: Expression | undefined
}

export async function treatmentOf(
  trial: Trial, compile: (text: string, names: readonly string[], arithmetic: Arithmetic) => Promise<Expression>, arithmetic: Arithmetic,
): Promise<Treatment> {
  const where = trial.where === undefined ? undefined : await compile(trial.where, trialAttributes, arithmetic)
  return { trial, where }
}

/** Where each SME stands: those named, or those for which `where` holds, are treated if they are drawn. */
export function trialGroups(world: World, { trial, where }: Treatment, random: Randomness): TrialGroups {
  const { id, large } = world.organisations.columns
  const draws = random.site('trial', 0)
  const named = trial.ids && new Set(trial.ids)
  const rows = world.firms.slice(0, world.firmCount).filter((row) => large[row] === 0)
  const standings = Uint8Array.from(rows, (row) => {
    if (named && !named.has(id[row])) return OUTSIDE
    if (where && where.evaluate((name) => attributes[name](world, row)) === 0) return OUTSIDE
    return trial.share !== undefined && draws.uniform(id[row], 0) >= trial.share ? UNDRAWN : TREATED
  })
  return { rows, identities: Uint32Array.from(rows, (row) => id[row]), standings }
}

/** Marks the treated. */
export function assignTreatment(world: World, treatment: Treatment, random: Randomness): void {
  const { treated } = world.organisations.columns
  treated.fill(0)
  const { rows, standings } = trialGroups(world, treatment, random)
  rows.forEach((row, index) => {
    if (standings[index] === TREATED) treated[row] = 1
  })
}
