import fc from 'fast-check'
import Graph from 'graphology'
import { connectedComponents } from 'graphology-components'
import simmelianStrength from 'graphology-metrics/edge/simmelian-strength.js'
import { describe, expect, test } from 'vitest'
import { clustering, collaborationNetwork, giantComponent, type Network } from '../../src/observe/network.ts'
import { SUCCESS } from '../../src/world/ties.ts'
import { endTie, smallWorld, tie } from './smallWorld.ts'

function networkOf(nodes: number, edges: readonly (readonly [number, number])[]): Network {
  return {
    nodes,
    edges: edges.length,
    first: Int32Array.from(edges, ([first]) => first),
    second: Int32Array.from(edges, ([, second]) => second),
  }
}

/** The same as a simple graph of graphology: parallel edges are one. */
function graphOf({ nodes, edges, first, second }: Network): Graph {
  const graph = new Graph({ type: 'undirected' })
  for (let node = 0; node < nodes; node++) graph.addNode(node)
  for (let edge = 0; edge < edges; edge++) graph.mergeEdge(first[edge], second[edge])
  return graph
}

/** From the triangles that graphology counts on each edge: every triangle of a node lies on two of its edges. */
function graphologyClustering(graph: Graph): number {
  const triangles = simmelianStrength(graph)
  let sum = 0
  graph.forEachNode((node) => {
    const degree = graph.degree(node)
    if (degree < 2) return
    const corners = graph.reduceEdges(node, (total, edge) => total + triangles[edge], 0)
    sum += corners / (degree * (degree - 1))
  })
  return sum / graph.order
}

const randomNetworks = fc.integer({ min: 2, max: 30 }).chain((nodes) =>
  fc
    .array(
      fc
        .tuple(fc.integer({ min: 0, max: nodes - 1 }), fc.integer({ min: 0, max: nodes - 1 }))
        .filter(([first, second]) => first !== second),
      { maxLength: 120 },
    )
    .map((edges) => networkOf(nodes, edges)),
)

describe('on random networks, with parallel edges', () => {
  test("clustering equals graphology's", () => {
    fc.assert(
      fc.property(randomNetworks, (network) => {
        expect(clustering(network)).toBeCloseTo(graphologyClustering(graphOf(network)), 12)
      }),
    )
  })

  test("the largest component equals graphology's", () => {
    fc.assert(
      fc.property(randomNetworks, (network) => {
        const sizes = connectedComponents(graphOf(network)).map((component) => component.length)
        expect(giantComponent(network)).toBe(Math.max(...sizes))
      }),
    )
  })
})

test('known networks', () => {
  const triangle = networkOf(3, [
    [0, 1],
    [1, 2],
    [2, 0],
  ])
  expect([clustering(triangle), giantComponent(triangle)]).toEqual([1, 3])
  const star = networkOf(4, [
    [0, 1],
    [0, 2],
    [0, 3],
  ])
  expect([clustering(star), giantComponent(star)]).toEqual([0, 4])
  // A triangle with a tail: local values 1, 1, 1/3 and 0.
  expect(
    clustering(
      networkOf(4, [
        [0, 1],
        [1, 2],
        [2, 0],
        [2, 3],
      ]),
    ),
  ).toBeCloseTo(7 / 12, 15)
  const none = networkOf(0, [])
  expect([clustering(none), giantComponent(none)]).toEqual([NaN, 0])
})

test('the network of a world: running ties between organisations numbered by identity', () => {
  const world = smallWorld(4)
  const [firmA, firmB, firmC] = world.firms as unknown as [number, number, number]
  tie(world, 0, firmC)
  tie(world, firmA, firmB)
  endTie(world, tie(world, firmA, firmC), SUCCESS)
  const network = collaborationNetwork(world)
  expect(network.nodes).toBe(4)
  // University 0 is node 0, then the firms A, B, C: the fourth firm has no tie.
  expect([...network.first]).toEqual([0, 1])
  expect([...network.second]).toEqual([3, 2])
})

test('a hub with many partners costs no more than its partners do', () => {
  // Looking at each of its partners once for every other would not end within the time allowed.
  const leaves = 300_000
  const edges = Array.from({ length: leaves }, (_, leaf) => [0, leaf + 1] as const)
  expect(clustering(networkOf(leaves + 1, edges))).toBe(0)
})
