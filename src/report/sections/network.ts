/** The network at the start and at the end. */
import { figure, grid, slug } from '../figure.ts'
import { asMarkup, html, type Markup } from '../markup.ts'
import { kindLegend, networkPictures, type NetworkPicture, type NetworkSnapshot } from '../network.ts'
import { number, type Told } from '../told.ts'
import { armName, code, verbatim } from '../words.ts'

/** What there is of the network, or why there is nothing. */
export type Network =
  | {
      /** In order of time. */
      readonly snapshots: readonly NetworkSnapshot[]
      /** Of which replication. */
      readonly replication: Told
      /** Running ties of the region in each snapshot, as series.csv has them, at full scale. */
      readonly ties: readonly Told[]
    }
  | { readonly missing: string }

export function networkSection(network: Network): Markup {
  if ('missing' in network) {
    return html`<section id="network"><h2>The network</h2><p>There is no picture: ${network.missing}. A network can be had with ${code('cinsim network scenario.yaml --format gexf --out network.gexf')}, that of every run with ${code('cinsim run --networks')}.</p></section>
`
  }
  const pictures = networkPictures(network.snapshots)
  return html`<section id="network"><h2>The network</h2>
<p>Who collaborates with whom at the end of the first and of the last quarter, in replication ${number(network.replication, { exact: true })}, which was simulated again for these pictures. What hangs together is drawn together, the largest component first, as far as there is room; of a largest component that is too large, the organisations nearest to the one with the most partners. Who is in several pictures stands near where it stood before.</p>
${asMarkup(kindLegend())}
${grid(pictures.map((picture, place) => networkFigure(network.snapshots[place], picture, network.ties[place])))}
</section>
`
}

function networkFigure({ arm, quarter, nodes }: NetworkSnapshot, picture: NetworkPicture, ties: Told | undefined): Markup {
  const id = slug('network', arm, quarter)
  const count = (value: number, what: string): Markup => number({ value, at: `#${id}:${what}` }, { exact: true })
  const running = ties === undefined ? '' : html` The whole region has ${number(ties, { exact: true })} running collaborations.`
  return figure({
    id,
    title: html`${armName(arm)}, ${verbatim('name', quarter)}`,
    caption: html`${count(picture.drawn, 'circles')} of the ${count(picture.all, 'all')} organisations that collaborate are drawn; ${count(picture.component, 'component')} hang together in the largest component.${running}`,
    svg: picture.svg,
    told: `Network of ${picture.drawn} organisations and ${picture.ties.length} pairs that collaborate, ${arm}, ${quarter}.`,
    data: {
      file: 'the run, simulated again',
      columns: ['one', 'kind', 'other', 'otherKind'],
      rows: picture.ties.map(([one, other]) => [one, nodes.get(one)!, other, nodes.get(other)!]),
    },
  })
}
