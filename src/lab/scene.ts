/** What the picture of the network shows of a quarter: technology firms, universities and institutes, and their ties. */
import { meanExpertise } from '../observe/panel.ts'
import { seatStarts } from '../world/alliances.ts'
import { RUNNING } from '../world/ties.ts'
import type { World } from '../world/world.ts'

export interface Scene {
  /** By organisation: identity, place in `kindNames`, sector, cluster, 1 in the technology stratum. */
  readonly ids: Uint32Array
  readonly kinds: Uint8Array
  readonly sectors: Uint8Array
  readonly clusters: Uint8Array
  readonly technology: Uint8Array
  /** Its alliance of lowest number, counted from 1; 0 without one. */
  readonly alliances: Uint32Array
  /** Revenue of the quarter in million yuan, and expertise as a share of the frontier. */
  readonly revenue: Float32Array
  readonly knowledge: Float32Array
  /** Identities of both ends, one after the other. */
  readonly ties: Uint32Array
}

export function sceneOf(world: World): Scene {
  const { organisations, institutions, firms, firmCount, ties } = world
  const { id, kind, sector, cluster, technology, degree, revenue, knowledge } = organisations.columns
  const rows: number[] = Array.from({ length: institutions }, (_, row) => row)
  for (let i = 0; i < firmCount; i++) if (technology[firms[i]] === 1 || degree[firms[i]] > 0) rows.push(firms[i])
  const { first, second, outcome } = ties.table.columns
  const pairs: number[] = []
  for (let tie = 0; tie < ties.table.count; tie++) if (outcome[tie] === RUNNING) pairs.push(id[first[tie]], id[second[tie]])
  const alliance = alliancesOf(world)
  return {
    ids: Uint32Array.from(rows, (row) => id[row]),
    kinds: Uint8Array.from(rows, (row) => kind[row]),
    sectors: Uint8Array.from(rows, (row) => sector[row]),
    clusters: Uint8Array.from(rows, (row) => cluster[row]),
    technology: Uint8Array.from(rows, (row) => technology[row]),
    alliances: Uint32Array.from(rows, (row) => alliance.get(row) ?? 0),
    revenue: Float32Array.from(rows, (row) => revenue[row] / 1e6),
    knowledge: Float32Array.from(rows, (row) => meanExpertise(knowledge, row)),
    ties: Uint32Array.from(pairs),
  }
}

/** By row of a member. */
function alliancesOf(world: World): Map<number, number> {
  const found = new Map<number, number>()
  const starts = seatStarts(world)
  const { member } = world.memberships.columns
  const { id } = world.alliances.columns
  for (let alliance = 0; alliance < world.alliances.count; alliance++) {
    for (let seat = starts[alliance]; seat < starts[alliance + 1]; seat++) if (!found.has(member[seat])) found.set(member[seat], id[alliance] + 1)
  }
  return found
}
