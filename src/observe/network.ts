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
    numbers[first[tie]] = -1
    numbers[second[tie]] = -1
    edges++
  }
  let nodes = 0
  for (let row = 0; row < world.institutions; row++) if (numbers[row] === -1) numbers[row] = ++nodes
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    if (numbers[firm] === -1) numbers[firm] = ++nodes
  }
  const network: Network = { nodes, edges, first: new Int32Array(edges), second: new Int32Array(edges) }
  for (let tie = 0, edge = 0; tie < count; tie++) {
    if (outcome[tie] !== RUNNING) continue
    network.first[edge] = numbers[first[tie]] - 1
    network.second[edge++] = numbers[second[tie]] - 1
  }
  return network
}

/** Neighbours of node `n` are `list[starts[n]] .. list[ends[n] - 1]`. */
interface Neighbours {
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly list: Int32Array
}

/** Each neighbour once: two organisations may run two projects together. */
function neighboursOf({ nodes, edges, first, second }: Network): Neighbours {
  const starts = new Int32Array(nodes + 1)
  for (let edge = 0; edge < edges; edge++) {
    starts[first[edge] + 1]++
    starts[second[edge] + 1]++
  }
  for (let node = 0; node < nodes; node++) starts[node + 1] += starts[node]
  const ends = starts.slice(0, nodes)
  const list = new Int32Array(2 * edges)
  for (let edge = 0; edge < edges; edge++) {
    list[ends[first[edge]]++] = second[edge]
    list[ends[second[edge]]++] = first[edge]
  }
  const neighbours = { starts, ends, list }
  const seenBy = new Int32Array(nodes).fill(-1)
  keepNeighbours(neighbours, (node, neighbour) => {
    if (seenBy[neighbour] === node) return false
    seenBy[neighbour] = node
    return true
  })
  return neighbours
}

function keepNeighbours(
  { starts, ends, list }: Neighbours,
  keep: (node: number, other: number) => boolean,
): void {
  for (let node = 0; node < ends.length; node++) {
    let kept = starts[node]
    for (let at = kept; at < ends[node]; at++) {
      if (keep(node, list[at])) list[kept++] = list[at]
    }
    ends[node] = kept
  }
}

/**
 * Triangles that each node is part of. Every triangle is found once, from its lowest corner, where a node with fewer
 * neighbours is lower and lists hold higher ones only: so a university with hundreds of partners costs no more than
 * they do, O(edges ^ 1.5) in all. Takes the lower neighbours off the lists.
 */
function countTriangles(neighbours: Neighbours, degrees: Int32Array): Int32Array {
  const { starts, ends, list } = neighbours
  keepNeighbours(neighbours, (node, other) =>
    degrees[node] === degrees[other] ? node < other : degrees[node] < degrees[other],
  )
  const triangles = new Int32Array(ends.length)
  const markedBy = new Int32Array(ends.length).fill(-1)
  for (let lowest = 0; lowest < ends.length; lowest++) {
    for (let at = starts[lowest]; at < ends[lowest]; at++) markedBy[list[at]] = lowest
    for (let at = starts[lowest]; at < ends[lowest]; at++) {
      const middle = list[at]
      for (let next = starts[middle]; next < ends[middle]; next++) {
        const highest = list[next]
        if (markedBy[highest] !== lowest) continue
        triangles[lowest]++
        triangles[middle]++
        triangles[highest]++
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
  const degrees = neighbours.ends.map((end, node) => end - neighbours.starts[node])
  const triangles = countTriangles(neighbours, degrees)
  let sum = 0
  for (let node = 0; node < network.nodes; node++) {
    const degree = degrees[node]
    if (degree > 1) sum += (2 * triangles[node]) / (degree * (degree - 1))
  }
  return sum / network.nodes
}

/** Nodes in the largest connected component. Union by size, with path halving. */
export function giantComponent(network: Network): number {
  const { nodes, edges, first, second } = network
  const parents = new Int32Array(nodes).map((_, node) => node)
  const sizes = new Int32Array(nodes).fill(1)
  const rootOf = (node: number): number => {
    while (parents[node] !== node) {
      parents[node] = parents[parents[node]]
      node = parents[node]
    }
    return node
  }
  let largest = Math.min(nodes, 1)
  for (let edge = 0; edge < edges; edge++) {
    let large = rootOf(first[edge])
    let small = rootOf(second[edge])
    if (large === small) continue
    if (sizes[large] < sizes[small]) [large, small] = [small, large]
    parents[small] = large
    sizes[large] += sizes[small]
    largest = Math.max(largest, sizes[large])
  }
  return largest
}
