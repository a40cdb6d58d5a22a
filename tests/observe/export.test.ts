import { XMLParser } from 'fast-xml-parser'
import fc from 'fast-check'
import Graph from 'graphology'
import { parse as parseGexf } from 'graphology-gexf'
import { describe, expect, test } from 'vitest'
import { edgeAttributes, graphAttributes, nodeAttributes } from '../../src/observe/attributes.ts'
import { networkFormats } from '../../src/observe/export.ts'
import { writeDynamicGexf } from '../../src/observe/gexf.ts'
import { toGraph, type NetworkGraph } from '../../src/observe/graph.ts'
import { createNetworkHistory, recordNetwork } from '../../src/observe/history.ts'
import { EXPIRY } from '../../src/world/ties.ts'
import type { World } from '../../src/world/world.ts'
import { endTie, livelyWorld, multipleWorld, smallWorld, tie } from './smallWorld.ts'

const nodesOf = (graph: Graph) => Object.fromEntries(graph.mapNodes((key, attributes) => [key, attributes]))
const edgesOf = (graph: Graph) =>
  Object.fromEntries(
    graph.mapEdges((key, attributes, source, target) => [key, { source, target, ...attributes }]),
  )

describe('toGraph', () => {
  test('one node per organisation, firms without an edge left out unless asked for', () => {
    const world = livelyWorld()
    const kinds = (graph: NetworkGraph) => {
      const counts: Record<string, number> = {}
      graph.forEachNode((_, { organisationKind }) => {
        counts[organisationKind!] = (counts[organisationKind!] ?? 0) + 1
      })
      return counts
    }
    const others = {
      university: 2,
      institute: 1,
      bank: 2,
      agency: 2,
      reguarantor: 1,
      government: 6,
      alliance: 1,
    }
    // Firms 9 and 10 have nothing.
    expect(kinds(toGraph(world))).toEqual({ firm: 10, ...others })
    expect(kinds(toGraph(world, { nodes: 'all' }))).toEqual({ firm: 12, ...others })
  })

  test('typed edges, whose direction stands in attributes', () => {
    const graph = toGraph(livelyWorld())
    expect(graph.type).toBe('undirected')
    expect(graph.multi).toBe(true)
    const relations = graph.mapEdges((_, { relation }) => relation)
    expect(relations.filter((relation) => relation === 'collaboration')).toHaveLength(6)
    expect(relations.filter((relation) => relation === 'membership')).toHaveLength(3)
    expect(graph.getEdgeAttributes('loan:bank-2:firm-1028')).toMatchObject({
      from: 'bank-2',
      to: 'firm-1028',
      amount: 0.6,
      interestRate: 0.07,
      until: '2014Q4',
    })
    expect(graph.getEdgeAttributes('guarantee:agency-2:firm-1028')).toMatchObject({
      amount: 0.48,
      coverage: 0.8,
    })
    expect(graph.hasEdge('guarantee:agency-1:firm-1027')).toBe(false)
    expect(graph.getEdgeAttributes('grant:government-sme-fund:firm-1032')).toMatchObject({ until: '2015Q1' })
    expect(graph.getEdgeAttributes('membership:university-1:alliance-1')).toMatchObject({ leads: true })
    expect(graph.getEdgeAttributes('collaboration:firm-1024:firm-1025:2012Q4')).toEqual({
      relation: 'collaboration',
      tieKind: 'sme-sme',
      since: '2012Q4',
      rivals: false,
      jointInnovations: 0,
      cognitiveDistance: expect.closeTo(0.45, 12),
    })
  })

  test('attributes of a firm', () => {
    const attributes = toGraph(livelyWorld()).getNodeAttributes('firm-1024')
    expect(attributes).toMatchObject({
      identity: 1024,
      stratum: 'technology',
      sizeClass: 'SME',
      bornIn: '2006Q3',
      cohort: true,
      staff: 13,
      revenue: 1.25,
      specialisms: 4,
      lastInnovationIn: '2013Q3',
      runningTies: 2,
    })
    expect(attributes.knowledgeLevel).toBeCloseTo(0.1, 12)
  })

  test('every attribute is declared, with its type', () => {
    const types = { string: 'string', long: 'number', double: 'number', boolean: 'boolean' } as const
    const graph = toGraph(livelyWorld(), { nodes: 'all' })
    const check = (
      declared: Record<string, readonly [keyof typeof types, string]>,
      attributes: object,
    ): void => {
      for (const [name, value] of Object.entries(attributes)) {
        expect(declared, name).toHaveProperty(name)
        expect(typeof value, name).toBe(types[declared[name]![0]])
        if (declared[name]![0] === 'long') expect(Number.isSafeInteger(value), name).toBe(true)
      }
    }
    check(graphAttributes, graph.getAttributes())
    graph.forEachNode((_, attributes) => check(nodeAttributes, attributes))
    graph.forEachEdge((_, attributes) => check(edgeAttributes, attributes))
  })

  test('no attribute has a name that a format keeps for itself', () => {
    const taken =
      `id label key kind type name for title value weight size shape color position thickness viz x y z pid
      parents parent spells spell slices start end startopen endopen source target directed undirected data desc
      multigraph nodes edges links graph default class mode`.split(/\s+/)
    for (const name of Object.keys({ ...nodeAttributes, ...edgeAttributes }))
      expect(taken).not.toContain(name)
  })
})

