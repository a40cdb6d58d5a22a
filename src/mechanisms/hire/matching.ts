/** The market for skilled staff: who comes to it, who finds whom, who gives up. */
import { pow } from '../../world/arithmetic.ts'
import { noteMove } from '../../world/journal.ts'
import { acquireSpecialism } from '../../world/knowledge.ts'
import { UNIVERSITY } from '../../world/organisations.ts'
import type { Draws } from '../../world/random.ts'
import { createSlots, occupy, type Slots, vacate } from '../../world/slots.ts'
import { compact } from '../../world/table.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import { addressOf, FROM_FIRM, GRADUATE, personAddress, startSearch } from './movers.ts'
import { startingWage } from './posts.ts'

export const matchingParameters = {
  graduates: {
    unit: 'share of the initial skilled staff per year', default: 0.05, minimum: 0, maximum: 0.15,
    mark: 'derived', source: 'leavers (CF47) times departures: keeps the stock stationary at the starting wage',
    meaning: 'graduates and newcomers from other regions at the starting wage',
  },
  graduateElasticity: {
    unit: 'elasticity', default: 1, minimum: 0, maximum: 4,
    mark: 'recalled', source: 'supply of scientists and engineers is slow: 0.2-1 within years, 2-4 over cohorts',
    meaning: 'how much more graduates and newcomers a higher wage brings',
  },
  departures: {
    unit: 'share of leavers', default: 0.2, minimum: 0, maximum: 0.6,
    mark: 'assumed', source: 'other regions, public posts, own account, retirement',
    meaning: 'persons who leave the region or the occupation with their firm, at the starting wage',
  },
  departureElasticity: {
    unit: 'elasticity', default: 0.5, minimum: 0, maximum: 4,
    mark: 'assumed', source: 'half of that of graduates: those who have settled move less',
    meaning: 'how much fewer persons leave the region at a higher wage',
  },
  looks: {
    unit: 'posts per round', default: 4, minimum: 1, maximum: 32, integer: true,
    mark: 'assumed', source: 'few offers are compared at a time',
    meaning: 'posts that a searcher compares before proposing to the best-liked',
  },
  rounds: {
    unit: 'rounds per quarter', default: 4, minimum: 1, maximum: 12, integer: true,
    mark: 'assumed', source: 'filling a post takes one to three months',
    meaning: 'rounds of proposals in a quarter',
  },
  tasteSpread: {
    unit: 'share of the wage', default: 0.3, minimum: 0.01, maximum: 2,
    mark: 'assumed', source: 'place, colleagues and task weigh as much as pay',
    meaning: 'range of what the same post is worth to different persons',
  },
  patience: {
    unit: 'quarters', default: 4, minimum: 1, maximum: 20, integer: true,
    mark: 'assumed', source: 'L21 X10: those without work for a year go elsewhere',
    meaning: 'search after which a person leaves the region or the occupation',
  },
} as const satisfies ParameterDeclarations
type MatchingParameters = ParameterValues<typeof matchingParameters>

/** Draws of one searcher in one round before it stops looking: empty slots are drawn again. */
const TRIES = 48
/** Posts expected at a time, share of the initial skilled staff: sizes the slots, which must not depend on the arm. */
const EXPECTED_POSTS = 0.03

/** Quantity supplied at a wage relative to the starting one. */
export function supplied(atStart: number, relativeWage: number, elasticity: number): number {
  return atStart * pow(relativeWage, elasticity)
}

/** Those who left or were let go begin to search, unless they leave the region at once; graduates join them. */
export function gatherMovers(
  world: World,
  letGo: Int32Array,
  parameters: MatchingParameters,
  departing: Draws,
  graduating: Draws,
): void {
  const { firms, step, organisations, events } = world
  const { id, kind, leavers } = organisations.columns
  const relativeWage = world.skilledWage / startingWage(world)

  const departureChance = Math.min(1, supplied(parameters.departures, relativeWage, -parameters.departureElasticity))
  for (let i = 0; i < world.firmCount; i++) {
    const firm = firms[i]
    const leaving = leavers[firm] + letGo[firm]
    noteMove(world, 'left', id[firm], NaN, leavers[firm])
    noteMove(world, 'letGo', id[firm], NaN, letGo[firm])
    for (let ordinal = 0; ordinal < leaving; ordinal++) {
      if (departing.uniform(personAddress(id[firm], ordinal, step), 0) < departureChance) events.departures++
      else startSearch(world, firm, ordinal, step, FROM_FIRM)
    }
  }

  let universities = 0
  for (let row = 0; row < world.institutions; row++) if (kind[row] === UNIVERSITY) universities++
  const yearly = supplied(parameters.graduates * world.skilledStart, relativeWage, parameters.graduateElasticity)
  for (let row = 0; row < world.institutions; row++) {
    if (kind[row] !== UNIVERSITY) continue
    const graduates = Math.floor(yearly / 4 / universities + graduating.uniform(id[row], 0))
    for (let ordinal = 0; ordinal < graduates; ordinal++) startSearch(world, row, ordinal, step, GRADUATE)
    events.graduates += graduates
  }
}

