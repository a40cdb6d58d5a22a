/** The living network of your world: organisations in their clusters, institutions in the middle, ties as they form and end. */
import Graph from 'graphology'
import { useEffect, useRef } from 'preact/hooks'
import Sigma from 'sigma'
import type { Laboratory } from './laboratory.ts'
import { placeOf, type Scene } from './scene.ts'
import { say } from './words.ts'

/** Of Okabe and Ito, apart for every kind of sight. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73'] as const

export function Network({ laboratory }: { readonly laboratory: Laboratory }) {
  const place = useRef<HTMLDivElement>(null)
  const graph = useRef(new Graph())
  const drawn = useRef<Sigma | undefined>(undefined)
  const scene = laboratory.scene.value
  const told = scene ? say('networkTold', { organisations: scene.ids.length, ties: scene.ties.length / 2 }) : ''
  useEffect(() => {
    try {
      drawn.current = new Sigma(graph.current, place.current!, { allowInvalidContainer: true, renderLabels: false, defaultEdgeColor: '#8a8f98', minEdgeThickness: 1 })
    } catch {
      // Without WebGL the numbers and charts still tell all.
    }
    return () => drawn.current?.kill()
  }, [])
  useEffect(() => {
    if (scene) show(graph.current, scene)
  }, [scene])
  return (
    <figure class="network">
      <figcaption><strong>{say('network')}</strong> {told}</figcaption>
      <div ref={place} class="canvas" role="img" aria-label={told || say('network')} />
      <ul class="key">
        {COLOURS.map((colour, kind) => <li key={colour}><svg width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="5" fill={colour} /></svg> {say(`kind.${kind}` as 'kind.0')}</li>)}
      </ul>
    </figure>
  )
}

const INSTITUTION_SIZE = 6

/** Nodes stay where they are from quarter to quarter; who is gone goes. */
function show(graph: Graph, { ids, kinds, clusters, skilled, ties }: Scene): void {
  const here = new Set<string>()
  const count = Math.max(...clusters) + 1
  for (const [index, id] of ids.entries()) {
    const key = String(id)
    here.add(key)
    const size = kinds[index] === 0 ? 1.5 + Math.sqrt(skilled[index]) / 4 : INSTITUTION_SIZE
    if (graph.hasNode(key)) graph.setNodeAttribute(key, 'size', size)
    else graph.addNode(key, { ...placeOf(id, clusters[index], count, kinds[index] !== 0), size, color: COLOURS[kinds[index]] })
  }
  graph.forEachNode((key) => {
    if (!here.has(key)) graph.dropNode(key)
  })
  graph.clearEdges()
  for (let tie = 0; tie < ties.length; tie += 2) {
    const [first, second] = [String(ties[tie]), String(ties[tie + 1])]
    if (graph.hasNode(first) && graph.hasNode(second)) graph.mergeUndirectedEdge(first, second)
  }
}
