/** Members look back on the year: they learn what their seat is worth, and leave or are expelled. */
import { memberSlots, seatStarts, vacateSeats } from '../../world/alliances.ts'
import type { Randomness } from '../../world/random.ts'
import { UNJUDGED, type World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import { type bookParameters, duesOf } from './books.ts'
import type { projectParameters } from './projects.ts'
import { hopedTies, worthOfMeetings, worthOfMembers, type worthParameters, worthOfTies } from './worth.ts'

export const reviewParameters = {
  staffTime: {
    unit: 'skilled person-years', default: 0.03, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'a week a year for meetings', meaning: 'time that a seat takes in a year',
  },
  learning: {
    unit: 'share per year', default: 0.2, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'members judge on about five years', meaning: 'weight of the last year in what a member believes its seat is worth',
  },
  patience: {
    unit: 'general meetings', default: 2, minimum: 1, maximum: 20, integer: true,
    mark: 'assumed', source: 'usual in the statutes of associations', meaning: 'meetings in a row without R&D after which a firm is expelled',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<
  typeof reviewParameters & typeof worthParameters & typeof bookParameters & typeof projectParameters
>

/** Dues, and staff time at the skilled wage, yuan a year. */
export function costOfSeat(world: World, firm: number, parameters: Parameters): number {
  return duesOf(world, firm, parameters) + parameters.staffTime * world.skilledWage
}

/** What joint projects pay to a member in the mean of all members, yuan a year. */
export function projectIncome(world: World, alliance: number, seats: number, parameters: Parameters): number {
  return seats > 0 ? (world.alliances.columns.projects[alliance] * parameters.projectCost) / seats : 0
}

/** Seats of each organisation. */
export function countSeats({ memberships, organisations }: World): Int32Array {
  const seats = new Int32Array(organisations.capacity)
  for (let seat = 0; seat < memberships.count; seat++) seats[memberships.columns.member[seat]]++
  return seats
}

/** Universities and institutes pay nothing and stay; firms stay as long as the seat pays and they do R&D. */
export function reviewSeats(world: World, parameters: Parameters, random: Randomness): void {
  const { memberships, institutions } = world
  const { rdPlan } = world.organisations.columns
  const { alliance, member, worth, team, idle } = memberships.columns
  const glances = random.site('ally.review', world.step)
  const starts = seatStarts(world)
  const members = memberSlots(world, starts)
  const seats = countSeats(world)
  const memberOf = new Int32Array(world.organisations.capacity).fill(-1)
  const leaving = new Uint8Array(memberships.count)
  for (let seat = 0; seat < memberships.count; seat++) {
    const of = alliance[seat]
    const firm = member[seat]
    if (seat === starts[of]) for (let other = seat; other < starts[of + 1]; other++) memberOf[member[other]] = of
    if (firm < institutions) continue
    if (worth[seat] === UNJUDGED) {
      const partners = worthOfMembers(world, firm, of, members[of], parameters, glances)
      worth[seat] = worthOfMeetings(hopedTies(world, firm, parameters), partners, seats[firm] - 1) +
        projectIncome(world, of, starts[of + 1] - starts[of], parameters)
    } else {
      const paid = team[seat] > 0 ? parameters.projectCost / parameters.teamSize : 0
      worth[seat] += parameters.learning * (worthOfTies(world, firm, memberOf, of, parameters) + paid - worth[seat])
    }
    idle[seat] = rdPlan[firm] > 0 ? 0 : idle[seat] + 1
    if (worth[seat] < costOfSeat(world, firm, parameters) || idle[seat] >= parameters.patience) leaving[seat] = 1
  }
  vacateSeats(world, (seat) => leaving[seat] === 0)
}
