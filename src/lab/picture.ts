/** A quarter of the network as things to draw: who stands where, how large, in which colour, and which ties are new or over. */
import { type Place, placeOf } from './place.ts'
import type { Scene } from './scene.ts'

/** Of Okabe and Ito, apart for every kind of sight; by kind: firm, university, institute. */
export const KINDS = ['#0072b2', '#d55e00', '#009e73'] as const
/** For sectors and alliances, in turn. */
export const HUES = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#b8a900', '#7b5ea7'] as const
const GREY = '#8c929c'
const TIES = { running: '#868e99', started: '#009e73', ended: '#d55e00' } as const

export const COLOURINGS = ['kind', 'sector', 'alliance'] as const
export type Colouring = (typeof COLOURINGS)[number]
export const SIZES = ['revenue', 'knowledge'] as const
export type Sizing = (typeof SIZES)[number]

export interface Filter {
  /** Undefined: all. */
  readonly sector?: number | undefined
  readonly alliance?: number | undefined
  readonly stratum: 'all' | 'technology' | 'tied'
  readonly colouring: Colouring
  readonly sizing: Sizing
}

export interface Dot extends Place {
  readonly id: number
  readonly size: number
  readonly colour: string
  /** Ring of those that are chosen or their partners. */
  readonly marked: boolean
}

export interface Line {
  readonly first: number
  readonly second: number
  readonly colour: string
  readonly state: keyof typeof TIES
}

export interface Picture {
  readonly dots: readonly Dot[]
  readonly lines: readonly Line[]
}

export interface Tied {
  readonly started: number
  readonly ended: number
}

const keyOf = (ties: Uint32Array, at: number): number => ties[at] * 4294967296 + ties[at + 1]

function keys(ties: Uint32Array): Set<number> {
  const found = new Set<number>()
  for (let at = 0; at < ties.length; at += 2) found.add(keyOf(ties, at))
  return found
}

/** Who is tied to an organisation. */
export function partnersOf({ ties }: Scene, id: number): Set<number> {
  const partners = new Set<number>()
  for (let at = 0; at < ties.length; at++) if (ties[at] === id) partners.add(ties[at % 2 === 0 ? at + 1 : at - 1])
  return partners
}

const INSTITUTION = 7

/** `before` is the scene of the quarter before; without one no tie is new. */
export function pictureOf(scene: Scene, before: Scene | undefined, filter: Filter, chosen: number | undefined): Picture & Tied {
  const partners = chosen === undefined ? new Set<number>() : partnersOf(scene, chosen)
  const clusters = scene.clusters.reduce((most, cluster) => Math.max(most, cluster), 0) + 1
  const tied = new Set(scene.ties)
  const seen = new Set<number>()
  const dots: Dot[] = []
  for (const [index, id] of scene.ids.entries()) {
    const institution = scene.kinds[index] !== 0
    if (!institution && !passes(scene, index, filter, tied)) continue
    if (institution && filter.alliance !== undefined && scene.alliances[index] !== filter.alliance) continue
    seen.add(id)
    const grown = filter.sizing === 'revenue' ? Math.sqrt(scene.revenue[index]) : 6 * scene.knowledge[index]
    dots.push({
      id, ...placeOf(id, scene.clusters[index], clusters, institution),
      size: institution ? INSTITUTION : Math.max(1.5, Math.min(9, 1.2 + grown)),
      colour: colourOf(scene, index, filter.colouring), marked: id === chosen || partners.has(id),
    })
  }
  const old = before && keys(before.ties)
  const now = keys(scene.ties)
  const lines: Line[] = []
  let started = 0
  let ended = 0
  const add = (first: number, second: number, state: Line['state']): void => {
    if (seen.has(first) && seen.has(second)) lines.push({ first, second, state, colour: TIES[state] })
  }
  for (let at = 0; at < scene.ties.length; at += 2) {
    const fresh = old !== undefined && !old.has(keyOf(scene.ties, at))
    if (fresh) started++
    add(scene.ties[at], scene.ties[at + 1], fresh ? 'started' : 'running')
  }
  for (let at = 0; before !== undefined && at < before.ties.length; at += 2) {
    if (now.has(keyOf(before.ties, at))) continue
    ended++
    add(before.ties[at], before.ties[at + 1], 'ended')
  }
  return { dots, lines, started, ended }
}

function passes(scene: Scene, index: number, { sector, alliance, stratum }: Filter, tied: ReadonlySet<number>): boolean {
  if (sector !== undefined && scene.sectors[index] !== sector) return false
  if (alliance !== undefined && scene.alliances[index] !== alliance) return false
  if (stratum === 'technology') return scene.technology[index] === 1
  return stratum === 'all' || tied.has(scene.ids[index])
}

function colourOf(scene: Scene, index: number, colouring: Colouring): string {
  if (colouring === 'kind' || (colouring === 'sector' && scene.kinds[index] !== 0)) return KINDS[scene.kinds[index]]
  if (colouring === 'sector') return HUES[scene.sectors[index] % HUES.length]
  return scene.alliances[index] === 0 ? GREY : HUES[scene.alliances[index] % HUES.length]
}

/** Alliances with members that are drawn, by number, with how many. */
export function alliancesIn(scene: Scene): readonly (readonly [alliance: number, members: number])[] {
  const members = new Map<number, number>()
  for (const alliance of scene.alliances) if (alliance > 0) members.set(alliance, (members.get(alliance) ?? 0) + 1)
  return [...members].toSorted(([one], [other]) => one - other)
}
