/** The technology SMEs that lived when the scenario began. */
import { YEAR } from '../tallies.ts'
import { type Metric, ratio, share } from './declare.ts'

export const cohortMetrics = {
  cohortSurvival: ratio(
    'share',
    "technology SMEs of the scenario's start that still live; no value before the start",
    ({ cohort, world }) => share(cohort.living, world.cohortSize),
  ),
  cohortCollaborationRate: ratio(
    'share',
    "technology SMEs of the scenario's start with at least one running tie, those gone counted as having none",
    ({ cohort, world }) => share(cohort.collaborators, world.cohortSize),
  ),
  cohortInnovationRate: ratio(
    'innovations per year and 1,000 firms',
    "four times the innovations of the quarter by technology SMEs of the scenario's start, per 1,000 of them, those " +
      'gone included',
    ({ events, world }) => share(YEAR * 1000 * events.cohortInnovations, world.cohortSize),
  ),
} as const satisfies Record<string, Metric>
