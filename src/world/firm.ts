/** What several mechanisms need to know of one firm. Formulas only; nothing here changes the world. */
import { PEERS } from './organisations.ts'
import { NORMAL_UTILISATION } from './sectors.ts'
import type { World } from './world.ts'

/** Yearly revenue that one product line brings, yuan: larger firms have more lines, not better ones. */
export const LINE_REVENUE = 20e6
/** Yearly orders of one customer, yuan: small firms live from few. */
const CUSTOMER_REVENUE = 2e6
/** Spread of one customer's orders in a quarter, and of what all customers of a firm share; log units. */
const CUSTOMER_SPREAD = 0.4
const COMMON_SPREAD = 0.16

/** Product lines of a firm with this revenue in a quarter (yuan); at least one. */
export function productLines(quarterlyRevenue: number): number {
  return Math.max(1, (quarterlyRevenue * 4) / LINE_REVENUE)
}

/**
 * Standard deviation of a firm's log orders in a quarter. Customers' whims average out with their number, which is why
 * small firms fluctuate more (the granular view of Gabaix 2011, at the level of one firm).
 */
export function orderSpread(quarterlyRevenue: number, riskiness: number): number {
  const customers = 1 + (quarterlyRevenue * 4) / CUSTOMER_REVENUE
  return riskiness * Math.sqrt(COMMON_SPREAD * COMMON_SPREAD + (CUSTOMER_SPREAD * CUSTOMER_SPREAD) / customers)
}

/** Whole yuan that a quarter's staff costs, skilled staff included. */
export function quarterlyWages(world: World, firm: number): number {
  const { employees, skilled, sector } = world.organisations.columns
  return Math.round((employees[firm] * world.sectors.wage[sector[firm]] + skilled[firm] * world.skilledWage) / 4)
}

/** The market in which a firm sells: that of its sector and stratum. */
export function marketOf(world: World, firm: number): number {
  const { sector, technology } = world.organisations.columns
  return sector[firm] * 2 + technology[firm]
}

/** Revenue of a quarter in which every asset is used, yuan. */
export function quarterlyCapacity(world: World, firm: number): number {
  const { assets, sector } = world.organisations.columns
  return (assets[firm] * world.sectors.assetTurnover[sector[firm]]) / 4
}

/**
 * Yuan reported as R&D of the quarter. A firm that relabels makes up what is missing to its aim by calling other costs
 * R&D; what it spends on R&D stays as it is.
 */
export function reportedResearch(world: World, firm: number): number {
  const { rdSpending, relabels, highTechAim, revenue } = world.organisations.columns
  return relabels[firm] === 0 ? rdSpending[firm] : Math.max(rdSpending[firm], Math.round(highTechAim[firm] * revenue[firm]))
}

/** Rows of the living firms that stand for the firm's loan. */
export function standingFor(world: World, firm: number): number[] {
  const { id, alive, loanPeer, loanPeerId } = world.organisations.columns
  const rows: number[] = []
  for (let entry = firm * PEERS; entry < (firm + 1) * PEERS; entry++) {
    const peer = loanPeer[entry]
    if (loanPeerId[entry] !== 0 && id[peer] === loanPeerId[entry] && alive[peer] === 1) rows.push(peer)
  }
  return rows
}

/** Assets and cash less debt, yuan. */
export function netWorth(world: World, firm: number): number {
  const { assets, cash, loan } = world.organisations.columns
  return assets[firm] + cash[firm] - loan[firm]
}

/** Staff that the firm's capacity asks for, skilled production staff included; not rounded. */
export function staffAtCapacity(world: World, firm: number): number {
  const { sector, technology } = world.organisations.columns
  const cell = sector[firm] * 2 + technology[firm]
  return (quarterlyCapacity(world, firm) * 4) / world.sectors.revenuePerHead[cell]
}

/** Materials that suppliers wait for until the goods are sold, share. */
export const SUPPLIER_CREDIT = 0.5

/** Rents and services that are paid whatever is sold, per yuan of revenue at normal utilisation. */
export const FIXED_SHARE = 0.06

/** Whole yuan that a quarter costs before anything is sold: rents and services for the capacity there is. */
export function fixedCosts(world: World, firm: number): number {
  return Math.round(FIXED_SHARE * NORMAL_UTILISATION * quarterlyCapacity(world, firm))
}

/** Cash that a quarter's production of `revenue` needs before it is sold: staff, rents, materials not bought on credit. */
export function workingCapital(world: World, firm: number, revenue: number): number {
  const materials = (1 - SUPPLIER_CREDIT) * (1 - contributionMargin(world, firm)) * revenue
  return quarterlyWages(world, firm) + fixedCosts(world, firm) + materials
}

/** Share of revenue left after the materials that it needs, at the firm's own efficiency. */
export function contributionMargin(world: World, firm: number): number {
  const { sector, technology, efficiency } = world.organisations.columns
  const cell = sector[firm] * 2 + technology[firm]
  // exp(-x) to second order: unit costs differ by a few per cent only.
  const x = efficiency[firm]
  return 1 - (world.sectors.materialsShare[cell] - FIXED_SHARE) * (1 - x + (x * x) / 2)
}

/** The large firm that it supplies, -1 for none: one that is gone has passed its row on. */
export function customerOf(world: World, firm: number): number {
  const { alive, customer, customerId, id } = world.organisations.columns
  if (customerId[firm] === 0) return -1
  return alive[customer[firm]] === 1 && id[customer[firm]] === customerId[firm] ? customer[firm] : -1
}

/** True when the firm has outgrown the size rule of small and medium enterprises. */
export function outgrown(world: World, firm: number): boolean {
  const { sector, employees, skilled, meanRevenue } = world.organisations.columns
  return (
    employees[firm] + skilled[firm] >= world.sectors.largeStaff[sector[firm]] &&
    meanRevenue[firm] * 4 >= world.sectors.largeRevenue[sector[firm]]
  )
}
