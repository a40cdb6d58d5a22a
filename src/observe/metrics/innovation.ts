/** Innovations and what firms know. */
import { FIELDS } from '../../world/organisations.ts'
import { YEAR } from '../tallies.ts'
import { type Metric, ratio, share, total } from './declare.ts'

export const innovationMetrics = {
  innovations: total(
    'innovations per quarter',
    'innovations of all firms',
    ({ events }) => events.innovations,
  ),
  innovationRate: ratio(
    'innovations per year and 1,000 firms',
    'four times the innovations of the quarter per 1,000 living technology SMEs',
    ({ events, business }) => share(YEAR * 1000 * events.innovations, business.technologySmes),
  ),
  innovatorShare: ratio(
    'share',
    'technology SMEs that innovated in the last four quarters',
    ({ technology, business }) => share(technology.innovators, business.technologySmes),
  ),
  jointInnovationShare: ratio(
    'share',
    'innovations of the quarter that came from a collaboration',
    ({ events }) => share(events.jointInnovations, events.innovations),
  ),
  radicalShare: ratio('share', 'innovations of the quarter that were radical', ({ events }) =>
    share(events.radicalInnovations, events.innovations),
  ),
  knowledgeLevel: ratio(
    'share of the frontier',
    'expertise relative to the frontier, mean over the eight fields and all technology SMEs',
    ({ technology, business }) => share(technology.expertise / FIELDS, business.technologySmes),
  ),
  knowledgeDiversity: ratio(
    'specialisms',
    'effective number of specialisms in the technology stratum: 1 / sum of squared shares, where a share is the ' +
      "specialism's part of all specialisms held by technology SMEs",
    ({ technology }) => technology.specialismVariety,
  ),
} as const satisfies Record<string, Metric>
