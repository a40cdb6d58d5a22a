/** Where an organisation is drawn: only its identity and its cluster decide, so that it stays there. */

const turn = (share: number): number => 2 * Math.PI * share
/** Sunflower: points on a disc with the same room for each. */
const GOLDEN = turn((3 - Math.sqrt(5)) / 2)

export interface Place {
  readonly x: number
  readonly y: number
}

/** Clusters stand in a circle around the universities and institutes. */
export function placeOf(id: number, cluster: number, clusters: number, institution: boolean): Place {
  const own = spread(id, 1)
  if (institution) return { x: 0.6 * Math.cos(id * GOLDEN) * Math.sqrt(0.15 + own), y: 0.6 * Math.sin(id * GOLDEN) * Math.sqrt(0.15 + own) }
  const middle = turn(cluster / Math.max(1, clusters))
  const around = turn(spread(id, 2))
  // Room in the circle for each cluster, whatever their number.
  const wide = Math.min(0.85, 2 * Math.sin(Math.PI / Math.max(3, clusters)) * 0.98)
  const away = wide * Math.sqrt(own)
  return { x: 2 * Math.cos(middle) + away * Math.cos(around), y: 2 * Math.sin(middle) + away * Math.sin(around) }
}

/** A number from 0 to 1 that hangs on an identity alone. */
function spread(id: number, salt: number): number {
  let mixed = Math.imul(id ^ (salt << 24), 0x45d9f3b)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b)
  return ((mixed ^ (mixed >>> 15)) >>> 8) / 2 ** 24
}
