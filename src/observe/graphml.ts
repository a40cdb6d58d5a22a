/** GraphML, which yEd, igraph, Cytoscape and networkx read. */
import type { AttributeType } from './attributes.ts'
import { edgeAttributes, graphAttributes, nodeAttributes } from './attributes.ts'
import type { NetworkGraph } from './graph.ts'
import { writeXml, type Element } from './xml.ts'

type Declared = Readonly<Record<string, readonly [AttributeType, string]>>

export function writeGraphml(graph: NetworkGraph): string {
  return writeXml({
    graphml: {
      '@xmlns': 'http://graphml.graphdrawing.org/xmlns',
      key: [
        ...keys('graph', graphAttributes),
        ...keys('node', nodeAttributes),
        ...keys('edge', edgeAttributes),
      ],
      graph: {
        '@edgedefault': 'undirected',
        data: data('graph', graph.getAttributes()),
        node: graph.mapNodes((key, attributes) => ({ '@id': key, data: data('node', attributes) })),
        edge: graph.mapEdges((key, attributes, source, target) => ({
          '@id': key,
          '@source': source,
          '@target': target,
          data: data('edge', attributes),
        })),
      },
    },
  })
}

/** A node and an edge attribute may share a name, so that keys name the owner too. */
const keyOf = (owner: string, name: string): string => `${owner}.${name}`

function keys(owner: string, declared: Declared): Element[] {
  return Object.entries(declared).map(([name, [type, meaning]]) => ({
    '@id': keyOf(owner, name),
    '@for': owner,
    '@attr.name': name,
    '@attr.type': type,
    desc: meaning,
  }))
}

function data(owner: string, attributes: object): Element[] {
  return Object.entries(attributes).map(([name, value]) => ({
    '@key': keyOf(owner, name),
    '#text': String(value),
  }))
}
