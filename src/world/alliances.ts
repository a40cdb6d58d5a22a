/** The tables of alliances and their seats: founding, ending, seats filled and given up. Both stay in their order. */
import { attachAllianceCash } from './ledger.ts'
import { createSlots, occupy, type Slots } from './slots.ts'
import { compact, reserve } from './table.ts'
import { UNJUDGED, type World } from './world.ts'

/** Seats of alliance `a` are rows `starts[a] .. starts[a + 1] - 1`. */
export function seatStarts({ alliances, memberships }: World): Int32Array {
  const { alliance } = memberships.columns
  const starts = new Int32Array(alliances.count + 1)
  for (let seat = 0; seat < memberships.count; seat++) starts[alliance[seat] + 1]++
  for (let row = 0; row < alliances.count; row++) starts[row + 1] += starts[row]
  return starts
}

/** Members of each alliance to draw from. */
export function memberSlots(world: World, starts: Int32Array): Slots[] {
  const { member } = world.memberships.columns
  const { id } = world.organisations.columns
  return Array.from({ length: world.alliances.count }, (_, alliance) => {
    const slots = createSlots(starts[alliance + 1] - starts[alliance])
    for (let seat = starts[alliance]; seat < starts[alliance + 1]; seat++) occupy(slots, id[member[seat]], member[seat])
    return slots
  })
}

/** An alliance without members; its account is empty. `id` is higher than all before. */
export function addAlliance(world: World, id: number, lead: number, founded: number, sector: number, field: number): number {
  const { alliances, ledger } = world
  reserve(alliances, alliances.count + 1)
  attachAllianceCash(ledger, alliances.columns.cash)
  const alliance = alliances.count++
  const { columns } = alliances
  columns.id[alliance] = id
  columns.lead[alliance] = lead
  columns.founded[alliance] = founded
  columns.sector[alliance] = sector
  columns.field[alliance] = field
  columns.cash[alliance] = 0
  columns.projects[alliance] = 0
  return alliance
}

/** The caller sorts the seats when all new ones are in. */
export function addSeat({ memberships }: World, alliance: number, member: number, joined: number, worth = UNJUDGED): void {
  reserve(memberships, memberships.count + 1)
  const seat = memberships.count++
  const { columns } = memberships
  columns.alliance[seat] = alliance
  columns.member[seat] = member
  columns.joined[seat] = joined
  columns.worth[seat] = worth
  columns.team[seat] = 0
  columns.idle[seat] = 0
}

/** Into the order of (alliance, id of member). */
export function sortSeats({ memberships, organisations }: World): void {
  const { alliance, member } = memberships.columns
  const { id } = organisations.columns
  const order = Array.from({ length: memberships.count }, (_, seat) => seat)
  order.sort((a, b) => alliance[a] - alliance[b] || id[member[a]] - id[member[b]])
  for (const column of Object.values(memberships.columns)) {
    const before = column.slice(0, memberships.count)
    for (let seat = 0; seat < order.length; seat++) column[seat] = before[order[seat]]
  }
}

/** Seats for which `keep` is false become vacant. A lead without a seat is followed by the member of lowest identity. */
export function vacateSeats(world: World, keep: (seat: number) => boolean): void {
  const { alliances, memberships } = world
  const { lead } = alliances.columns
  compact(memberships, keep)
  const { alliance, member } = memberships.columns
  const seated = new Uint8Array(alliances.count)
  for (let seat = 0; seat < memberships.count; seat++) if (lead[alliance[seat]] === member[seat]) seated[alliance[seat]] = 1
  for (let row = 0; row < alliances.count; row++) if (seated[row] === 0) lead[row] = -1
  for (let seat = 0; seat < memberships.count; seat++) if (lead[alliance[seat]] < 0) lead[alliance[seat]] = member[seat]
}

/** Alliances for which `keep` is false are gone, their seats with them. Their accounts must be empty. */
export function dropAlliances(world: World, keep: (alliance: number) => boolean): void {
  const { alliances, memberships } = world
  const before = alliances.count
  const kept = new Int32Array(before)
  let next = 0
  for (let row = 0; row < before; row++) kept[row] = keep(row) ? next++ : -1
  if (next === before) return
  const { alliance } = memberships.columns
  compact(memberships, (seat) => kept[alliance[seat]] >= 0)
  for (let seat = 0; seat < memberships.count; seat++) alliance[seat] = kept[alliance[seat]]
  compact(alliances, (row) => kept[row] >= 0)
  alliances.columns.cash.fill(0, alliances.count)
}
