/**
 * Public service platforms find candidates for searching firms that know of them. Each is at home in one technology
 * field and serves so many clients a quarter; it proposes the best few of the firms on its list, and vouches for them.
 */
import { commonGround, countShared, countSpecialisms, mainField, nearness, novelty, partnerValue } from '../../world/knowledge.ts'
import { FIELDS } from '../../world/organisations.ts'
import type { Draws, Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'

export const platformParameters = {
  platformClients: {
    unit: 'searching firms per platform and quarter', default: 15, minimum: 0, maximum: 1000,
    mark: 'derived', source: 'L22: 300-1,000 firms a year, most of whom want other services',
    meaning: 'searching firms that a public service platform can serve, at full scale',
  },
  platformOffers: {
    unit: 'candidates', default: 2, minimum: 0, maximum: 20, integer: true,
    mark: 'assumed', source: 'R56: matching meetings', meaning: 'candidates that a platform names to a client',
  },
  platformScreened: {
    unit: 'firms per candidate', default: 12, minimum: 1, maximum: 100, integer: true,
    mark: 'assumed', source: 'L22: topic fit 0.4; an adviser goes through a dozen', meaning: 'firms of its list among which a platform picks the best candidate',
  },
  platformClarity: {
    unit: 'share of the blur', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'R56: what is known beforehand raises the chance of a tie', meaning: 'what firms misjudge less in a stranger whom a platform names',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof platformParameters>

/** Draw indices of a firm at a platform: whether it comes, to which, its priority, then tries for its list. */
const COMES = 0, WHICH = 1, PRIORITY = 2, LIST = 3

/**
 * Marks by row the searching firms that are served. A firm comes with a chance equal to its awareness, to a platform of its
 * main field; of those who come too many are sent away, by drawn priority.
 */
export function chooseClients(world: World, parameters: Parameters, random: Randomness): Uint8Array {
  const { id, searching, awareness, knowledge } = world.organisations.columns
  const { service } = world.platforms
  const served = new Uint8Array(world.organisations.capacity)
  service.columns.clients.fill(0)
  if (service.count === 0) return served
  const draws = random.site('partner.platform', world.step)
  const callers: { firm: number; platform: number; priority: number }[] = []
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (searching[firm] === 0 || draws.uniform(id[firm], COMES) >= awareness[firm]) continue
    const platform = platformOf(service.count, mainField(knowledge, firm), draws.uniform(id[firm], WHICH))
    if (platform >= 0) callers.push({ firm, platform, priority: draws.uniform(id[firm], PRIORITY) })
  }
  callers.sort((a, b) => a.priority - b.priority || id[a.firm] - id[b.firm])
  const rounding = random.site('partner.capacity', 0)
  for (const { firm, platform } of callers) {
    const capacity = Math.floor(parameters.platformClients * world.scale + rounding.uniform(platform, 0))
    if (service.columns.clients[platform] >= capacity) continue
    service.columns.clients[platform]++
    served[firm] = 1
  }
  return served
}

/** A platform that is at home in the field: platforms take the fields in turn. -1 when there is none. */
export function platformOf(platforms: number, field: number, uniform: number): number {
  const home = Math.floor((platforms - 1 - field) / FIELDS) + 1
  return home > 0 ? field + FIELDS * Math.floor(uniform * home) : -1
}

/** The best of some drawn technology firms for this client, by what each would bring the other; -1 for nobody. */
export function candidateFor(world: World, client: number, offer: number, parameters: Parameters, draws: Draws): number {
  const { id } = world.organisations.columns
  const { rows } = world.technologySlots
  let best = -1
  let most = 0
  // Most slots are empty: four tries for each firm that is looked at.
  const tries = parameters.platformScreened * 4
  for (let tried = 0; tried < tries; tried++) {
    const row = rows[draws.slot(id[client], LIST + offer * tries + tried, rows.length)]
    if (row < 0 || row === client) continue
    const value = mutualValue(world, client, row)
    if (value > most || (value === most && best >= 0 && id[row] < id[best])) {
      best = row
      most = value
    }
  }
  return best
}

/** Value of the partner to the one of the two that gains less. */
function mutualValue(world: World, one: number, other: number): number {
  const { specialisms, knowledge, absorptive } = world.organisations.columns
  const shared = countShared(specialisms, one, other)
  const oneCount = countSpecialisms(specialisms, one)
  const otherCount = countSpecialisms(specialisms, other)
  const ground = commonGround(shared, oneCount, otherCount)
  return Math.min(
    partnerValue(novelty(shared, otherCount), ground, nearness(knowledge, one, other), absorptive[one]),
    partnerValue(novelty(shared, oneCount), ground, nearness(knowledge, other, one), absorptive[other]),
  )
}
