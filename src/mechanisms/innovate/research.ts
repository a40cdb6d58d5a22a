/** Doing R&D: staff and materials, and the stock that they leave. */
import { quarterlyWages } from '../../world/firm.ts'
import { purposeIndex, transfer } from '../../world/ledger.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'

export const researchParameters = {
  materials: {
    unit: 'yuan per person and year', default: 210_396, minimum: 50_000, maximum: 400_000,
    mark: 'derived', source: 'CF22 less CF23',
    meaning: 'materials and equipment of a person who does R&D full time',
  },
  tieTime: {
    unit: 'skilled persons per tie', default: 0.1, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'about 25 working days a year',
    meaning: 'time of skilled staff that a running tie takes from own R&D',
  },
  depreciation: {
    unit: 'share per year', default: 0.15, minimum: 0.05, maximum: 0.4,
    mark: 'recalled', source: 'Hall, Mairesse and Mohnen 2010: 15 % is the usual rate',
    meaning: 'R&D stock that loses its worth',
  },
} as const satisfies ParameterDeclarations

/** Full-time persons in R&D: what the plan pays for, within skilled staff at hand and materials that cash can buy. */
export function researchers(plan: number, personCost: number, available: number, cash: number, materials: number): number {
  const persons = Math.min((plan * 4) / personCost, available, (cash * 4) / materials)
  return persons > 0 ? persons : 0
}

/**
 * Pays for R&D and adds it to the stock, of which `kept` is left from the quarter before. Wages of R&D staff are part of
 * the payroll that `trade` pays.
 */
export function doResearch(world: World, firm: number, kept: number, parameters: ParameterValues<typeof researchParameters>): void {
  const { rdPlan, rdSpending, rdMaterials, rdStock, skilled, paperwork, degree, cash } = world.organisations.columns
  rdMaterials[firm] = 0
  if (rdPlan[firm] > 0) {
    // Paperwork is in person-years of this quarter: four persons for a quarter make one.
    const available = skilled[firm] - 4 * paperwork[firm] - parameters.tieTime * degree[firm]
    const free = cash[firm] - quarterlyWages(world, firm)
    const personCost = world.skilledWage + parameters.materials
    const persons = researchers(rdPlan[firm], personCost, available, free, parameters.materials)
    // Rounded down: what is spent never exceeds what is free.
    const materials = Math.floor((persons * parameters.materials) / 4)
    transfer(world.ledger, purposeIndex.rdMaterials, firm, 0, materials)
    rdMaterials[firm] = materials
    rdSpending[firm] = Math.round((persons * world.skilledWage) / 4) + materials
  }
  const stock = rdStock[firm] * kept + rdSpending[firm]
  // Less than a yuan is nothing: firms that gave up R&D long ago need not be visited again.
  rdStock[firm] = stock < 1 ? 0 : stock
}
