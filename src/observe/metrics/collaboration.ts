/** Ties between organisations, and alliances. */
import { clustering, giantComponent } from '../network.ts'
import { YEAR } from '../tallies.ts'
import { type Metric, ratio, share, total } from './declare.ts'

export const tieMetrics = {
  searchers: total('firms per quarter', 'firms that looked for a partner', ({ events }) => events.searchers),
  collaborationRate: ratio(
    'share',
    'technology SMEs with at least one running tie',
    ({ technology, business }) => share(technology.collaborators, business.technologySmes),
  ),
  ties: total('ties', 'running collaborations', ({ ties }) => ties.running),
  newTies: total('ties per quarter', 'collaborations that started', ({ events }) => events.newTies),
  endedTies: total(
    'ties per quarter',
    'collaborations that ended, for any reason',
    ({ events }) => events.endedTies,
  ),
  meanTieAge: ratio('years', 'mean age of running ties', ({ ties }) => share(ties.ages / YEAR, ties.running)),
  meanDegree: ratio(
    'ties per firm',
    'mean number of running ties of technology SMEs, those without counted as 0',
    ({ technology, business }) => share(technology.ties, business.technologySmes),
  ),
  clustering: ratio(
    'share',
    'mean local clustering of organisations with a running tie: of the pairs of its partners, the share that are ' +
      'partners of each other, 0 with one partner',
    ({ network }) => clustering(network),
  ),
  giantComponentShare: ratio(
    'share',
    'organisations with a running tie that hang together in the largest component',
    ({ network }) => share(giantComponent(network), network.nodes),
  ),
  universityTieShare: ratio(
    'share',
    'running ties whose one partner is a university or research institute',
    ({ ties }) => share(ties.withScience, ties.running),
  ),
  cognitiveDistance: ratio(
    'share',
    "mean over running ties of the share of a partner's specialisms that are new to the other, mean of both sides",
    ({ ties }) => share(ties.distance, ties.running),
  ),
} as const satisfies Record<string, Metric>

export const allianceMetrics = {
  alliances: total('alliances', 'living alliances', ({ world }) => world.alliances.count),
  allianceMembers: total('seats', 'seats held in alliances', ({ seats }) => seats.all),
  smeSeatShare: ratio('share', 'alliance seats held by SMEs', ({ seats }) => share(seats.ofSmes, seats.all)),
} as const satisfies Record<string, Metric>
