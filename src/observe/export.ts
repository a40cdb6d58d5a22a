/** The network of one quarter as the text of a file. */
import { edgeAttributes } from './attributes.ts'
import { writeGexf } from './gexf.ts'
import type { NetworkGraph } from './graph.ts'
import { writeGraphml } from './graphml.ts'

/** By the name that a user gives. */
export const networkFormats = {
  gexf: writeGexf,
  graphml: writeGraphml,
  json: writeNodeLink,
  csv: writeEdgeList,
} as const satisfies Record<string, (graph: NetworkGraph) => string>
export type NetworkFormat = keyof typeof networkFormats

/** Node-link JSON, as networkx's `node_link_graph` (from 3.4 on with `edges="links"`) and d3 take it. */
function writeNodeLink(graph: NetworkGraph): string {
  return (
    JSON.stringify(
      {
        directed: false,
        multigraph: true,
        graph: graph.getAttributes(),
        nodes: graph.mapNodes((id, attributes) => ({ id, ...attributes })),
        links: graph.mapEdges((key, attributes, source, target) => ({ source, target, key, ...attributes })),
      },
      undefined,
      1,
    ) + '\n'
  )
}

/** One row per edge: its key, its ends, then every edge attribute, empty where the relation has none. */
function writeEdgeList(graph: NetworkGraph): string {
  const names = Object.keys(edgeAttributes) as (keyof typeof edgeAttributes)[]
  const rows = graph.mapEdges((key, attributes, source, target) =>
    [key, source, target, ...names.map((name) => attributes[name] ?? '')].map(field).join(','),
  )
  return [['key', 'source', 'target', ...names].join(','), ...rows, ''].join('\n')
}

/** Quoted where the text would break a row (RFC 4180). */
function field(value: string | number | boolean): string {
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
