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
  const rows = shown(world)
  const { id, kind, sector, cluster, technology, revenue, knowledge } = world.organisations.columns
  const alliance = alliancesOf(world)
  const of = {
    ids: new Uint32Array(rows.length),
    kinds: new Uint8Array(rows.length),
    sectors: new Uint8Array(rows.length),
    clusters: new Uint8Array(rows.length),
    technology: new Uint8Array(rows.length),
    alliances: new Uint32Array(rows.length),
    revenue: new Float32Array(rows.length),
    knowledge: new Float32Array(rows.length),
  }
  for (const [place, row] of rows.entries()) {
    of.ids[place] = id[row]
    of.kinds[place] = kind[row]
    of.sectors[place] = sector[row]
    of.clusters[place] = cluster[row]
    of.technology[place] = technology[row]
    of.alliances[place] = alliance[row]
    of.revenue[place] = revenue[row] / 1e6
    of.knowledge[place] = meanExpertise(knowledge, row)
  }
  return { ...of, ties: tiesOf(world) }
}

/** Rows of universities, institutes, technology firms, and whoever else has a tie. */
function shown({ organisations, institutions, firms, firmCount }: World): number[] {
  const { technology, degree } = organisations.columns
  const rows: number[] = []
  for (let row = 0; row < institutions; row++) rows.push(row)
  for (let i = 0; i < firmCount; i++) if (technology[firms[i]] === 1 || degree[firms[i]] > 0) rows.push(firms[i])
  return rows
}

function tiesOf({ organisations, ties }: World): Uint32Array {
  const { id } = organisations.columns
  const { first, second, outcome } = ties.table.columns
  const pairs = new Uint32Array(2 * ties.table.count)
  let end = 0
  for (let tie = 0; tie < ties.table.count; tie++) {
    if (outcome[tie] !== RUNNING) continue
    pairs[end++] = id[first[tie]]
    pairs[end++] = id[second[tie]]
  }
  // A copy: of a part of it the whole would be sent.
  return pairs.slice(0, end)
}

/** By row: the alliance of lowest number, counted from 1; 0 without one. */
function alliancesOf(world: World): Uint32Array {
  const found = new Uint32Array(world.organisations.capacity)
  const starts = seatStarts(world)
  const { member } = world.memberships.columns
  const { id } = world.alliances.columns
  for (let alliance = world.alliances.count - 1; alliance >= 0; alliance--) {
    for (let seat = starts[alliance]; seat < starts[alliance + 1]; seat++) found[member[seat]] = id[alliance] + 1
  }
  return found
}
