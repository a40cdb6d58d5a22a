/**
 * Knowledge moves along ties and to neighbours, R&D makes new; what is unused is forgotten; the frontier moves on. The
 * advantage of a middle distance between partners is not coded: the close know little that is new, the distant are not
 * understood. So an old tie, whose partners have grown alike, teaches little without any penalty for its age.
 */
import { FIELDS } from '../world/organisations.ts'
import type { World } from '../world/world.ts'
import { expertiseParameters, keepAtFrontier, raiseExpertise } from './learn/expertise.ts'
import { frontierParameters, renewSpecialisms } from './learn/frontier.ts'
import { clusterMeans, gatherKnowing, recordKnowing } from './learn/knowing.ts'
import { passingParameters } from './learn/passing.ts'
import { discover, forget, pickUp, specialismParameters, takeFromPartners } from './learn/specialisms.ts'
import { mechanism, type ParameterDeclarations, type ParameterValues } from './mechanism.ts'

const parameters = {
  ...passingParameters,
  ...expertiseParameters,
  ...specialismParameters,
  ...frontierParameters,
  lineResearch: {
    unit: 'yuan per year', default: 740_000, minimum: 200_000, maximum: 3_000_000,
    mark: 'derived', source: 'CF20 times 20 million yuan',
    meaning: 'R&D spending on one product line at which effort is one half',
  },
  absorptiveResearch: {
    unit: 'yuan per head', default: 400_000, minimum: 50_000, maximum: 2_000_000,
    mark: 'derived', source: 'R07: 58,000 yuan a head and year, at 15 % depreciation',
    meaning: 'R&D stock per head that counts as much as the skilled share of a usual technology firm',
  },
  absorptiveSkill: {
    unit: 'share of staff', default: 0.25, minimum: 0.05, maximum: 1,
    mark: 'read', source: 'R07: 253.7 technical staff per 1,000',
    meaning: 'skilled share of a usual technology firm',
  },
  absorptiveLeast: {
    unit: 'share', default: 0.15, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'staff of any technology firm understand a part of what is new',
    meaning: 'absorptive capacity without R&D and skilled staff',
  },
  absorptiveMost: {
    unit: 'share', default: 0.85, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'no firm makes use of everything',
    meaning: 'absorptive capacity that firms come near to with more and more R&D and skilled staff',
  },
  absorptiveTraining: {
    unit: 'units per seat and person', default: 0.5, minimum: 0, maximum: 4,
    mark: 'assumed', source: 'L21; R63: what newcomers bring is used where staff are skilled',
    meaning: 'what training counts beside the skilled share',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof parameters>

/** Absorptive capacity, from `least` up to `most`; half-way where R&D stock per head and skilled share are the usual ones. */
export function absorptiveCapacity(
  research: number, skill: number, training: number, { absorptiveLeast: least, absorptiveMost: most }: Bounds,
): number {
  const strength = (research + skill + training) / 2
  return least + ((most - least) * strength) / (1 + strength)
}
type Bounds = Pick<Parameters, 'absorptiveLeast' | 'absorptiveMost'>

export const learn = mechanism({
  name: 'learn',
  purpose: 'knowledge moves along ties and to neighbours, R&D makes new, the unused is forgotten, the frontier moves on',
  parameters,
  switchable: true,
  existsFor: { metric: 'knowledgeLevel', without: 'lower' },
  run(world, _policy, parameters, random) {
    const knowing = gatherKnowing(world, parameters.lineResearch)
    renewSpecialisms(world, knowing, parameters, random)
    recordKnowing(world, knowing)
    const means = clusterMeans(world, knowing)
    const tieDraws = random.site('learn.tie', world.step)
    const ownDraws = random.site('learn.own', world.step)
    const taught = new Float64Array(FIELDS)
    const lead = new Float64Array(FIELDS)

    keepAtFrontier(world, parameters)
    for (let visit = 0; visit < world.firmCount; visit++) {
      const firm = world.visits[visit]
      const actor = knowing.place[firm]
      if (actor < 0) continue
      raiseExpertise(world, knowing, means, actor, parameters, taught, lead)
      takeFromPartners(world, knowing, actor, parameters, tieDraws)
      if (world.organisations.columns.technology[firm] === 1) {
        discover(world, knowing, actor, parameters, ownDraws)
        pickUp(world, knowing, actor, parameters, ownDraws)
      }
      forget(world, knowing, actor, parameters, ownDraws)
    }
    updateAbsorptive(world, parameters)
  },
})

/** Absorptive capacity grows with R&D, skill and training, and is the same for all that a firm learns in a quarter. */
function updateAbsorptive(world: World, parameters: Parameters): void {
  const { absorptive, technology, rdStock, employees, skilled, training } = world.organisations.columns
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.visits[i]
    if (technology[firm] === 0) continue
    const heads = Math.max(1, employees[firm] + skilled[firm])
    absorptive[firm] = absorptiveCapacity(
      rdStock[firm] / (heads * parameters.absorptiveResearch),
      skilled[firm] / (heads * parameters.absorptiveSkill),
      parameters.absorptiveTraining * training[firm],
      parameters,
    )
  }
}
