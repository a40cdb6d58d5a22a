/** How far firms are from one of them along running ties, with firms, universities and institutes on the way. */
import { partnerOf, RUNNING } from '../../src/world/ties.ts'
import type { World } from '../../src/world/world.ts'

/** Classes of firms; the last two have no path to the treated firm. */
export const classes = ['1', '2', '3', '4 or more', 'no path, technology firms', 'no path, other firms'] as const
const FURTHEST = 4, NO_PATH_TECHNOLOGY = 4, NO_PATH_OTHER = 5

/** Ties from `from` to each row, -1 where there is no path. */
export function tiesFrom(world: World, from: number): Int32Array {
  const { starts, list, table } = world.ties
  const { outcome } = table.columns
  const distance = new Int32Array(world.organisations.capacity).fill(-1)
  distance[from] = 0
  const queue = [from]
  for (const row of queue) {
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      const tie = list[entry]!
      const partner = partnerOf(table, tie, row)
      if (outcome[tie] !== RUNNING || distance[partner]! >= 0) continue
      distance[partner] = distance[row]! + 1
      queue.push(partner)
    }
  }
  return distance
}

/** Place in `classes` of a firm at this many ties. */
export function classOf(ties: number, technology: boolean): number {
  if (ties > 0) return Math.min(ties, FURTHEST) - 1
  return technology ? NO_PATH_TECHNOLOGY : NO_PATH_OTHER
}
