/** What the picture of the network shows of a quarter: technology firms, universities and institutes, and their ties. */
import { RUNNING } from '../world/ties.ts'
import type { World } from '../world/world.ts'

export interface Scene {
  /** By organisation: identity, place in `kindNames`, cluster, skilled staff. */
  readonly ids: Uint32Array
  readonly kinds: Uint8Array
  readonly clusters: Uint8Array
  readonly skilled: Float32Array
  /** Identities of both ends, one after the other. */
  readonly ties: Uint32Array
}

export function sceneOf({ organisations, institutions, firms, firmCount, ties }: World): Scene {
  const { id, kind, cluster, technology, degree, skilled } = organisations.columns
  const rows: number[] = Array.from({ length: institutions }, (_, row) => row)
  for (let i = 0; i < firmCount; i++) if (technology[firms[i]] === 1 || degree[firms[i]] > 0) rows.push(firms[i])
  const { first, second, outcome } = ties.table.columns
  const pairs: number[] = []
  for (let tie = 0; tie < ties.table.count; tie++) if (outcome[tie] === RUNNING) pairs.push(id[first[tie]], id[second[tie]])
  return {
    ids: Uint32Array.from(rows, (row) => id[row]),
    kinds: Uint8Array.from(rows, (row) => kind[row]),
    clusters: Uint8Array.from(rows, (row) => cluster[row]),
    skilled: Float32Array.from(rows, (row) => skilled[row]),
    ties: Uint32Array.from(pairs),
  }
}

/** Where an organisation is drawn: only its identity and its cluster decide, so that it stays there. */
export function placeOf(id: number, cluster: number, clusters: number, institution: boolean): { readonly x: number; readonly y: number } {
  const spread = (salt: number): number => {
    let mixed = Math.imul(id ^ (salt << 24), 0x45d9f3b)
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b)
    return (mixed >>> 8) / 2 ** 24
  }
  const turn = (share: number): number => 2 * Math.PI * share
  if (institution) return { x: 0.55 * Math.cos(turn(spread(1))), y: 0.55 * Math.sin(turn(spread(1))) }
  const middle = turn(cluster / Math.max(1, clusters))
  const away = Math.sqrt(spread(2))
  return { x: 2 * Math.cos(middle) + 0.8 * away * Math.cos(turn(spread(3))), y: 2 * Math.sin(middle) + 0.8 * away * Math.sin(turn(spread(3))) }
}
