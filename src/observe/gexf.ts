/**
 * GEXF, the format of Gephi: one quarter, or a whole run with spells. Version 1.2, which is the newest that networkx
 * reads as well.
 */
import type { AttributeType, EdgeAttributes, NodeAttributes } from './attributes.ts'
import { edgeAttributes, nodeAttributes } from './attributes.ts'
import type { NetworkGraph } from './graph.ts'
import type { NetworkHistory, Spell } from './history.ts'
import { writeXml, type Element } from './xml.ts'

/** One quarter. */
export function writeGexf(graph: NetworkGraph): string {
  const { region, quarter } = graph.getAttributes()
  return document(
    `${region}, ${quarter}`,
    { '@mode': 'static' },
    graph.mapNodes((key, attributes) => nodeElement(key, attributes)),
    graph.mapEdges((key, attributes, source, target) => edgeElement(key, source, target, attributes)),
  )
}

/** A whole run: nodes and edges with the quarters in which they were there, and their attributes when last seen. */
export function writeDynamicGexf(history: NetworkHistory): string {
  const { region, first, last } = history
  return document(
    region,
    { '@mode': 'dynamic', '@timeformat': 'date', '@start': firstDay(first), '@end': lastDay(last) },
    [...history.nodes].map(([key, node]) => ({
      ...nodeElement(key, node.attributes),
      ...spells(node.spells),
    })),
    [...history.edges].map(([key, edge]) => ({
      ...edgeElement(key, edge.source, edge.target, edge.attributes),
      ...spells(edge.spells),
    })),
  )
}

function document(description: string, mode: Element, nodes: Element[], edges: Element[]): string {
  return writeXml({
    gexf: {
      '@xmlns': 'http://www.gexf.net/1.2draft',
      '@version': '1.2',
      meta: { creator: 'cinsim', description },
      graph: {
        ...mode,
        '@defaultedgetype': 'undirected',
        attributes: [
          { '@class': 'node', '@mode': 'static', attribute: declarations(nodeAttributes) },
          { '@class': 'edge', '@mode': 'static', attribute: declarations(edgeAttributes) },
        ],
        nodes: { node: nodes },
        edges: { edge: edges },
      },
    },
  })
}

function declarations(declared: Readonly<Record<string, readonly [AttributeType, string]>>): Element[] {
  return Object.entries(declared).map(([name, [type]]) => ({ '@id': name, '@title': name, '@type': type }))
}

function nodeElement(key: string, attributes: NodeAttributes): Element {
  return { '@id': key, '@label': key, attvalues: values(attributes) }
}

function edgeElement(key: string, source: string, target: string, attributes: EdgeAttributes): Element {
  return { '@id': key, '@source': source, '@target': target, attvalues: values(attributes) }
}

function values(attributes: NodeAttributes | EdgeAttributes): Element {
  return {
    attvalue: Object.entries(attributes).map(([name, value]) => ({ '@for': name, '@value': String(value) })),
  }
}

/** Dates, not quarters, since that is what Gephi's timeline shows; both days belong to the spell. */
function spells(quarters: readonly Spell[]): Element {
  return {
    spells: { spell: quarters.map(({ from, to }) => ({ '@start': firstDay(from), '@end': lastDay(to) })) },
  }
}

function firstDay(quarter: number): string {
  return `${Math.floor(quarter / 4)}-${['01', '04', '07', '10'][quarter % 4]}-01`
}

function lastDay(quarter: number): string {
  return `${Math.floor(quarter / 4)}-${['03-31', '06-30', '09-30', '12-31'][quarter % 4]}`
}
