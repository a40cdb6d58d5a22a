/** Joint projects: what is left in the account brings members together in teams for a year. */
import { seatStarts } from '../../world/alliances.ts'
import { purposeIndex, transfer } from '../../world/ledger.ts'
import type { Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import type { bookParameters } from './books.ts'

export const projectParameters = {
  projectCost: {
    unit: 'yuan', default: 300_000, minimum: 10_000, maximum: 10_000_000,
    mark: 'assumed', source: 'L26: 0.1-0.3 projects per member and year', meaning: 'what an alliance pays to the members in one joint project',
  },
  teamSize: {
    unit: 'members', default: 5, minimum: 2, maximum: 60, integer: true,
    mark: 'recalled', source: 'DM09: consortia of 3-37 partners', meaning: 'members in one joint project',
  },
  reserve: {
    unit: 'years of the secretariat', default: 0.5, minimum: 0, maximum: 5,
    mark: 'assumed', source: 'prudence of associations', meaning: 'money that an alliance keeps back',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof projectParameters & typeof bookParameters>

/** Projects that fit into the account above the reserve, and for which there are members enough. */
export function affordableProjects(cash: number, reserve: number, cost: number, candidates: number, teamSize: number): number {
  return Math.max(0, Math.min(Math.floor((cash - reserve) / cost), Math.floor(candidates / teamSize)))
}

/** Members with R&D, universities and institutes are put into teams by a drawn priority. */
export function startProjects(world: World, parameters: Parameters, random: Randomness): void {
  const { id, rdPlan } = world.organisations.columns
  const { member, team } = world.memberships.columns
  const { id: names, cash, projects } = world.alliances.columns
  const draws = random.site('ally.team', world.step)
  const starts = seatStarts(world)
  const cost = Math.round(parameters.projectCost)
  const part = Math.floor(cost / parameters.teamSize)
  for (let alliance = 0; alliance < world.alliances.count; alliance++) {
    const candidates: { seat: number; priority: number }[] = []
    for (let seat = starts[alliance]; seat < starts[alliance + 1]; seat++) {
      team[seat] = 0
      if (member[seat] >= world.institutions && rdPlan[member[seat]] <= 0) continue
      candidates.push({ seat, priority: draws.uniform(id[member[seat]], names[alliance]) })
    }
    const reserve = parameters.reserve * parameters.secretariat
    projects[alliance] = affordableProjects(cash[alliance], reserve, cost, candidates.length, parameters.teamSize)
    candidates.sort((a, b) => a.priority - b.priority || a.seat - b.seat)
    for (let place = 0; place < projects[alliance] * parameters.teamSize; place++) {
      const { seat } = candidates[place]
      team[seat] = 1 + Math.floor(place / parameters.teamSize)
      const purpose = member[seat] < world.institutions ? purposeIndex.allianceResearch : purposeIndex.allianceProjects
      transfer(world.ledger, purpose, alliance, member[seat], part)
    }
  }
}
