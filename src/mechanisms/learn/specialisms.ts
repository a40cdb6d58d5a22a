/** Specialisms of a firm: copied from partners and neighbours, found by R&D and practice, forgotten. */
import { binomialFrom, poissonFrom } from '../../world/distributions.ts'
import {
  addSpecialism, countSpecialisms, drawnSpecialism, dropSpecialism, fieldOf, nextNew, nextSpecialism,
} from '../../world/knowledge.ts'
import { countBits, SPECIALISMS, SPECIALISMS_PER_FIELD, WORDS } from '../../world/organisations.ts'
import type { Draws } from '../../world/random.ts'
import { partnerOf, RUNNING } from '../../world/ties.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import type { Knowing } from './knowing.ts'
import { passingRate, type passingParameters } from './passing.ts'

export const specialismParameters = {
  discovery: {
    unit: 'specialisms per quarter', default: 0.8, minimum: 0, maximum: 4,
    mark: 'assumed', source: 'about 14 specialisms of firms with R&D in the long run; domain-models 10.1: 6-24',
    meaning: 'specialisms that R&D at full effort adds',
  },
  practice: {
    unit: 'specialisms per quarter', default: 0.3, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'keeps technology firms without R&D at about nine specialisms',
    meaning: 'specialisms that a technology firm learns by doing',
  },
  neighbours: {
    unit: 'specialisms per quarter', default: 0.15, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'R78 R79: knowledge spills over among neighbours',
    meaning: 'specialisms that a firm with full absorptive capacity picks up from its cluster',
  },
  forgetting: {
    unit: 'share per quarter', default: 0.02, minimum: 0, maximum: 0.2,
    mark: 'assumed', source: 'eight per cent a year',
    meaning: 'specialisms forgotten where nothing keeps them in use',
  },
  room: {
    unit: 'specialisms', default: 32, minimum: 8, maximum: 200,
    mark: 'assumed', source: 'domain-models 10.1: 6-24 in use',
    meaning: 'most that a firm with many skilled staff can keep; six without any',
  },
  roomStaff: {
    unit: 'persons', default: 8, minimum: 1, maximum: 100,
    mark: 'derived', source: 'R07: a quarter of about 30 staff',
    meaning: 'skilled staff at which half of the room above six is there',
  },
} as const satisfies ParameterDeclarations

const LEAST_ROOM = 6

/** Specialisms that a firm has room for. */
export function roomFor(skilled: number, room: number, roomStaff: number): number {
  return LEAST_ROOM + Math.floor(((room - LEAST_ROOM) * skilled) / (skilled + roomStaff))
}

/**
 * Specialisms copied from partners: each that is new, with the chance `passingRate`. Over a whole set at distance d that is
 * proportional to d (1 - d)^(1 / a): the inverted U is a result.
 */
export function takeFromPartners(
  world: World, knowing: Knowing, actor: number, parameters: ParameterValues<typeof passingParameters>, draws: Draws,
): void {
  const { id, specialisms } = world.organisations.columns
  const { table, starts, list } = world.ties
  const firm = knowing.rows[actor]
  for (let entry = starts[firm]; entry < starts[firm + 1]; entry++) {
    const tie = list[entry]
    if (table.columns.outcome[tie] !== RUNNING) continue
    const partnerRow = partnerOf(table, tie, firm)
    const partner = knowing.place[partnerRow]
    const chance = passingRate(world, knowing, tie, actor, partner, parameters)
    if (chance === 0) continue
    let fresh = 0
    for (let word = 0; word < WORDS; word++) {
      fresh += countBits(knowing.sets[partner * WORDS + word] & ~knowing.sets[actor * WORDS + word])
    }
    // The two directions of a pair have draws of their own.
    const direction = id[firm] < id[partnerRow] ? 0 : 1
    const copies = binomialFrom(draws.pairUniform(id[firm], id[partnerRow], direction), fresh, chance)
    for (let copy = 1; copy <= copies; copy++) {
      const from = Math.floor(draws.pairUniform(id[firm], id[partnerRow], direction + 2 * copy) * SPECIALISMS)
      add(specialisms, firm, nextNew(knowing.sets, partner, specialisms, firm, from))
    }
  }
}

type Parameters = ParameterValues<typeof specialismParameters>

/** Draw indices of a firm's own learning. */
const RESEARCH = 0, NEIGHBOURS = 1, FORGET_MAIN = 2, FORGET_OTHER = 3, NEIGHBOUR_TRIES = 4
const CHOICES = 16, MAIN_LOSSES = 1_000, OTHER_LOSSES = 2_000, SURPLUS = 3_000
const MOST_TRIES = 8
const MOST_FOUND = 16