/** One person takes one post; what it knows comes along as far as the firm can absorb it, and whom it knows. */
function join(world: World, mover: number, firm: number, address: number, carrying: Draws): void {
  const { skilled, vacancies, absorptive, acquaintance, acquaintanceId } = world.organisations.columns
  const { origin, originId, specialism, secondSpecialism } = world.movers.columns
  skilled[firm]++
  vacancies[firm]--
  if (origin[mover] >= 0) {
    acquaintance[firm] = origin[mover]
    acquaintanceId[firm] = originId[mover]
  }
  if (specialism[mover] >= 0 && carrying.uniform(address, 0) < absorptive[firm]) {
    acquireSpecialism(world, firm, specialism[mover])
  }
  if (secondSpecialism[mover] >= 0 && carrying.uniform(address, 1) < absorptive[firm]) {
    acquireSpecialism(world, firm, secondSpecialism[mover])
  }
}

/** Posts in their slots, whom each prefers so far; of each searcher where it proposes and whether its search is over. */
interface Exchange {
  readonly slots: Slots
  readonly chosen: Int32Array
  readonly chosenPriority: Float64Array
  readonly proposal: Int32Array
  readonly over: Uint8Array
}
type Looking = MatchingParameters & { readonly largeAppeal: number }

/**
 * Rounds of proposals. Every post has a slot of its own and every searcher its own draws, so a post more in one firm
 * shifts nobody else's; who takes whom is settled by draws of the pair. Those left keep searching, or give up.
 */
export function matchPosts(world: World, parameters: Looking, looking: Draws, liking: Draws, carrying: Draws): void {
  const exchange = openExchange(world)
  for (let round = 0; round < parameters.rounds && exchange.slots.occupied > 0; round++) {
    propose(world, exchange, round, parameters, looking, liking)
    accept(world, exchange, carrying)
  }
  giveUp(world, exchange.over, parameters.patience)
  compact(world.movers, (mover) => exchange.over[mover] === 0)
}

function openExchange({ organisations, firms, firmCount, movers, skilledStart }: World): Exchange {
  const { id, vacancies } = organisations.columns
  const slots = createSlots(EXPECTED_POSTS * skilledStart)
  for (let i = 0; i < firmCount; i++) {
    const firm = firms[i]
    for (let ordinal = 0; ordinal < vacancies[firm]; ordinal++) occupy(slots, personAddress(id[firm], ordinal, -1), firm)
  }
  return {
    slots,
    chosen: new Int32Array(slots.rows.length).fill(-1),
    chosenPriority: new Float64Array(slots.rows.length),
    proposal: new Int32Array(movers.count),
    over: new Uint8Array(movers.count),
  }
}

function propose(world: World, exchange: Exchange, round: number, parameters: Looking, looking: Draws, liking: Draws): void {
  const { slots, chosen, chosenPriority, proposal, over } = exchange
  const { id } = world.organisations.columns
  const { origin } = world.movers.columns
  for (let mover = 0; mover < world.movers.count; mover++) {
    proposal[mover] = -1
    if (over[mover] === 1) continue
    const address = addressOf(world, mover)
    const best = bestLiked(world, slots.rows, address, origin[mover], round, parameters, looking, liking)
    if (best < 0) continue
    proposal[mover] = best
    const priority = liking.pairUniform(address, id[slots.rows[best]], 1)
    // Of two with the same priority the one who stands first in the table, which is an order of identity.
    if (chosen[best] < 0 || priority > chosenPriority[best]) {
      chosen[best] = mover
      chosenPriority[best] = priority
    }
  }
}

/** Slot of the post that a searcher likes best of those it looks at; -1 when it finds none. */
function bestLiked(
  world: World, posts: Int32Array, address: number, origin: number, round: number, parameters: Looking, looking: Draws, liking: Draws,
): number {
  const { id, large } = world.organisations.columns
  let best = -1
  let bestLiking = -1
  let looks = 0
  for (let attempt = 0; attempt < TRIES && looks < parameters.looks; attempt++) {
    const slot = looking.slot(address, round * TRIES + attempt, posts.length)
    const firm = posts[slot]
    if (firm < 0 || firm === origin) continue
    looks++
    const appeal = large[firm] === 1 ? parameters.largeAppeal : 0
    const liked = appeal + parameters.tasteSpread * liking.pairUniform(address, id[firm], 0)
    if (liked > bestLiking) {
      best = slot
      bestLiking = liked
    }
  }
  return best
}

function accept(world: World, { slots, chosen, proposal, over }: Exchange, carrying: Draws): void {
  const { id } = world.organisations.columns
  const { count, columns } = world.movers
  for (let mover = 0; mover < count; mover++) {
    const slot = proposal[mover]
    if (slot < 0 || chosen[slot] !== mover) continue
    const firm = slots.rows[slot]
    join(world, mover, firm, addressOf(world, mover), carrying)
    noteMove(world, 'hired', columns.originId[mover], id[firm], 1)
    vacate(slots, slot)
    over[mover] = 1
  }
  for (let mover = 0; mover < count; mover++) if (proposal[mover] >= 0) chosen[proposal[mover]] = -1
}

function giveUp({ movers, step, events }: World, over: Uint8Array, patience: number): void {
  const { since } = movers.columns
  for (let mover = 0; mover < movers.count; mover++) {
    if (over[mover] === 1 || step - since[mover] + 1 < patience) continue
    over[mover] = 1
    events.departures++
  }
}
