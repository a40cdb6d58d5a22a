/** What metrics are computed from. */
import { balancesOf } from '../world/ledger.ts'
import type { World } from '../world/world.ts'
import { tallyFlows } from './flows.ts'
import { collaborationNetwork } from './network.ts'
import {
  tallyBusiness,
  tallyCohort,
  tallyCredit,
  tallyGrants,
  tallyGuarantees,
  tallySeats,
  tallyTechnology,
  tallyTies,
} from './tallies.ts'

/** One look at a world at the end of a quarter: everything that the formulas read. */
export function look(world: World) {
  return {
    world,
    events: world.events,
    business: tallyBusiness(world),
    technology: tallyTechnology(world),
    cohort: tallyCohort(world),
    ties: tallyTies(world),
    network: collaborationNetwork(world),
    seats: tallySeats(world),
    credit: tallyCredit(world),
    guarantees: tallyGuarantees(world),
    grants: tallyGrants(world),
    bankLoans: sum(world.banks.columns.lent, world.banks.count),
    badLoans: sum(world.banks.columns.bad, world.banks.count),
    agencyGuarantees: sum(world.agencies.columns.guaranteed, world.agencies.count),
    agencyCapital: sum(balancesOf(world.ledger, 'agencies'), world.agencies.count),
    flows: tallyFlows(world.ledger),
  }
}
export type Look = ReturnType<typeof look>

function sum(values: Float64Array, count: number): number {
  let total = 0
  for (let i = 0; i < count; i++) total += values[i]
  return total
}
