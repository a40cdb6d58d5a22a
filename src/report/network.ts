/** Pictures of the network: organisations that collaborate, laid out by their ties, each kind in its own colour and size. */
import Graph from 'graphology'
import forceAtlas2 from 'graphology-layout-forceatlas2'
import { escaped } from './markup.ts'

/** Collaborations at the end of a quarter. */
export interface NetworkSnapshot {
  readonly arm: string
  readonly quarter: string
  /** Key of an organisation to its kind. */
  readonly nodes: ReadonlyMap<string, NodeKind>
  readonly ties: readonly (readonly [one: string, other: string])[]
}

export const nodeKinds = ['small firm', 'large firm', 'university', 'institute'] as const
export type NodeKind = (typeof nodeKinds)[number]

export interface NetworkPicture {
  readonly svg: string
  /** Organisations that collaborate, those of them that hang together in the largest component, and those drawn. */
  readonly all: number
  readonly component: number
  readonly drawn: number
  readonly ties: readonly (readonly [one: string, other: string])[]
}

/** More would be a blot on a phone. */
const MOST_NODES = 600
const FIRST_STEPS = 400
const FURTHER_STEPS = 120
const SIZE = 340
const MARGIN = 8

type Place = { readonly x: number; readonly y: number }

/** In order of time: who is there already keeps its place, so that pictures can be compared. */
export function networkPictures(snapshots: readonly NetworkSnapshot[]): NetworkPicture[] {
  let places: ReadonlyMap<string, Place> = new Map()
  return snapshots.map((snapshot) => {
    const graph = graphOf(snapshot)
    const components = componentsOf(graph)
    const [all, component] = [graph.order, components[0]?.length ?? 0]
    const shown = largestFirst(graph, components)
    for (const node of graph.nodes()) if (!shown.has(node)) graph.dropNode(node)
    const steps = places.size === 0 ? FIRST_STEPS : FURTHER_STEPS
    const laid = layOut(graph, places, steps)
    places = new Map([...places, ...laid])
    const ties = graph.mapEdges((_edge, _attributes, one, other) => [one, other] as const)
    return { svg: drawn(laid, ties, snapshot.nodes), all, component, drawn: laid.size, ties }
  })
}

function graphOf({ nodes, ties }: NetworkSnapshot): Graph {
  const graph = new Graph({ type: 'undirected' })
  for (const [one, other] of ties) {
    for (const node of [one, other]) if (nodes.has(node) && !graph.hasNode(node)) graph.addNode(node)
    if (graph.hasNode(one) && graph.hasNode(other) && one !== other) graph.mergeUndirectedEdge(one, other)
  }
  return graph
}

/** What hangs together, the largest first; of equal ones in order of appearance. */
function componentsOf(graph: Graph): string[][] {
  const seen = new Set<string>()
  const components: string[][] = []
  for (const start of graph.nodes()) {
    if (seen.has(start)) continue
    const found = reachable(graph, start)
    for (const node of found) seen.add(node)
    components.push(found)
  }
  return components.toSorted((one, other) => other.length - one.length)
}

function reachable(graph: Graph, start: string): string[] {
  const found = new Set([start])
  // A set hands out what is added while it is walked.
  for (const node of found) for (const neighbour of graph.neighbors(node)) found.add(neighbour)
  return [...found]
}

/** Whole components while there is room; of a largest one that has too many, those nearest to the organisation with the most partners. */
function largestFirst(graph: Graph, components: readonly string[][]): Set<string> {
  const shown = new Set<string>()
  for (const component of components) {
    if (shown.size + component.length > MOST_NODES) break
    for (const node of component) shown.add(node)
  }
  if (shown.size > 0 || components.length === 0) return shown
  const hub = components[0].reduce((most, node) => (graph.degree(node) > graph.degree(most) ? node : most))
  return new Set(reachable(graph, hub).slice(0, MOST_NODES))
}

/** Deterministic: newcomers start on a spiral, in the order of the graph. */
function layOut(graph: Graph, known: ReadonlyMap<string, Place>, steps: number): Map<string, Place> {
  graph.nodes().forEach((node, index) => {
    const angle = index * 2.399963229728653
    const radius = 10 * Math.sqrt(index + 1)
    const neighbour = graph.neighbors(node).find((other) => known.has(other))
    const near = known.get(node) ?? (neighbour === undefined ? undefined : known.get(neighbour))
    const shift = known.has(node) ? 0 : 1
    graph.mergeNodeAttributes(node, {
      x: near ? near.x + shift * Math.cos(angle) : radius * Math.cos(angle),
      y: near ? near.y + shift * Math.sin(angle) : radius * Math.sin(angle),
    })
  })
  if (graph.order > 1) {
    forceAtlas2.assign(graph, { iterations: steps, settings: { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: false, linLogMode: true, strongGravityMode: false, gravity: 2, scalingRatio: 3, edgeWeightInfluence: 0 } })
  }
  return new Map(graph.mapNodes((node, { x, y }) => [node, { x: Number(x), y: Number(y) }] as const))
}

const LOOKS: Readonly<Record<NodeKind, { readonly radius: number; readonly colour: string }>> = {
  'small firm': { radius: 2, colour: 'var(--arm-1)' },
  'large firm': { radius: 2.8, colour: 'var(--arm-2)' },
  university: { radius: 3.6, colour: 'var(--arm-3)' },
  institute: { radius: 3.6, colour: 'var(--arm-4)' },
}

function drawn(places: ReadonlyMap<string, Place>, ties: NetworkPicture['ties'], kinds: NetworkSnapshot['nodes']): string {
  const all = [...places.values()]
  const [left, right] = [Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x))]
  const [top, bottom] = [Math.min(...all.map(({ y }) => y)), Math.max(...all.map(({ y }) => y))]
  const scale = (SIZE - 2 * MARGIN) / Math.max(right - left, bottom - top, 1)
  const at = (node: string): { x: string; y: string } => {
    const { x, y } = places.get(node)!
    return { x: (SIZE / 2 + (x - (left + right) / 2) * scale).toFixed(1), y: (SIZE / 2 + (y - (top + bottom) / 2) * scale).toFixed(1) }
  }
  const path = ties.map(([one, other]) => {
    const [from, to] = [at(one), at(other)]
    return `M${from.x} ${from.y}L${to.x} ${to.y}`
  })
  // The rare kinds last, so that they lie on top.
  const dots = nodeKinds.flatMap((kind) => {
    const own = [...places.keys()].filter((node) => kinds.get(node) === kind)
    if (own.length === 0) return []
    const { radius, colour } = LOOKS[kind]
    return [`<g fill="${colour}">${own.map((node) => `<circle cx="${at(node).x}" cy="${at(node).y}" r="${radius}"/>`).join('')}</g>`]
  })
  return `<svg viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}"><path d="${path.join('')}" fill="none" stroke="currentColor" stroke-opacity="0.28" stroke-width="0.6"/>${dots.join('')}</svg>`
}

/** Which colour is which kind. */
export const kindLegend = (): string =>
  `<ul class="legend">${nodeKinds.map((kind) => `<li><svg class="swatch" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="${LOOKS[kind].radius + 1.5}" fill="${LOOKS[kind].colour}"/></svg> ${escaped(kind)}</li>`).join('')}</ul>`