/** New specialisms out of R&D and practice. */
export function discover(world: World, knowing: Knowing, actor: number, parameters: Parameters, draws: Draws): void {
  const { id, specialisms } = world.organisations.columns
  const firm = knowing.rows[actor]
  const owner = id[firm]
  const mean = parameters.practice + parameters.discovery * knowing.efforts[actor]
  const found = Math.min(MOST_FOUND, poissonFrom(draws.uniform(owner, RESEARCH), mean))
  for (let choice = 0; choice < found; choice++) {
    const wanted = drawnSpecialism(
      draws.uniform(owner, CHOICES + 2 * choice),
      draws.uniform(owner, CHOICES + 2 * choice + 1),
      knowing.mainFields[actor],
      knowing.secondFields[actor],
    )
    const start = fieldOf(wanted) * SPECIALISMS_PER_FIELD
    add(specialisms, firm, nextSpecialism(specialisms, firm, false, wanted, start, SPECIALISMS_PER_FIELD))
  }
}

/** A specialism seen at a neighbour in the cluster. */
export function pickUp(world: World, knowing: Knowing, actor: number, parameters: Parameters, draws: Draws): void {
  const { id, absorptive, cluster, specialisms } = world.organisations.columns
  const firm = knowing.rows[actor]
  const chance = parameters.neighbours * absorptive[firm]
  const draw = draws.uniform(id[firm], NEIGHBOURS)
  if (draw >= chance) return
  const { rows } = world.clusterSlots[cluster[firm]]
  for (let tried = 0; tried < MOST_TRIES; tried++) {
    const neighbour = rows[draws.slot(id[firm], NEIGHBOUR_TRIES + tried, rows.length)]
    if (neighbour < 0 || neighbour === firm || knowing.place[neighbour] < 0) continue
    // What is left of the draw below `chance` is uniform again.
    const from = Math.floor((draw / chance) * SPECIALISMS)
    add(specialisms, firm, nextNew(knowing.sets, knowing.place[neighbour], specialisms, firm, from))
    return
  }
}

/** What the R&D of the main field does not keep in use is forgotten, and what there is no room for. */
export function forget(world: World, knowing: Knowing, actor: number, parameters: Parameters, draws: Draws): void {
  const { id, skilled, specialisms } = world.organisations.columns
  const firm = knowing.rows[actor]
  const owner = id[firm]
  const main = knowing.mainFields[actor] * SPECIALISMS_PER_FIELD
  const afterMain = main + SPECIALISMS_PER_FIELD
  const elsewhere = SPECIALISMS - SPECIALISMS_PER_FIELD
  const held = countSpecialisms(knowing.sets, actor)
  let heldInMain = 0
  for (let word = main >>> 5; word < afterMain >>> 5; word++) {
    heldInMain += countBits(knowing.sets[actor * WORDS + word])
  }

  const idle = parameters.forgetting * (1 - knowing.efforts[actor])
  const mainLosses = binomialFrom(draws.uniform(owner, FORGET_MAIN), heldInMain, idle)
  for (let loss = 0; loss < mainLosses; loss++) {
    const from = main + Math.floor(draws.uniform(owner, MAIN_LOSSES + loss) * SPECIALISMS_PER_FIELD)
    drop(specialisms, firm, nextSpecialism(specialisms, firm, true, from, main, SPECIALISMS_PER_FIELD))
  }
  const otherLosses = binomialFrom(draws.uniform(owner, FORGET_OTHER), held - heldInMain, parameters.forgetting)
  for (let loss = 0; loss < otherLosses; loss++) {
    const from = afterMain + Math.floor(draws.uniform(owner, OTHER_LOSSES + loss) * elsewhere)
    drop(specialisms, firm, nextSpecialism(specialisms, firm, true, from, afterMain, elsewhere))
  }
  const surplus = countSpecialisms(specialisms, firm) - roomFor(skilled[firm], parameters.room, parameters.roomStaff)
  for (let loss = 0; loss < surplus; loss++) {
    const from = Math.floor(draws.uniform(owner, SURPLUS + loss) * SPECIALISMS)
    drop(specialisms, firm, nextSpecialism(specialisms, firm, true, from))
  }
}

function add(sets: Uint32Array, row: number, specialism: number): void {
  if (specialism >= 0) addSpecialism(sets, row, specialism)
}

function drop(sets: Uint32Array, row: number, specialism: number): void {
  if (specialism >= 0) dropSpecialism(sets, row, specialism)
}
