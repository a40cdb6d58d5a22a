/** Skilled persons between two firms: how their search begins, what they carry, how it ends. */
import { noteMove } from '../../world/journal.ts'
import { nextNew } from '../../world/knowledge.ts'
import { SPECIALISMS, WORDS } from '../../world/organisations.ts'
import { reserve } from '../../world/table.ts'
import type { World } from '../../world/world.ts'

export const FROM_FIRM = 0
export const GRADUATE = 1

/** Spreads three integers over 32 bits. Quality does not matter: the draws that are made at the address are random. */
export function personAddress(originId: number, ordinal: number, since: number): number {
  let hash = Math.imul(originId ^ (originId >>> 15), 0x2c1b3c6d) ^ Math.imul(ordinal + 1, 0x297a2d39)
  hash = Math.imul(hash ^ (hash >>> 12), 0x45d9f3b) ^ Math.imul(since + 0x10000, 0x27d4eb2d)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Set of one who knows nothing: all that a teacher holds is new to it. */
const NOTHING = new Uint32Array(WORDS)

/** Appends one person who searches from step `since` on and carries two specialisms of the organisation left. */
export function startSearch(world: World, row: number, ordinal: number, since: number, background: number): void {
  const { movers, organisations } = world
  const { id, specialisms } = organisations.columns
  reserve(movers, movers.count + 1)
  const mover = movers.count++
  const columns = movers.columns
  columns.originId[mover] = id[row]
  columns.ordinal[mover] = ordinal
  columns.origin[mover] = background === FROM_FIRM ? row : -1
  columns.since[mover] = since
  columns.background[mover] = background
  // What a person knows follows from who it is, so that a firm can close without drawing.
  const address = personAddress(id[row], ordinal, since)
  const specialism = nextNew(specialisms, row, NOTHING, 0, address % SPECIALISMS)
  const second = nextNew(specialisms, row, NOTHING, 0, (address >>> 16) % SPECIALISMS)
  columns.specialism[mover] = specialism
  columns.secondSpecialism[mover] = second === specialism ? -1 : second
}

export function addressOf(world: World, mover: number): number {
  const { originId, ordinal, since } = world.movers.columns
  return personAddress(originId[mover], ordinal[mover], since[mover])
}

/**
 * All skilled staff of a firm that ends search from the next quarter on. To be called for the firms that end in order of
 * identity, before their rows are cleared.
 */
export function dismissAll(world: World, row: number): void {
  const { id, skilled } = world.organisations.columns
  noteMove(world, 'closed', id[row], NaN, skilled[row])
  for (let ordinal = 0; ordinal < skilled[row]; ordinal++) startSearch(world, row, ordinal, world.step + 1, FROM_FIRM)
  skilled[row] = 0
}
