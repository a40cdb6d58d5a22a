/** The network over a whole run: who was in it and who was tied to whom, from when to when. */
import type { World } from '../world/world.ts'
import type { EdgeAttributes, NodeAttributes } from './attributes.ts'
import { toGraph, type GraphOptions } from './graph.ts'

/** Calendar quarters, the last one included. */
export interface Spell {
  readonly from: number
  to: number
}

interface Remembered<Attributes> {
  /** As last seen. */
  attributes: Attributes
  readonly spells: Spell[]
}

export interface NetworkHistory {
  readonly options: GraphOptions
  region: string
  /** First and last calendar quarter seen. */
  first: number
  last: number
  /** By the keys of `toGraph`, in order of first appearance. */
  readonly nodes: Map<string, Remembered<NodeAttributes>>
  readonly edges: Map<
    string,
    Remembered<EdgeAttributes> & { readonly source: string; readonly target: string }
  >
}

export function createNetworkHistory(options: GraphOptions = {}): NetworkHistory {
  return { options, region: '', first: 0, last: 0, nodes: new Map(), edges: new Map() }
}

/** To be called at the end of every quarter, in order. */
export function recordNetwork(history: NetworkHistory, world: World): void {
  const { nodes, edges } = history
  const { quarter } = world
  if (nodes.size === 0) history.first = quarter
  history.last = quarter
  history.region = world.region.name

  const graph = toGraph(world, history.options)
  graph.forEachNode((key, attributes) => {
    const node = nodes.get(key)
    if (node) prolong(node, attributes, quarter)
    else nodes.set(key, { attributes, spells: [{ from: quarter, to: quarter }] })
  })
  graph.forEachEdge((key, attributes, source, target) => {
    const edge = edges.get(key)
    if (edge) prolong(edge, attributes, quarter)
    else edges.set(key, { attributes, source, target, spells: [{ from: quarter, to: quarter }] })
  })
}

function prolong<Attributes>(seen: Remembered<Attributes>, attributes: Attributes, quarter: number): void {
  seen.attributes = attributes
  const latest = seen.spells.at(-1)!
  if (latest.to === quarter - 1) latest.to = quarter
  else seen.spells.push({ from: quarter, to: quarter })
}
