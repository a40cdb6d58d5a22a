/**
 * Initiatives: somebody with partners calls together those of its field among its partners and their partners. Government
 * recognises the densest of these groups until it has as many alliances as it wants; without it none can register.
 */
import { addAlliance, addSeat } from '../../world/alliances.ts'
import { initiativeId, MAXIMUM_INITIATIVES } from '../../world/identity.ts'
import { mainField, OWN_FIELD } from '../../world/knowledge.ts'
import { FIELDS } from '../../world/organisations.ts'
import type { Randomness } from '../../world/random.ts'
import { partnerOf, RUNNING } from '../../world/ties.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues, Policy } from '../mechanism.ts'
import { fromSlots } from '../partner/search.ts'

export const foundingParameters = {
  initiatives: {
    unit: 'per technology firm and year', default: 0.02, minimum: 0, maximum: 0.05,
    mark: 'assumed', source: 'most initiatives come to nothing', meaning: 'technology firms that would like to found an alliance',
  },
  founders: {
    unit: 'organisations', default: 3, minimum: 2, maximum: 30, integer: true,
    mark: 'assumed', source: 'a lead and two partners', meaning: 'least founders that collaborate, directly or over a partner in common',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof foundingParameters>

interface Initiative {
  readonly id: number
  /** Rows of the founders, the one with most ties among them first. */
  readonly group: readonly number[]
  readonly field: number
  /** Ties among the founders. */
  readonly ties: number
  readonly priority: number
}

export function foundAlliances(world: World, policy: Policy, parameters: Parameters, random: Randomness): void {
  const wanted = Math.round(policy['alliances.target']) - world.alliances.count
  if (wanted <= 0) return
  const initiatives = gatherInitiatives(world, parameters, random)
  initiatives.sort((a, b) => b.ties - a.ties || a.priority - b.priority || a.id - b.id)
  const { sector } = world.organisations.columns
  const busy = new Set<number>()
  const chosen: Initiative[] = []
  for (const initiative of initiatives) {
    // Nobody founds two alliances at once.
    if (chosen.length === wanted || initiative.group.some((row) => busy.has(row))) continue
    for (const row of initiative.group) busy.add(row)
    chosen.push(initiative)
  }
  chosen.sort((a, b) => a.id - b.id)
  for (const { id, group, field } of chosen) {
    const alliance = addAlliance(world, id, group[0], world.step, sector[group[0]], field)
    for (const founder of group) addSeat(world, alliance, founder, world.step)
  }
}

/** Potential initiatives are the same in every arm; who is hit by one depends on who is there. */
function gatherInitiatives(world: World, parameters: Parameters, random: Randomness): Initiative[] {
  const draws = random.site('ally.initiative', world.step)
  const stream = Math.min(MAXIMUM_INITIATIVES, world.region.facts.CF05.value * world.scale * parameters.initiatives)
  const leads = new Set(world.alliances.columns.lead.subarray(0, world.alliances.count))
  const initiatives: Initiative[] = []
  for (let ordinal = 0; ordinal < Math.ceil(stream); ordinal++) {
    const id = initiativeId(world.step, ordinal)
    // The last of the stream exists by a fraction, so that no scale gains one.
    if (draws.uniform(id, 0) >= stream - ordinal) continue
    const initiator = fromSlots(world.technologySlots, id, 2, draws)
    if (initiator < 0 || leads.has(initiator) || world.organisations.columns.rdPlan[initiator] <= 0) continue
    const { group, ties } = groupAround(world, initiator)
    if (group.length < parameters.founders) continue
    const field = mainField(world.organisations.columns.knowledge, initiator)
    initiatives.push({ id, group, field, ties, priority: draws.uniform(id, 1) })
  }
  return initiatives
}

/** The initiator, its partners and theirs, as far as they are of its field; the best connected first, then by identity. */
function groupAround(world: World, initiator: number): { group: number[]; ties: number } {
  const { id, knowledge } = world.organisations.columns
  const field = mainField(knowledge, initiator)
  const group = new Set([initiator])
  for (const near of runningPartners(world, initiator)) {
    if (!isOfField(world, near, field)) continue
    group.add(near)
    for (const far of runningPartners(world, near)) if (isOfField(world, far, field)) group.add(far)
  }
  const inside = (row: number): number => runningPartners(world, row).filter((other) => group.has(other)).length
  const connected = [...group].map((row) => ({ row, ties: inside(row) }))
  connected.sort((a, b) => b.ties - a.ties || id[a.row] - id[b.row])
  return { group: connected.map(({ row }) => row), ties: connected.reduce((sum, { ties }) => sum + ties, 0) / 2 }
}

/** A firm's main field; a university or institute has several. */
export function isOfField(world: World, row: number, field: number): boolean {
  const { knowledge } = world.organisations.columns
  return row < world.institutions ? knowledge[row * FIELDS + field] >= OWN_FIELD : mainField(knowledge, row) === field
}

function runningPartners(world: World, row: number): number[] {
  const { table, starts, list } = world.ties
  const partners: number[] = []
  for (let entry = starts[row]; entry < starts[row + 1]; entry++) {
    if (table.columns.outcome[list[entry]] === RUNNING) partners.push(partnerOf(table, list[entry], row))
  }
  return partners
}
