/**
 * Knowledge moves along ties, from neighbours and out of own R&D; what is unused is forgotten; the frontier moves on.
 * The advantage of a middle distance between partners is not coded: the closer know little that is new, the more
 * distant are not understood.
 */
import { poissonFrom, binomialFrom } from '../world/distributions.ts'
import {
  addSpecialism, countSpecialisms, drawnSpecialism, dropSpecialism, fieldOf, nextNew, nextSpecialism, OWN_FIELD,
  understandability,
} from '../world/knowledge.ts'
import { countBits, FIELDS, SPECIALISMS, SPECIALISMS_PER_FIELD, WORDS } from '../world/organisations.ts'
import type { Draws } from '../world/random.ts'
import { partnerOf, RUNNING } from '../world/ties.ts'
import type { World } from '../world/world.ts'
import { frontierParameters, renewedExpertise, renewSpecialisms } from './learn/frontier.ts'
import { clusterMeans, gatherKnowing, recordKnowing, type Knowing } from './learn/knowing.ts'
import { mechanism, type ParameterDeclarations, type ParameterValues } from './mechanism.ts'

const parameters = {
  ...frontierParameters,
  transferRate: {
    unit: 'share per quarter', default: 0.8, minimum: 0, maximum: 2,
    mark: 'assumed', source: 'partners that stay together share most of what they can understand within 3-5 years',
    meaning: 'part of what is new and understood that passes along a fully trusted, fully engaged tie',
  },
  rivalReserve: {
    unit: 'share', default: 0.5, minimum: 0, maximum: 1,
    mark: 'read', source: 'VT17 R54 R55: rivals pass on 0.3-0.8 of what others do',
    meaning: 'part of what it would share that a firm keeps from a rival',
  },
  leakage: {
    unit: 'share', default: 0.1, minimum: 0, maximum: 0.5,
    mark: 'assumed', source: 'design 3.3.11',
    meaning: 'what a rival learns in a tie although the partner would keep it, as a share of full transfer',
  },
  lineResearch: {
    unit: 'yuan per year', default: 740_000, minimum: 200_000, maximum: 3_000_000,
    mark: 'derived', source: 'CF20 times 20 million yuan',
    meaning: 'R&D spending on one product line at which effort is one half',
  },
  ownRate: {
    unit: 'share of the gap per quarter', default: 0.06, minimum: 0, maximum: 0.3,
    mark: 'assumed', source: 'mean R&D keeps a firm near 0.7 of the frontier in its main field',
    meaning: 'how fast R&D at full effort closes the gap to the frontier in the main field; half as fast in the second',
  },
  discovery: {
    unit: 'specialisms per quarter', default: 0.6, minimum: 0, maximum: 4,
    mark: 'assumed', source: '6-24 specialisms in the long run',
    meaning: 'new specialisms that R&D at full effort brings',
  },
  practice: {
    unit: 'specialisms per quarter', default: 0.12, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'keeps firms without R&D at about six specialisms',
    meaning: 'specialisms that a technology firm learns by doing',
  },
  spillover: {
    unit: 'share of the gap per quarter', default: 0.03, minimum: 0, maximum: 0.2,
    mark: 'assumed', source: 'R78: social returns at least twice the private ones',
    meaning: 'how fast a firm with full absorptive capacity follows the mean expertise of its cluster',
  },
  neighbours: {
    unit: 'specialisms per quarter', default: 0.15, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'R78 R79',
    meaning: 'specialisms that a firm with full absorptive capacity picks up from its cluster',
  },
  forgetting: {
    unit: 'share per quarter', default: 0.02, minimum: 0, maximum: 0.2,
    mark: 'assumed', source: '8 % a year',
    meaning: 'specialisms forgotten where nothing keeps them in use',
  },
  room: {
    unit: 'specialisms', default: 32, minimum: 8, maximum: 200,
    mark: 'assumed', source: 'domain-models 10.1: 6-24 in use',
    meaning: 'most that a firm with many skilled staff can keep; six without any',
  },
  roomStaff: {
    unit: 'persons', default: 8, minimum: 1, maximum: 100,
    mark: 'assumed', source: 'CF58: 25 % skilled of about 30 staff',
    meaning: 'skilled staff at which half of the room above six is there',
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
  absorptiveTraining: {
    unit: 'units per seat and person', default: 0.5, minimum: 0, maximum: 4,
    mark: 'assumed', source: 'L21; R63: what newcomers bring is used where staff are skilled',
    meaning: 'what training counts beside the skilled share',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof parameters>

const LEAST_ROOM = 6

/** Specialisms that a firm has room for. */
export function roomFor(skilled: number, room: number, roomStaff: number): number {
  return LEAST_ROOM + Math.floor(((room - LEAST_ROOM) * skilled) / (skilled + roomStaff))
}

/** Absorptive capacity, between 0.15 and 0.85; 0.5 where R&D stock per head and skilled share are the usual ones. */
export function absorptiveCapacity(research: number, skill: number, training: number): number {
  const strength = (research + skill + training) / 2
  return 0.15 + (0.7 * strength) / (1 + strength)
}

/** How open a tie is: trust and the effort of the less engaged side; rivals keep back, and lose some against their will. */
export function openness(trust: number, effort: number, reserve: number, leakage: number): number {
  return trust * effort * (1 - reserve) + leakage
}

export const learn = mechanism({
  name: 'learn',
  purpose: 'knowledge moves along ties and to neighbours, R&D makes new, the unused is forgotten, the frontier moves on',
  parameters,
  switchable: true,
  run(world, _policy, parameters, random) {
    const knowing = gatherKnowing(world, parameters.lineResearch)
    renewSpecialisms(world, knowing, parameters, random)
    recordKnowing(world, knowing)
    const means = clusterMeans(world, knowing)
    const tieDraws = random.site('learn.tie', world.step)
    const ownDraws = random.site('learn.own', world.step)

    for (let row = 0; row < world.institutions; row++) keepAtFrontier(world, row, parameters)
    for (let visit = 0; visit < world.firmCount; visit++) {
      const firm = world.visits[visit]
      const actor = knowing.place[firm]
      if (actor < 0) continue
      raiseExpertise(world, knowing, firm, actor, means, parameters)
      takeFromPartners(world, knowing, firm, actor, parameters, tieDraws)
      if (world.organisations.columns.technology[firm] === 1) discover(world, knowing, firm, actor, parameters, ownDraws)
      forget(world, knowing, firm, actor, parameters, ownDraws)
      updateAbsorptive(world, firm, parameters)
    }
  },
})

function keepAtFrontier(world: World, row: number, parameters: Parameters): void {
  const { knowledge } = world.organisations.columns
  for (let field = 0; field < FIELDS; field++) {
    const entry = row * FIELDS + field
    if (knowledge[entry] < OWN_FIELD) continue
    knowledge[entry] = renewedExpertise(knowledge[entry], parameters.frontierPace, parameters.institutionRenewal)
  }
}

const tieOpenness = (world: World, knowing: Knowing, tie: number, actor: number, partner: number, parameters: Parameters) => {
  const { trust, rivals } = world.ties.table.columns
  const rival = rivals[tie] === 1
  const least = Math.min(knowing.efforts[actor], knowing.efforts[partner])
  return openness(trust[tie], least, rival ? parameters.rivalReserve : 0, rival ? parameters.leakage : 0)
}

const gains = new Float64Array(FIELDS)
const best = new Float64Array(FIELDS)

/**
 * Expertise in each field: the frontier moves on, R&D closes part of the gap in the main and second field, partners that
 * know more teach, neighbours are followed.
 */
function raiseExpertise(
  world: World, knowing: Knowing, firm: number, actor: number, means: Float64Array, parameters: Parameters,
): void {
  const { knowledge, absorptive, cluster } = world.organisations.columns
  const { table, starts, list } = world.ties
  const { outcome, commonGround } = table.columns
  const { levels } = knowing
  gains.fill(0)
  best.fill(0)
  for (let entry = starts[firm]; entry < starts[firm + 1]; entry++) {
    const tie = list[entry]
    if (outcome[tie] !== RUNNING) continue
    const partner = knowing.place[partnerOf(table, tie, firm)]
    if (partner < 0) continue
    const rate =
      parameters.transferRate *
      tieOpenness(world, knowing, tie, actor, partner, parameters) *
      understandability(commonGround[tie], absorptive[firm])
    for (let field = 0; field < FIELDS; field++) {
      const gap = levels[partner * FIELDS + field] - levels[actor * FIELDS + field]
      if (gap <= 0) continue
      gains[field] += rate * gap
      if (gap > best[field]) best[field] = gap
    }
  }
  const ownRate = parameters.ownRate * knowing.efforts[actor]
  const follow = parameters.spillover * absorptive[firm]
  for (let field = 0; field < FIELDS; field++) {
    const level = levels[actor * FIELDS + field]
    const own = field === knowing.mainFields[actor] ? ownRate : field === knowing.secondFields[actor] ? ownRate / 2 : 0
    const above = means[cluster[firm] * FIELDS + field] - level
    const learned = Math.min(gains[field], best[field]) + (above > 0 ? follow * above : 0)
    knowledge[firm * FIELDS + field] = Math.min(1, renewedExpertise(level, parameters.frontierPace, own) + learned)
  }
}

/**
 * Specialisms copied from partners: of those that are new, each with probability transferRate x openness x
 * understandability. In sum over a set at distance d this is proportional to d (1 - d)^(1 / a).
 */
function takeFromPartners(
  world: World, knowing: Knowing, firm: number, actor: number, parameters: Parameters, draws: Draws,
): void {
  const { id, absorptive, specialisms } = world.organisations.columns
  const { table, starts, list } = world.ties
  const { outcome, commonGround } = table.columns
  for (let entry = starts[firm]; entry < starts[firm + 1]; entry++) {
    const tie = list[entry]
    if (outcome[tie] !== RUNNING) continue
    const partnerRow = partnerOf(table, tie, firm)
    const partner = knowing.place[partnerRow]
    if (partner < 0) continue
    let fresh = 0
    for (let word = 0; word < WORDS; word++) {
      fresh += countBits(knowing.sets[partner * WORDS + word] & ~knowing.sets[actor * WORDS + word])
    }
    const chance =
      parameters.transferRate *
      tieOpenness(world, knowing, tie, actor, partner, parameters) *
      understandability(commonGround[tie], absorptive[firm])
    if (fresh === 0 || chance <= 0) continue
    // The two directions of a pair have draws of their own.
    const address = id[firm] < id[partnerRow] ? 0 : 1
    const count = binomialFrom(draws.pairUniform(id[firm], id[partnerRow], address), fresh, Math.min(1, chance))
    for (let copy = 1; copy <= count; copy++) {
      const from = Math.floor(draws.pairUniform(id[firm], id[partnerRow], address + 2 * copy) * SPECIALISMS)
      const specialism = nextNew(knowing.sets, partner, specialisms, firm, from)
      if (specialism >= 0) addSpecialism(specialisms, firm, specialism)
    }
  }
}

/** Draw indices of a firm's own learning. */
const RESEARCH = 0, NEIGHBOURS = 1, FORGET_MAIN = 2, FORGET_OTHER = 3, NEIGHBOUR_TRIES = 4, CHOICES = 16, LOSSES = 64
const MOST_TRIES = 8

/** New specialisms out of R&D and practice, and from a neighbour in the cluster. */
function discover(
  world: World, knowing: Knowing, firm: number, actor: number, parameters: Parameters, draws: Draws,
): void {
  const { id, absorptive, cluster, specialisms } = world.organisations.columns
  const owner = id[firm]
  const mean = parameters.practice + parameters.discovery * knowing.efforts[actor]
  const found = Math.min(16, poissonFrom(draws.uniform(owner, RESEARCH), mean))
  for (let choice = 0; choice < found; choice++) {
    const wanted = drawnSpecialism(
      draws.uniform(owner, CHOICES + 2 * choice),
      draws.uniform(owner, CHOICES + 2 * choice + 1),
      knowing.mainFields[actor],
      knowing.secondFields[actor],
    )
    const start = fieldOf(wanted) * SPECIALISMS_PER_FIELD
    const specialism = nextSpecialism(specialisms, firm, false, wanted, start, SPECIALISMS_PER_FIELD)
    if (specialism >= 0) addSpecialism(specialisms, firm, specialism)
  }

  const chance = parameters.neighbours * absorptive[firm]
  const draw = draws.uniform(owner, NEIGHBOURS)
  if (draw >= chance) return
  const { rows } = world.clusterSlots[cluster[firm]]
  for (let tried = 0; tried < MOST_TRIES; tried++) {
    const neighbour = rows[draws.slot(owner, NEIGHBOUR_TRIES + tried, rows.length)]
    if (neighbour < 0 || neighbour === firm || knowing.place[neighbour] < 0) continue
    // What is left of the draw below `chance` is uniform again.
    const from = Math.min(SPECIALISMS - 1, Math.floor((draw / chance) * SPECIALISMS))
    const specialism = nextNew(knowing.sets, knowing.place[neighbour], specialisms, firm, from)
    if (specialism >= 0) addSpecialism(specialisms, firm, specialism)
    return
  }
}

/** What the R&D of the main field does not keep in use is forgotten, and what there is no room for. */
function forget(
  world: World, knowing: Knowing, firm: number, actor: number, parameters: Parameters, draws: Draws,
): void {
  const { id, skilled, specialisms } = world.organisations.columns
  const owner = id[firm]
  const mainStart = knowing.mainFields[actor] * SPECIALISMS_PER_FIELD
  const held = countSpecialisms(knowing.sets, actor)
  let inMain = 0
  for (let word = mainStart >>> 5; word < (mainStart + SPECIALISMS_PER_FIELD) >>> 5; word++) {
    inMain += countBits(knowing.sets[actor * WORDS + word])
  }
  const idle = parameters.forgetting * (1 - knowing.efforts[actor])
  const fromMain = binomialFrom(draws.uniform(owner, FORGET_MAIN), inMain, idle)
  const others = binomialFrom(draws.uniform(owner, FORGET_OTHER), held - inMain, parameters.forgetting)
  for (let loss = 0; loss < fromMain; loss++) {
    const from = mainStart + Math.floor(draws.uniform(owner, LOSSES + loss) * SPECIALISMS_PER_FIELD)
    drop(specialisms, firm, nextSpecialism(specialisms, firm, true, from, mainStart, SPECIALISMS_PER_FIELD))
  }
  // Cyclically from the end of the main field: everything that lies outside of it.
  const outside = SPECIALISMS - SPECIALISMS_PER_FIELD
  for (let loss = 0; loss < others; loss++) {
    const draw = Math.floor(draws.uniform(owner, LOSSES + 128 + loss) * outside)
    drop(specialisms, firm, nextOutside(specialisms, firm, mainStart + SPECIALISMS_PER_FIELD, draw, outside))
  }
  const surplus = countSpecialisms(specialisms, firm) - roomFor(skilled[firm], parameters.room, parameters.roomStaff)
  for (let loss = 0; loss < surplus; loss++) {
    const from = Math.floor(draws.uniform(owner, LOSSES + 256 + loss) * SPECIALISMS)
    drop(specialisms, firm, nextSpecialism(specialisms, firm, true, from))
  }
}

function nextOutside(sets: Uint32Array, row: number, start: number, offset: number, length: number): number {
  for (let step = 0; step < length; step++) {
    const specialism = (start + ((offset + step) % length)) % SPECIALISMS
    if (((sets[row * WORDS + (specialism >>> 5)] >>> (specialism & 31)) & 1) === 1) return specialism
  }
  return -1
}

function drop(sets: Uint32Array, row: number, specialism: number): void {
  if (specialism >= 0) dropSpecialism(sets, row, specialism)
}

function updateAbsorptive(world: World, firm: number, parameters: Parameters): void {
  const { absorptive, rdStock, employees, skilled, training } = world.organisations.columns
  const heads = Math.max(1, employees[firm] + skilled[firm])
  absorptive[firm] = absorptiveCapacity(
    rdStock[firm] / (heads * parameters.absorptiveResearch),
    skilled[firm] / (heads * parameters.absorptiveSkill),
    parameters.absorptiveTraining * training[firm],
  )
}
