/** Small networks for tests of their pictures. */
import type { NetworkSnapshot, NodeKind } from '../../src/report/network.ts'

/** Nodes by number; ties as pairs of numbers. */
export function snapshot(ties: readonly (readonly [number, number])[], quarter = '2013Q1'): NetworkSnapshot {
  const nodes = new Map(ties.flat().map((node) => [`firm-${node}`, (node === 0 ? 'university' : 'small firm') as NodeKind]))
  return { arm: 'baseline', quarter, nodes, ties: ties.map(([one, other]) => [`firm-${one}`, `firm-${other}`] as const) }
}

export const star = (from: number, count: number): [number, number][] => Array.from({ length: count }, (_, index) => [from, from + index + 1])
