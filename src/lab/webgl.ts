/** The network with sigma, which draws on the graphics card. */
import Graph from 'graphology'
import Sigma from 'sigma'
import type { Drawer } from './canvas.ts'
import type { Picture } from './picture.ts'

const MARK = '#e6007e'

/** Throws when the browser has no WebGL. */
export function drawWithSigma(place: HTMLElement, choose: (id: number) => void): Drawer {
  if (!document.createElement('canvas').getContext('webgl2')) throw new Error('this browser has no WebGL')
  const graph = new Graph({ type: 'undirected' })
  const sigma = new Sigma(graph, place, {
    allowInvalidContainer: true, renderLabels: false, renderEdgeLabels: false, minEdgeThickness: 0.8, zIndex: true,
    // The frame stays, however many organisations there are.
    autoRescale: true, stagePadding: 8,
  })
  sigma.setCustomBBox({ x: [-2.9, 2.9], y: [-2.9, 2.9] })
  sigma.on('clickNode', ({ node }) => choose(Number(node)))
  return {
    draw: (picture) => show(graph, picture),
    destroy: () => sigma.kill(),
  }
}

/** Nodes stay where they are from quarter to quarter; who is gone goes. */
function show(graph: Graph, { dots, lines }: Picture): void {
  const here = new Map(dots.map((dot) => [String(dot.id), dot]))
  graph.clearEdges()
  for (const key of graph.nodes()) if (!here.has(key)) graph.dropNode(key)
  const attributes = ({ x, y, size, colour, marked }: (typeof dots)[number]): Record<string, unknown> =>
    ({ x, y, size: marked ? size + 3 : size, color: marked ? MARK : colour, zIndex: marked ? 1 : 0 })
  for (const [key, dot] of here) if (!graph.hasNode(key)) graph.addNode(key, attributes(dot))
  // One event for all of them.
  graph.updateEachNodeAttributes((key, before) => ({ ...before, ...attributes(here.get(key)!) }), { attributes: ['size', 'color', 'zIndex'] })
  for (const { first, second, colour, state } of lines) {
    graph.mergeUndirectedEdge(String(first), String(second), { color: colour, size: state === 'running' ? 1 : 1.8 })
  }
}
