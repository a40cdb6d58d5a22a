/**
 * The network of running collaborations, measured on arrays: how clustered it is and how much of it hangs together.
 * Counting is in integers and averages run in order of identity, so that no result depends on how rows are laid out.
 */
import { RUNNING } from '../world/ties.ts'
import type { World } from '../world/world.ts'

/** Nodes are numbered 0 .. nodes - 1; edge `e` joins `first[e]` and `second[e]`. Edges may be parallel. */
export interface Network {
  readonly nodes: number
  readonly edges: number
  readonly first: Int32Array
  readonly second: Int32Array
}

/** The organisations that have a running tie, in order of identity, and their ties. */
export function collaborationNetwork(world: World): Network {
  const { first, second, outcome } = world.ties.table.columns
  const { count } = world.ties.table
  // By row: -1 for an organisation with a tie that has no number yet, else one more than its number.
  const numbers = new Int32Array(world.organisations.capacity)
  let edges = 0
  for (let tie = 0; tie < count; tie++) {
    if (outcome[tie] !== RUNNING) continue
    numbers[first[tie]!] = -1
    numbers[second[tie]!] = -1
    edges++
  }
  let nodes = 0
  for (let row = 0; row < world.institutions; row++) if (numbers[row] === -1) numbers[row] = ++nodes
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]!
    if (numbers[firm] === -1) numbers[firm] = ++nodes
  }
  const network: Network = { nodes, edges, first: new Int32Array(edges), second: new Int32Array(edges) }
  for (let tie = 0, edge = 0; tie < count; tie++) {
    if (outcome[tie] !== RUNNING) continue
    network.first[edge] = numbers[first[tie]!]! - 1
    network.second[edge++] = numbers[second[tie]!]! - 1
  }
  return network
}

/** Neighbours of node `n` are `list[starts[n]] .. list[ends[n] - 1]`, each once. */
interface Neighbours {
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly list: Int32Array
}

function neighboursOf(network: Network): Neighbours {
  const { nodes, edges, first, second } = network
  const starts = new Int32Array(nodes + 1)
  for (let edge = 0; edge < edges; edge++) {
    starts[first[edge]! + 1]!++
    starts[second[edge]! + 1]!++
  }
  for (let node = 0; node < nodes; node++) starts[node + 1]! += starts[node]!
  const ends = starts.slice(0, nodes)
  const list = new Int32Array(2 * edges)
  for (let edge = 0; edge < edges; edge++) {
    list[ends[first[edge]!]!++] = second[edge]!
    list[ends[second[edge]!]!++] = first[edge]!
  }
  // Two organisations may run two projects together; as neighbours they count once.
  const seenBy = new Int32Array(nodes).fill(-1)
  for (let node = 0; node < nodes; node++) {
    let kept = starts[node]!
    for (let at = kept; at < ends[node]!; at++) {
      const neighbour = list[at]!
      if (neighbour === node || seenBy[neighbour] === node) continue
      seenBy[neighbour] = node
      list[kept++] = neighbour
    }
    ends[node] = kept
  }
  return { starts, ends, list }
}

/**
 * Triangles that each node is part of. Every triangle is found once, from its lowest corner, where a node with fewer
 * neighbours is lower: so a university with hundreds of partners costs no more than they do, O(edges ^ 1.5) in all.
 */
function trianglesOf({ starts, ends, list }: Neighbours): Int32Array {
  const nodes = ends.length
  const degree = (node: number): number => ends[node]! - starts[node]!
  const isLower = (node: number, other: number): boolean =>
    degree(node) < degree(other) || (degree(node) === degree(other) && node < other)

  const triangles = new Int32Array(nodes)
  const aboveOf = new Int32Array(nodes).fill(-1)
  for (let lowest = 0; lowest < nodes; lowest++) {
    for (let at = starts[lowest]!; at < ends[lowest]!; at++) {
      if (isLower(lowest, list[at]!)) aboveOf[list[at]!] = lowest
    }
    for (let at = starts[lowest]!; at < ends[lowest]!; at++) {
      const middle = list[at]!
      if (aboveOf[middle] !== lowest) continue
      for (let next = starts[middle]!; next < ends[middle]!; next++) {
        const highest = list[next]!
        if (aboveOf[highest] !== lowest || !isLower(middle, highest)) continue
        triangles[lowest]!++
        triangles[middle]!++
        triangles[highest]!++
      }
    }
  }
  return triangles
}

/**
 * Mean local clustering (Watts and Strogatz 1998): of the pairs of a node's partners, the share that are partners of
 * each other; 0 for a node with one partner. NaN without nodes.
 */
export function clustering(network: Network): number {
  const neighbours = neighboursOf(network)
  const triangles = trianglesOf(neighbours)
  let sum = 0
  for (let node = 0; node < network.nodes; node++) {
    const degree = neighbours.ends[node]! - neighbours.starts[node]!
    if (degree > 1) sum += (2 * triangles[node]!) / (degree * (degree - 1))
  }
  return sum / network.nodes
}

/** Nodes in the largest connected component. Union by size, with path halving. */
export function giantComponent(network: Network): number {
  const { nodes, edges, first, second } = network
  const parents = Int32Array.from({ length: nodes }, (_, node) => node)
  const sizes = new Int32Array(nodes).fill(1)
  const rootOf = (node: number): number => {
    while (parents[node] !== node) {
      parents[node] = parents[parents[node]!]!
      node = parents[node]!
    }
    return node
  }
  let largest = Math.min(nodes, 1)
  for (let edge = 0; edge < edges; edge++) {
    let large = rootOf(first[edge]!)
    let small = rootOf(second[edge]!)
    if (large === small) continue
    if (sizes[large]! < sizes[small]!) [large, small] = [small, large]
    parents[small] = large
    sizes[large]! += sizes[small]!
    largest = Math.max(largest, sizes[large]!)
  }
  return largest
}
