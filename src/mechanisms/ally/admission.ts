/** Free seats are offered to partners of members, to organisations of the field and to strangers; who gains takes one. */
import { addSeat, memberSlots, seatStarts, sortSeats } from '../../world/alliances.ts'
import type { Draws, Randomness } from '../../world/random.ts'
import type { Slots } from '../../world/slots.ts'
import { partnerOf, RUNNING } from '../../world/ties.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues, Policy } from '../mechanism.ts'
import { fromSlots } from '../partner/search.ts'
import type { bookParameters } from './books.ts'
import { isOfField } from './founding.ts'
import type { projectParameters } from './projects.ts'
import { costOfSeat, countSeats, projectIncome, type reviewParameters } from './review.ts'
import { hopedTies, worthOfMeetings, worthOfMembers, type worthParameters } from './worth.ts'

export const admissionParameters = {
  seats: {
    unit: 'members', default: 60, minimum: 5, maximum: 150, integer: true,
    mark: 'seed', source: 'CF25', meaning: 'seats of an alliance',
  },
  institutionShare: {
    unit: 'share', default: 0.4, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'R82', meaning: 'most that universities and institutes take of the seats not reserved for SMEs',
  },
  invitations: {
    unit: 'per free seat', default: 15, minimum: 0, maximum: 100,
    mark: 'assumed', source: 'most of those who are asked are of another field or decline', meaning: 'technology firms that an alliance approaches in a year',
  },
  acquaintance: {
    unit: 'chance per year', default: 0.3, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'members bring along whom they work with',
    meaning: 'chance that a partner of a member is invited',
  },
  leaders: {
    unit: 'per alliance and year', default: 6, minimum: 0, maximum: 60,
    mark: 'assumed', source: 'the lead knows large firms and institutions of its field; a tenth of the seats',
    meaning: 'large firms and institutions of the field that are invited, in the mean and as far as there are so many',
  },
  breadth: {
    unit: 'seats per root of skilled staff', default: 0.7, minimum: 0.1, maximum: 5,
    mark: 'assumed', source: 'evidence 3.3: 1.3-2 seats per member', meaning: 'seats that a firm has staff for, at least one',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<
  typeof admissionParameters & typeof worthParameters & typeof reviewParameters & typeof bookParameters & typeof projectParameters
>

/** An invitation that is worth accepting. */
interface Offer {
  readonly alliance: number
  readonly row: number
  /** Yuan a year: of ties with members, and of paid projects. */
  readonly meetings: number
  readonly projects: number
  readonly priority: number
}

interface AdmissionDraws {
  readonly known: Draws
  readonly strangers: Draws
  readonly priorities: Draws
  readonly glances: Draws
}

export function admitMembers(world: World, policy: Policy, parameters: Parameters, random: Randomness): void {
  const offers = gatherOffers(world, parameters, random)
  const { alliances, institutions, organisations, step } = world
  const { id, skilled, large } = organisations.columns
  // Infinity less itself is not a number.
  offers.sort((a, b) => (a.meetings === b.meetings ? 0 : b.meetings - a.meetings) || a.priority - b.priority || a.alliance - b.alliance || id[a.row] - id[b.row])
  const seats = countSeats(world)
  const taken = countClasses(world)
  const notForSmes = Math.floor((1 - policy['alliances.smeShare']) * parameters.seats + 1e-9)
  const forInstitutions = Math.round(parameters.institutionShare * notForSmes)
  const { size, other, institution } = taken
  for (const { alliance, row, meetings, projects } of offers) {
    if (size[alliance] >= parameters.seats) continue
    const isInstitution = row < institutions
    const isOther = isInstitution || large[row] === 1
    if (isOther && other[alliance] >= notForSmes) continue
    if (isInstitution && institution[alliance] >= forInstitutions) continue
    const worth = worthOfMeetings(1, meetings, seats[row]) + projects
    if (!isInstitution) {
      if (seats[row] >= Math.max(1, Math.floor(parameters.breadth * Math.sqrt(skilled[row])))) continue
      if (worth < costOfSeat(world, row, parameters)) continue
    }
    addSeat(world, alliance, row, step, isInstitution ? 0 : worth)
    seats[row]++
    size[alliance]++
    if (isOther) other[alliance]++
    if (isInstitution) institution[alliance]++
  }
  if (alliances.count > 0) sortSeats(world)
}

/** Seats taken in each alliance: all, those not held by SMEs, and of these the ones of universities and institutes. */
function countClasses({ alliances, memberships, organisations, institutions }: World) {
  const size = new Int32Array(alliances.count)
  const other = new Int32Array(alliances.count)
  const institution = new Int32Array(alliances.count)
  const { alliance, member } = memberships.columns
  for (let seat = 0; seat < memberships.count; seat++) {
    size[alliance[seat]]++
    if (member[seat] < institutions) institution[alliance[seat]]++
    if (member[seat] < institutions || organisations.columns.large[member[seat]] === 1) other[alliance[seat]]++
  }
  return { size, other, institution }
}

function gatherOffers(world: World, parameters: Parameters, random: Randomness): Offer[] {
  const { large, technology } = world.organisations.columns
  const draws: AdmissionDraws = {
    known: random.site('ally.known', world.step),
    strangers: random.site('ally.stranger', world.step),
    priorities: random.site('ally.priority', world.step),
    glances: random.site('ally.glance', world.step),
  }
  sortSeats(world)
  const starts = seatStarts(world)
  const members = memberSlots(world, starts)
  const leaders: number[] = Array.from({ length: world.institutions }, (_, row) => row)
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    if (large[firm] === 1 && technology[firm] === 1) leaders.push(firm)
  }
  const offers: Offer[] = []
  const asked = new Int32Array(world.organisations.capacity).fill(-1)
  for (let alliance = 0; alliance < world.alliances.count; alliance++) {
    const seats = starts[alliance + 1] - starts[alliance]
    if (seats >= parameters.seats) continue
    for (const row of invite(world, alliance, starts, leaders, asked, parameters, draws)) {
      offers.push(offerOf(world, alliance, row, members[alliance], seats, parameters, draws))
    }
  }
  return offers
}

/** Rows of those invited, each once. `asked` holds the alliance that has asked a row last, or has it as a member. */
function invite(
  world: World, alliance: number, starts: Int32Array, leaders: readonly number[], asked: Int32Array, parameters: Parameters, draws: AdmissionDraws,
): number[] {
  const { id } = world.organisations.columns
  const { member } = world.memberships.columns
  const { id: names, field } = world.alliances.columns
  const { table, starts: tieStarts, list } = world.ties
  const invited: number[] = []
  const ask = (row: number): void => {
    if (row < 0 || asked[row] === alliance) return
    asked[row] = alliance
    invited.push(row)
  }
  const isKnown = (row: number, chance: number): boolean => draws.known.uniform(id[row], names[alliance]) < chance
  const from = starts[alliance]
  const to = starts[alliance + 1]
  for (let seat = from; seat < to; seat++) asked[member[seat]] = alliance
  for (let seat = from; seat < to; seat++) {
    for (let entry = tieStarts[member[seat]]; entry < tieStarts[member[seat] + 1]; entry++) {
      const partner = partnerOf(table, list[entry], member[seat])
      if (table.columns.outcome[list[entry]] === RUNNING && isKnown(partner, parameters.acquaintance)) ask(partner)
    }
  }
  const ofField = leaders.filter((row) => isOfField(world, row, field[alliance]))
  for (const row of ofField) if (isKnown(row, parameters.leaders / ofField.length)) ask(row)
  const strangers = Math.round(parameters.invitations * (parameters.seats - (to - from)))
  for (let invitation = 0; invitation < strangers; invitation++) {
    const row = fromSlots(world.technologySlots, names[alliance], 16 * invitation, draws.strangers)
    if (row >= 0 && isOfField(world, row, field[alliance])) ask(row)
  }
  return invited
}

function offerOf(
  world: World, alliance: number, row: number, members: Slots, seats: number, parameters: Parameters, draws: AdmissionDraws,
): Offer {
  const { id } = world.organisations.columns
  const priority = draws.priorities.uniform(id[row], world.alliances.columns.id[alliance])
  // Seats that are open to all go to universities and institutes first: everybody wants them at the table.
  if (row < world.institutions) return { alliance, row, meetings: Infinity, projects: 0, priority }
  const meetings = hopedTies(world, row, parameters) * worthOfMembers(world, row, alliance, members, parameters, draws.glances)
  return { alliance, row, meetings, projects: projectIncome(world, alliance, seats, parameters), priority }
}
