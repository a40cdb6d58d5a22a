/**
 * Slots to draw organisations from. Each sits in the slot that its identity wants, or the next free one; a draw that
 * hits an empty slot is drawn again. So one that leaves or enters changes only the draws that hit its own slot, where
 * an index into a list that shifts would change a third of all of them.
 */

export interface Slots {
  /** Row in each slot, -1 when empty. The number of slots is a power of two. */
  readonly rows: Int32Array
  occupied: number
}

/** Room for `expected` members at a quarter of the slots. */
export function createSlots(expected: number): Slots {
  let capacity = 16
  while (capacity < expected * 4) capacity *= 2
  return { rows: new Int32Array(capacity).fill(-1), occupied: 0 }
}

/** Spreads identities over slots; quality does not matter, the draws are random. */
function wantedSlot(id: number, mask: number): number {
  let hash = Math.imul(id ^ (id >>> 16), 0x45d9f3b)
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  return (hash ^ (hash >>> 16)) & mask
}

/** Returns the slot taken, or -1 when all are. */
export function occupy(slots: Slots, id: number, row: number): number {
  const { rows } = slots
  if (slots.occupied === rows.length) return -1
  const mask = rows.length - 1
  let slot = wantedSlot(id, mask)
  while (rows[slot]! >= 0) slot = (slot + 1) & mask
  rows[slot] = row
  slots.occupied++
  return slot
}

export function vacate(slots: Slots, slot: number): void {
  slots.rows[slot] = -1
  slots.occupied--
}

export function copySlots(slots: Slots): Slots {
  return { rows: slots.rows.slice(), occupied: slots.occupied }
}
