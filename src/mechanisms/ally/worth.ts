/** What a seat in an alliance is worth to a firm, in yuan a year: partners that it meets there, and paid joint projects. */
import { productLines } from '../../world/firm.ts'
import {
  commonGround, countShared, countSpecialisms, mainField, nearness, novelty, partnerValue, tieContribution,
} from '../../world/knowledge.ts'
import { FIELDS } from '../../world/organisations.ts'
import type { Draws } from '../../world/random.ts'
import type { Slots } from '../../world/slots.ts'
import { partnerOf, RUNNING } from '../../world/ties.ts'
import type { World } from '../../world/world.ts'
import { contribution } from '../innovate/joint.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import { fromSlots } from '../partner/search.ts'
import { netWorthOfTie } from '../partner/weighing.ts'

export const worthParameters = {
  contributionWorth: {
    unit: "shares of a line's R&D", default: 20, minimum: 0, maximum: 100,
    mark: 'derived', source: 'recombination over elasticity of innovate',
    meaning: 'additional R&D that would raise innovation as much as a tie of contribution 1',
  },
  tieCost: {
    unit: 'yuan per quarter', default: 23_000, minimum: 0, maximum: 200_000,
    mark: 'derived', source: 'setUpCost / expectedDuration + tieFee of partner', meaning: 'what a tie costs each firm, setting up included',
  },
  trust: {
    unit: 'share', default: 0.3, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'a little more than that of strangers', meaning: 'trust that a firm expects among members',
  },
  expectedTies: {
    unit: 'ties per root of skilled staff', default: 0.08, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'a firm of ten skilled staff hopes for a quarter of a tie',
    meaning: 'running ties that a firm hopes to have through its first seat',
  },
  glances: {
    unit: 'members', default: 6, minimum: 1, maximum: 60, integer: true,
    mark: 'assumed', source: 'as many as sight of partner', meaning: 'members that a firm looks at before it joins',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof worthParameters>

/** R&D of one product line in a quarter, yuan. */
function lineResearch(world: World, firm: number): number {
  const { rdPlan, meanRevenue } = world.organisations.columns
  return rdPlan[firm] / productLines(meanRevenue[firm])
}

/** Yuan a year that a tie of this contribution brings to a firm, net of its cost. */
function yearlyWorth(tie: number, research: number, parameters: Parameters): number {
  return research > 0 ? 4 * research * netWorthOfTie(tie, parameters.contributionWorth, parameters.tieCost, research) : 0
}

/**
 * What partners are worth to a member with `others` further seats. Half of the meetings of a member are own looks, which
 * all its seats share; the other half are looks of others at it, which each seat adds.
 */
export function worthOfMeetings(ties: number, meanWorth: number, others: number): number {
  return ties * meanWorth * (0.5 + 0.5 / (1 + others))
}

/** Mean worth of a tie with a member, over some that the firm looks at, those without worth counted as 0. */
export function worthOfMembers(
  world: World, firm: number, alliance: number, members: Slots, parameters: Parameters, draws: Draws,
): number {
  const { id } = world.organisations.columns
  const research = lineResearch(world, firm)
  if (research <= 0) return 0
  const first = world.alliances.columns.id[alliance] * parameters.glances
  let sum = 0
  for (let glance = 0; glance < parameters.glances; glance++) {
    // Room in the addresses for the tries of `fromSlots`.
    const other = fromSlots(members, id[firm], (first + glance) * 16, draws)
    if (other >= 0 && other !== firm) sum += Math.max(0, yearlyWorth(expectedContribution(world, firm, other, parameters), research, parameters))
  }
  return sum / parameters.glances
}

function expectedContribution(world: World, firm: number, other: number, parameters: Parameters): number {
  const { absorptive, knowledge, specialisms } = world.organisations.columns
  const shared = countShared(specialisms, firm, other)
  const otherCount = countSpecialisms(specialisms, other)
  const ground = commonGround(shared, countSpecialisms(specialisms, firm), otherCount)
  if (ground === 0) return 0
  const value = partnerValue(novelty(shared, otherCount), ground, nearness(knowledge, firm, other), absorptive[firm])
  return tieContribution(value, parameters.trust, knowledge[other * FIELDS + mainField(knowledge, other)])
}

/** Ties that a firm hopes for. */
export function hopedTies(world: World, firm: number, parameters: Parameters): number {
  return parameters.expectedTies * Math.sqrt(world.organisations.columns.skilled[firm])
}

/** What the running ties of a firm with those whose entry in `memberOf` is `mark` bring in a year. */
export function worthOfTies(world: World, firm: number, memberOf: Int32Array, mark: number, parameters: Parameters): number {
  const { table, starts, list } = world.ties
  const research = lineResearch(world, firm)
  let sum = 0
  for (let entry = starts[firm]; entry < starts[firm + 1]; entry++) {
    const tie = list[entry]
    if (table.columns.outcome[tie] !== RUNNING || memberOf[partnerOf(table, tie, firm)] !== mark) continue
    sum += yearlyWorth(contribution(world, tie, firm), research, parameters)
  }
  return sum
}
