/** Trials: which firms get another policy. Assigned once, at the scenario's start; later entrants are not treated. */
import type { Arithmetic, Expression } from '../scenario/expression.ts'
import type { Trial } from '../scenario/scenario.ts'
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

/** Marks the treated SMEs: those named, or a drawn share of those for which `where` holds. */
export function assignTreatment(world: World, { trial, where }: Treatment, random: Randomness): void {
  const { id, treated, large } = world.organisations.columns
  const draws = random.site('trial', 0)
  const named = trial.ids && new Set(trial.ids)
  for (let i = 0; i < world.firmCount; i++) {
    const row = world.firms[i]
    treated[row] = 0
    if (large[row] === 1) continue
    if (named && !named.has(id[row])) continue
    if (where && where.evaluate((name) => attributes[name](world, row)) === 0) continue
    if (trial.share !== undefined && draws.uniform(id[row], 0) >= trial.share) continue
    treated[row] = 1
  }
}