describe('round trips', () => {
  const graph = toGraph(multipleWorld())

  test('GEXF through graphology', () => {
    const read = parseGexf(Graph, networkFormats.gexf(graph), { addMissingNodes: false })
    const labelled = Object.fromEntries(
      Object.entries(nodesOf(graph)).map(([key, attributes]) => [key, { label: key, ...attributes }]),
    )
    expect(nodesOf(read)).toEqual(labelled)
    expect(edgesOf(read)).toEqual(edgesOf(graph))
    expect([read.type, read.multi]).toEqual(['undirected', true])
  })

  test('node-link JSON', () => {
    const read = JSON.parse(networkFormats.json(graph))
    expect(read).toMatchObject({ directed: false, multigraph: true, graph: graph.getAttributes() })
    expect(Object.fromEntries(read.nodes.map(({ id, ...rest }: { id: string }) => [id, rest]))).toEqual(
      nodesOf(graph),
    )
    expect(Object.fromEntries(read.links.map(({ key, ...rest }: { key: string }) => [key, rest]))).toEqual(
      edgesOf(graph),
    )
  })

  test('edge CSV: a row per edge, a column per attribute', () => {
    const [header, ...rows] = networkFormats.csv(graph).trimEnd().split('\n')
    expect(header).toBe(['key', 'source', 'target', ...Object.keys(edgeAttributes)].join(','))
    expect(rows).toHaveLength(graph.size)
    const names = header!.split(',')
    const cells = rows.find((row) => row.startsWith('loan:bank-2:firm-1028'))!.split(',')
    const loan = Object.fromEntries(names.map((name, i) => [name, cells[i]]))
    expect(loan).toMatchObject({ relation: 'loan', amount: '0.6', interestRate: '0.07', tieKind: '' })
  })

  test('any text survives CSV and XML', () => {
    const texts = fc
      .string({ unit: fc.constantFrom(...`a,"'<>&;\n é企]`) })
      .filter((text) => text.trim() === text)
    fc.assert(
      fc.property(texts, (sector) => {
        const odd = toGraph(livelyWorld())
        odd.setNodeAttribute('firm-1024', 'sector', sector)
        odd.setEdgeAttribute('loan:bank-2:firm-1028', 'until', sector)
        const quoted = `"${sector.replaceAll('"', '""')}"`
        const csv = networkFormats.csv(odd)
        expect(csv.includes(`,${sector},`) || csv.includes(`,${quoted},`)).toBe(true)
        const parser = new XMLParser({
          ignoreAttributes: false,
          parseAttributeValue: false,
          parseTagValue: false,
        })
        const read = parser.parse(networkFormats.graphml(odd)).graphml.graph.node
        const node = read.find((one: { '@_id': string }) => one['@_id'] === 'firm-1024')
        const data = node.data.find((one: { '@_key': string }) => one['@_key'] === 'node.sector')
        expect(data['#text'] ?? '').toBe(sector)
      }),
      { numRuns: 30 },
    )
  })

  test('the same text for the same world', () => {
    for (const write of Object.values(networkFormats))
      expect(write(toGraph(multipleWorld()))).toBe(write(graph))
  })
})

describe('dynamic GEXF', () => {
  /** Firms A and B work together in the first and second quarter, and again in the fourth. */
  function fourQuarters(): World {
    const world = smallWorld(3)
    const [a, b, c] = [world.firms[0], world.firms[1], world.firms[2]]
    const history = createNetworkHistory()
    const next = (): void => {
      recordNetwork(history, world)
      world.step++
      world.quarter++
    }
    const first = tie(world, a, b)
    next()
    next()
    endTie(world, first, EXPIRY)
    next()
    tie(world, a, b)
    tie(world, b, c)
    next()
    text = writeDynamicGexf(history)
    return world
  }
  let text = ''
  fourQuarters()
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => ['node', 'edge', 'spell', 'attvalue'].includes(name),
  })
  const { graph } = parser.parse(text).gexf
  const spellsOf = (list: { id: string; spells: { spell: object[] } }[], id: string) =>
    list.find((one) => one.id === id)?.spells.spell

  test('covers the run', () => {
    expect(graph).toMatchObject({
      mode: 'dynamic',
      timeformat: 'date',
      start: '2014-01-01',
      end: '2014-12-31',
    })
  })

  test('a tie has the quarters in which it ran; the same partners later are another tie', () => {
    expect(graph.edges.edge).toHaveLength(3)
    expect(spellsOf(graph.edges.edge, 'collaboration:firm-1024:firm-1025:2014Q1')).toEqual([
      { start: '2014-01-01', end: '2014-06-30' },
    ])
    expect(spellsOf(graph.edges.edge, 'collaboration:firm-1024:firm-1025:2014Q4')).toEqual([
      { start: '2014-10-01', end: '2014-12-31' },
    ])
  })

  test('a node has a spell for each time that it is in the network', () => {
    expect(spellsOf(graph.nodes.node, 'firm-1024')).toEqual([
      { start: '2014-01-01', end: '2014-06-30' },
      { start: '2014-10-01', end: '2014-12-31' },
    ])
    expect(spellsOf(graph.nodes.node, 'university-0')).toEqual([{ start: '2014-01-01', end: '2014-12-31' }])
  })
})
