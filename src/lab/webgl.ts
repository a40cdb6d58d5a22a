/** The network with sigma, which draws on the graphics card. */
import Graph from 'graphology'
import Sigma from 'sigma'
import type { Drawer } from './canvas.ts'
import type { Picture } from './picture.ts'

const MARK = '#e6007e'

/** Throws when the browser has no WebGL. */
export function drawWithSigma(place: HTMLElement, choose: (id: number) => void): Drawer {
  if (!document.createElement('canvas').getContext('webgl2')) throw new Error('this browser has no WebGL')
  const sigma = new Sigma(new Graph(), place, {
    allowInvalidContainer: true, renderLabels: false, renderEdgeLabels: false, minEdgeThickness: 0.8, zIndex: true,
    // The frame stays, however many organisations there are.
    autoRescale: true, stagePadding: 8,
  })
  sigma.setCustomBBox({ x: [-2.9, 2.9], y: [-2.9, 2.9] })
  sigma.on('clickNode', ({ node }) => choose(Number(node)))
  return {
    draw: (picture) => sigma.setGraph(graphOf(picture)),
    destroy: () => sigma.kill(),
  }
}

/** A new graph for each picture: of a graph that changes, sigma goes through all nodes and ties again for each node that goes. */
function graphOf({ dots, lines }: Picture): Graph {
  const graph = new Graph({ type: 'undirected' })
  for (const { id, x, y, size, colour, marked } of dots) {
    graph.addNode(String(id), { x, y, size: marked ? size + 3 : size, color: marked ? MARK : colour, zIndex: marked ? 1 : 0 })
  }
  for (const { first, second, colour, state } of lines) {
    graph.mergeUndirectedEdge(String(first), String(second), { color: colour, size: state === 'running' ? 1 : 1.8 })
  }
  return graph
}
