/** A picture of payments: payers to the left, payees to the right, ribbons as wide as the money between them. */
import { sankey, sankeyLinkHorizontal, type SankeyLink, type SankeyNode } from 'd3-sankey'
import { formatted } from './format.ts'
import { WIDTH, wrapped } from './labels.ts'
import { escaped } from './markup.ts'

export interface FlowLink {
  readonly payer: string
  readonly payee: string
  readonly amount: number
}

interface End {
  readonly key: string
  readonly name: string
  readonly pays: boolean
}
type Node = SankeyNode<End, object>
type Link = SankeyLink<End, object>

const BAR = 8
const SIDE = 124
/** Of a name, on a line at a side. */
const LETTERS = 19
/** Height of all ribbons together in the picture with the most. */
const RIBBONS = 150
/** Between ends, so that two lines of text fit beside the thinnest. */
const GAP = 32
const TEXT_LINE = 15

/** `largest` is the sum of the payments of the picture with the most: a ribbon of one width is one amount in all of them. */
export function moneyFlow(links: readonly FlowLink[], largest: number): string {
  const sum = links.reduce((total, { amount }) => total + amount, 0)
  const sides = [new Set(links.map(({ payer }) => payer)).size, new Set(links.map(({ payee }) => payee)).size]
  const height = (RIBBONS * sum) / largest + (Math.max(...sides) - 1) * GAP
  const full = height + 2 * GAP
  const ends: End[] = [
    ...[...new Set(links.map(({ payer }) => payer))].map((name) => ({ key: `from ${name}`, name, pays: true })),
    ...[...new Set(links.map(({ payee }) => payee))].map((name) => ({ key: `to ${name}`, name, pays: false })),
  ]
  const layout = sankey<End, object>()
    .nodeId(({ key }) => key)
    .nodeWidth(BAR)
    .nodePadding(GAP)
    .extent([[SIDE, GAP], [WIDTH - SIDE, GAP + height]])
  const { nodes, links: drawn } = layout({
    nodes: ends,
    links: links.map(({ payer, payee, amount }) => ({ source: `from ${payer}`, target: `to ${payee}`, value: amount })),
  })
  const order = [...new Set(nodes.filter(({ pays }) => pays).map(({ name }) => name))]
  const path = sankeyLinkHorizontal<End, object>()
  const bands = drawn.map((link: Link) => {
    const colour = `var(--arm-${(order.indexOf((link.source as Node).name) % 7) + 1})`
    return `<path d="${path(link)}" fill="none" stroke="${colour}" stroke-opacity="0.45" stroke-width="${Math.max(1, link.width ?? 0)}"/>`
  })
  return `<svg viewBox="0 0 ${WIDTH} ${full}" width="${WIDTH}" height="${full}" font-family="system-ui, sans-serif" font-size="11" fill="currentColor">${bands.join('')}${nodes.map(labelled).join('')}</svg>`
}

function labelled({ name, pays, value = 0, x0 = 0, x1 = 0, y0 = 0, y1 = 0 }: Node): string {
  const x = pays ? x0 - 5 : x1 + 5
  const middle = (y0 + y1) / 2
  const anchor = pays ? 'end' : 'start'
  const line = (content: string, y: number): string => `<text x="${x}" y="${y}" text-anchor="${anchor}">${content}</text>`
  const [first, rest] = wrapped(name, LETTERS).split('\n')
  const below = `${rest ? `${escaped(rest)} ` : ''}<tspan font-weight="600">${escaped(formatted(value))}</tspan>`
  return `<rect x="${x0}" y="${y0}" width="${x1 - x0}" height="${Math.max(1, y1 - y0)}"/>${line(escaped(first), middle - 3)}${line(below, middle + TEXT_LINE - 3)}`
}
