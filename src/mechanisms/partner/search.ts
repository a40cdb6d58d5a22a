/**
 * A look stays among the neighbours in the cluster, or goes out in three rings: own past partners, partners' partners,
 * strangers (members of one's alliances, universities and institutes of one's field, large firms, one's customer, anyone). The well-connected are met more often
 * because they are more often a partner's partner; nothing else favours them.
 */
import { memberSlots, seatStarts } from '../../world/alliances.ts'
import { customerOf } from '../../world/firm.ts'
import { mainField, OWN_FIELD } from '../../world/knowledge.ts'
import { FIELDS } from '../../world/organisations.ts'
import type { Draws } from '../../world/random.ts'
import { createSlots, occupy, type Slots } from '../../world/slots.ts'
import { type Meeting, partnerOf, RUNNING } from '../../world/ties.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues, Policy } from '../mechanism.ts'

const lookShare = { unit: 'share of looks beyond the cluster', minimum: 0, maximum: 1, mark: 'assumed' } as const
export const searchParameters = {
  searchRate: {
    unit: 'chance per quarter', default: 0.25, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'firms look for partners about once a year',
    meaning: 'chance that a firm with R&D, room and money looks for a partner',
  },
  sight: {
    unit: 'candidates', default: 4, minimum: 0, maximum: 60,
    mark: 'assumed', source: 'R56: meetings are few and raise the chance of a tie by 75 %',
    meaning: 'how many candidates a searching firm looks at that is not informed',
  },
  informedSight: {
    unit: 'candidates', default: 5, minimum: 0, maximum: 60,
    mark: 'assumed', source: 'R56; six looks at usual awareness',
    meaning: 'how many more a well-informed firm looks at',
  },
  lookPast: {
    ...lookShare, default: 0.1, source: 'first ring',
    meaning: 'looks at own past partners, and at the firm that the latest newcomer left',
  },
  lookPartners: {
    ...lookShare, default: 0.35, source: "second ring; R72: closure and popularity drive new ties",
    meaning: "looks at partners' partners",
  },
  lookAlliance: {
    ...lookShare, default: 0.2, source: 'third ring; S13: 9,000 seats', meaning: 'looks at members of own alliances',
  },
  lookTeam: {
    unit: 'share of looks at alliances', default: 0.5, minimum: 0, maximum: 1, mark: 'assumed',
    source: 'a joint project brings its members together', meaning: 'looks at the others in a joint project of the alliance, for those in one',
  },
  lookInstitutions: {
    ...lookShare, default: 0.1, source: 'third ring; VT12',
    meaning: 'looks at universities and institutes of the own field',
  },
  lookLarge: { ...lookShare, default: 0.03, source: 'third ring', meaning: 'looks at large technology firms' },
  lookChain: {
    ...lookShare, default: 0.03, source: 'third ring; L27',
    meaning: 'looks of a supplier at the large firm that it delivers to; the rest of these looks is at anyone',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof searchParameters>
/** Where the looks go. */
type Rings = Omit<Parameters, 'searchRate' | 'sight' | 'informedSight'>

/** Where strangers are met, gathered once a quarter. */
export interface MeetingPlaces {
  /** Members of each alliance, and where its seats begin. */
  readonly members: readonly Slots[]
  readonly seatStarts: Int32Array
  /** The seats of a row: `seats[starts[row]] .. seats[starts[row + 1] - 1]`. */
  readonly starts: Int32Array
  readonly seats: Int32Array
  readonly large: Slots
  /** Institutions by field; they never end, so places in these lists do not shift. */
  readonly institutions: readonly Int32Array[]
  /** Looks that stay inside the own cluster, share; and the weight of those along the value chain. */
  readonly concentration: number
  readonly valueChain: number
}

export function gatherMeetingPlaces(world: World, policy: Policy): MeetingPlaces {
  const { id, large, technology, knowledge } = world.organisations.columns
  const { member } = world.memberships.columns
  const { count } = world.memberships

  const starts = new Int32Array(world.organisations.capacity + 1)
  for (let seat = 0; seat < count; seat++) starts[member[seat] + 1]++
  for (let row = 0; row < world.organisations.capacity; row++) starts[row + 1] += starts[row]
  const seats = new Int32Array(count)
  const filled = starts.slice()
  for (let seat = 0; seat < count; seat++) seats[filled[member[seat]]++] = seat
  const startsOfAlliances = seatStarts(world)

  let largeCount = 0
  for (let i = 0; i < world.firmCount; i++) if (isLargeTechnology(world.firms[i])) largeCount++
  const largeSlots = createSlots(largeCount)
  for (let i = 0; i < world.firmCount; i++) {
    if (isLargeTechnology(world.firms[i])) occupy(largeSlots, id[world.firms[i]], world.firms[i])
  }
  function isLargeTechnology(firm: number): boolean {
    return large[firm] === 1 && technology[firm] === 1
  }

  const institutions = Array.from({ length: FIELDS }, (_, field) =>
    Int32Array.from({ length: world.institutions }, (_unused, row) => row).filter(
      (row) => knowledge[row * FIELDS + field] >= OWN_FIELD,
    ),
  )
  return {
    members: memberSlots(world, startsOfAlliances),
    seatStarts: startsOfAlliances,
    starts,
    seats,
    large: largeSlots,
    institutions,
    concentration: policy['clusters.concentration'],
    valueChain: policy['clusters.valueChain'],
  }
}

/** Candidates that a firm of this awareness looks at; a fraction is rounded by a draw. */
export function looksOf(
  awareness: number, { sight, informedSight }: Pick<Parameters, 'sight' | 'informedSight'>, uniform: number,
): number {
  return Math.floor(sight + informedSight * awareness + uniform)
}

/** Draw indices of one look; those of the next look follow. The last ones are tries for an occupied slot. */
const RING = 0, WHERE = 1, WHO = 2, TRIES = 3
const MOST_TRIES = 12
const PER_LOOK = TRIES + MOST_TRIES

/**
 * Where one look of a searching firm goes. With `pull` above 1 it looks at institutions as much more often, instead of at
 * anyone.
 */
export function meetingAt(
  world: World, places: MeetingPlaces, firm: number, look: number, parameters: Rings, draws: Draws, pull = 1,
): Meeting {
  const reach = draws.uniform(world.organisations.columns.id[firm], look * PER_LOOK + RING)
  if (reach < places.concentration) return 'cluster'
  let ring = (reach - places.concentration) / (1 - places.concentration)
  if ((ring -= parameters.lookPast) < 0) return 'pastPartner'
  if ((ring -= parameters.lookPartners) < 0) return 'partnersPartner'
  if ((ring -= parameters.lookAlliance) < 0) return 'alliance'
  if ((ring -= parameters.lookInstitutions * pull) < 0) return 'institution'
  if ((ring -= parameters.lookLarge) < 0) return 'largeFirm'
  return (ring -= parameters.lookChain * places.valueChain) < 0 && customerOf(world, firm) >= 0 ? 'valueChain' : 'anyone'
}

/** Row of the candidate whom the firm sees there, -1 for nobody. */
export function lookAt(
  world: World, places: MeetingPlaces, firm: number, look: number, meeting: Meeting, parameters: Rings, draws: Draws,
): number {
  const { id, cluster, knowledge } = world.organisations.columns
  const owner = id[firm]
  const index = look * PER_LOOK
  const where = draws.uniform(owner, index + WHERE)
  const who = draws.uniform(owner, index + WHO)
  switch (meeting) {
    case 'cluster':
      return fromSlots(world.clusterSlots[cluster[firm]], owner, index + TRIES, draws)
    case 'pastPartner': {
      const past = linked(world, firm, where, false)
      const known = acquaintanceOf(world, firm)
      return past < 0 || (known >= 0 && who < 0.5) ? known : past
    }
    case 'partnersPartner': {
      const partner = linked(world, firm, where, true)
      return partner < 0 ? -1 : linked(world, partner, who, true)
    }
    case 'alliance': {
      const own = places.starts[firm + 1] - places.starts[firm]
      if (own === 0) return -1
      const seat = places.seats[places.starts[firm] + Math.floor(where * own)]
      const teammates = world.memberships.columns.team[seat] > 0 && who < parameters.lookTeam
      if (teammates) return teammate(world, places, seat, draws.uniform(owner, index + TRIES))
      return fromSlots(places.members[world.memberships.columns.alliance[seat]], owner, index + TRIES, draws)
    }
    case 'institution': {
      const known = places.institutions[mainField(knowledge, firm)]
      return known.length === 0 ? -1 : known[Math.floor(where * known.length)]
    }
    case 'largeFirm':
      return fromSlots(places.large, owner, index + TRIES, draws)
    case 'valueChain':
      return customerOf(world, firm)
    default:
      return fromSlots(world.technologySlots, owner, index + TRIES, draws)
  }
}

/** A drawn member of the same joint project; -1 when nobody else is left in it. */
function teammate(world: World, places: MeetingPlaces, seat: number, uniform: number): number {
  const { alliance, member, team } = world.memberships.columns
  const from = places.seatStarts[alliance[seat]]
  const to = places.seatStarts[alliance[seat] + 1]
  let others = -1
  for (let other = from; other < to; other++) if (team[other] === team[seat]) others++
  let left = Math.floor(uniform * others)
  for (let other = from; other < to; other++) {
    if (other !== seat && team[other] === team[seat] && left-- === 0) return member[other]
  }
  return -1
}

/** A drawn partner of `row`, running or past; -1 without any. */
function linked(world: World, row: number, uniform: number, running: boolean): number {
  const { table, starts, list } = world.ties
  const { outcome } = table.columns
  let count = 0
  for (let entry = starts[row]; entry < starts[row + 1]; entry++) {
    if ((outcome[list[entry]] === RUNNING) === running) count++
  }
  let left = Math.floor(uniform * count)
  for (let entry = starts[row]; entry < starts[row + 1]; entry++) {
    const tie = list[entry]
    if ((outcome[tie] === RUNNING) === running && left-- === 0) return partnerOf(table, tie, row)
  }
  return -1
}

/** The firm that a newcomer left, as long as it lives: its row may have passed to another. */
function acquaintanceOf(world: World, firm: number): number {
  const { id, alive, acquaintance, acquaintanceId } = world.organisations.columns
  const known = acquaintance[firm]
  return acquaintanceId[firm] > 0 && alive[known] === 1 && id[known] === acquaintanceId[firm] ? known : -1
}

/** An occupied slot: one that is empty is drawn again, a limited number of times. */
export function fromSlots(slots: Slots, id: number, index: number, draws: Draws): number {
  for (let tried = 0; tried < MOST_TRIES; tried++) {
    const row = slots.rows[draws.slot(id, index + tried, slots.rows.length)]
    if (row >= 0) return row
  }
  return -1
}
