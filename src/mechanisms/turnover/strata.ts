/**
 * Who is in the technology stratum follows from what a firm does: one that has come to do R&D with skilled staff joins, one
 * that has had neither for years leaves. The gap between both rules keeps firms from going
 * to and fro.
 */
import { endowTechnology, leaveSlots } from '../../world/founding.ts'
import { FIELDS, NEVER, WORDS } from '../../world/organisations.ts'
import type { Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import { endAdvice } from '../hire/advice.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import { dropGoneTies, endTiesOf } from '../partner/ending.ts'

export const strataParameters = {
  skilledToJoin: {
    unit: 'share of staff', default: 0.05, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'more than twice the 0.02 that is usual outside (otherSkilledShare of the region)',
    meaning: 'skilled share from which on a firm that does R&D belongs to the technology stratum',
  },
  skilledToLeave: {
    unit: 'share of staff', default: 0.025, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'half of the share to join: hysteresis',
    meaning: 'skilled share below which a firm without R&D does not live up to the technology stratum',
  },
  idleQuarters: {
    unit: 'quarters', default: 12, minimum: 1, maximum: 60, integer: true,
    mark: 'assumed', source: 'certificates of high-tech enterprises hold for three years',
    meaning: 'time without R&D and skilled staff after which a firm leaves the technology stratum',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof strataParameters>

function skilledShare(world: World, firm: number): number {
  const { employees, skilled } = world.organisations.columns
  return skilled[firm] / Math.max(1, employees[firm] + skilled[firm])
}

/** True for a firm of the other stratum that does R&D with enough skilled staff. */
export function joins(world: World, firm: number, parameters: Parameters): boolean {
  return world.organisations.columns.rdSpending[firm] > 0 && skilledShare(world, firm) >= parameters.skilledToJoin
}

/** True for a technology firm that neither does R&D nor has skilled staff to speak of, and has not for years. */
export function leaves(world: World, firm: number, parameters: Parameters): boolean {
  const { rdSpending, lastTechnology } = world.organisations.columns
  if (rdSpending[firm] > 0 || skilledShare(world, firm) >= parameters.skilledToLeave) {
    lastTechnology[firm] = world.step
    return false
  }
  return lastTechnology[firm] <= world.step - parameters.idleQuarters
}

/** Lets SMEs change strata, in order of identity: first those who leave, then those who join. */
export function changeStrata(world: World, parameters: Parameters, random: Randomness): void {
  const { technology, large, lastTechnology } = world.organisations.columns
  const joining: number[] = []
  let left = 0
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    if (large[firm] === 1) continue
    if (technology[firm] === 0) {
      if (joins(world, firm, parameters)) joining.push(firm)
    } else if (leaves(world, firm, parameters)) {
      leaveTechnology(world, firm)
      left++
    }
  }
  if (left > 0) dropGoneTies(world)
  for (const firm of joining) {
    technology[firm] = 1
    lastTechnology[firm] = world.step
    endowTechnology(world, firm, -1, random)
  }
}

/** Partners lose a partner, the expert goes back, what was known is no longer kept up, and no certificate holds. */
function leaveTechnology(world: World, firm: number): void {
  const { technology, knowledge, specialisms, absorptive, innovationWait, rdPlan } = world.organisations.columns
  const { certificateEnds, highTechAim, relabels, taxRelief, deductionForward } = world.organisations.columns
  endTiesOf(world, firm)
  endAdvice(world, firm)
  leaveSlots(world, firm)
  technology[firm] = 0
  rdPlan[firm] = 0
  certificateEnds[firm] = NEVER
  highTechAim[firm] = 0
  relabels[firm] = 0
  taxRelief[firm] = 0
  deductionForward[firm] = 0
  absorptive[firm] = 0
  innovationWait[firm] = 0
  knowledge.fill(0, firm * FIELDS, (firm + 1) * FIELDS)
  specialisms.fill(0, firm * WORDS, (firm + 1) * WORDS)
}
