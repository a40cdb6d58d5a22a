import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { networkFormats, type NetworkFormat } from '../../src/observe/export.ts'
import { writeDynamicGexf } from '../../src/observe/gexf.ts'
import { toGraph } from '../../src/observe/graph.ts'
import { createNetworkHistory, recordNetwork } from '../../src/observe/history.ts'
import { clustering, collaborationNetwork, giantComponent } from '../../src/observe/network.ts'
import { EXPIRY } from '../../src/world/ties.ts'
import { testWith } from '../support/programs.ts'
import { endTie, multipleWorld, smallWorld, tie } from './smallWorld.ts'

/** Reads a graph and says what it found, as JSON. */
const READ = `
import json, sys
import networkx as nx
form, path = sys.argv[1:]
if form == "gexf":
    graph = nx.read_gexf(path)
elif form == "graphml":
    graph = nx.read_graphml(path, force_multigraph=True)
else:
    data = json.load(open(path))
    try:
        graph = nx.node_link_graph(data, edges="links")
    except TypeError: # before networkx 3.4 there was no other name
        graph = nx.node_link_graph(data)
multigraph = nx.MultiGraph(graph)
keyed = [(data.get("id", key), source, target, data) for source, target, key, data in multigraph.edges(keys=True, data=True)]
print(json.dumps({
    "directed": graph.is_directed(),
    "graph": graph.graph,
    "nodes": dict(graph.nodes(data=True)),
    "edges": {key: {"ends": sorted([source, target]), "data": {k: v for k, v in data.items() if k != "id"}}
              for key, source, target, data in keyed},
}))
`
const MEASURE = `
import json, sys
import networkx as nx
graph = nx.MultiGraph(json.load(sys.stdin))
simple = nx.Graph(graph)
print(json.dumps([nx.average_clustering(simple), max(map(len, nx.connected_components(simple)))]))
`

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cinsim-networkx-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function readBack(python: string, format: string, text: string) {
  const path = join(folder, `network.${format}`)
  writeFileSync(path, text)
  return JSON.parse(execFileSync(python, ['-c', READ, format, path], { encoding: 'utf8' }))
}

const graph = toGraph(multipleWorld())
const edges = Object.fromEntries(
  graph.mapEdges((key, data, source, target) => [key, { ends: [source, target].toSorted(), data }]),
)
const nodes = Object.fromEntries(graph.mapNodes((key, attributes) => [key, attributes]))

for (const format of ['gexf', 'graphml', 'json'] as const satisfies readonly NetworkFormat[]) {
  testWith('networkx', `networkx reads the same nodes, edges and attributes from ${format}`, (python) => {
    const read = readBack(python, format, networkFormats[format](graph))
    expect(read.directed).toBe(false)
    if (format !== 'gexf') expect(read.graph).toMatchObject(graph.getAttributes())
    for (const [key, node] of Object.entries<Record<string, unknown>>(read.nodes)) {
      if (format === 'gexf') expect(node['label']).toBe(key)
      delete node['label']
    }
    expect(read.nodes).toEqual(nodes)
    expect(read.edges).toEqual(edges)
  })
}

testWith('networkx', 'networkx reads the spells of a dynamic GEXF', (python) => {
  const world = smallWorld(2)
  const history = createNetworkHistory()
  const running = tie(world, world.firms[0], world.firms[1])
  for (let quarter = 0; quarter < 4; quarter++) {
    if (quarter === 2) endTie(world, running, EXPIRY)
    recordNetwork(history, world)
    world.step++
    world.quarter++
  }
  const read = readBack(python, 'gexf', writeDynamicGexf(history))
  expect(read.graph).toMatchObject({ mode: 'dynamic', start: '2014-01-01', end: '2014-12-31' })
  expect(read.edges['collaboration:firm-1024:firm-1025:2014Q1'].data.spells).toEqual([
    ['2014-01-01', '2014-06-30'],
  ])
  expect(read.nodes['university-0'].spells).toEqual([['2014-01-01', '2014-12-31']])
})

testWith('networkx', "clustering and largest component equal networkx's", (python) => {
  const world = smallWorld(60)
  // A ring with chords and a few hubs; firms that are left over stay out.
  for (let i = 0; i < 40; i++) {
    tie(world, world.firms[i], world.firms[(i + 1) % 40])
    if (i % 3 === 0) tie(world, world.firms[i], world.firms[(i + 2) % 40])
    if (i % 4 === 0) tie(world, world.firms[i], 0)
  }
  tie(world, world.firms[50], world.firms[51])
  tie(world, world.firms[50], world.firms[51])
  const network = collaborationNetwork(world)
  const pairs = Array.from(network.first, (first, edge) => [first, network.second[edge]])
  const measured = execFileSync(python, ['-c', MEASURE], { input: JSON.stringify(pairs), encoding: 'utf8' })
  const [average, largest] = JSON.parse(measured)
  expect(clustering(network)).toBeCloseTo(average, 12)
  expect(giantComponent(network)).toBe(largest)
})
