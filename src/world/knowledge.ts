/**
 * What organisations know: a level of expertise in each field, relative to the frontier (1), and a set of specialisms.
 * Novelty and common ground of two organisations are counted on the sets, never assumed.
 */
import { pow } from './arithmetic.ts'
import {
  countBits, FIELDS, SPECIALISMS, SPECIALISMS_PER_FIELD, UNIVERSITY, WORDS, type Organisations,
} from './organisations.ts'
import type { Draws } from './random.ts'
import type { World } from './world.ts'

/** Draw site of endowments; always asked for step 0, because an organisation is born with them. */
export const ENDOWMENT_SITE = 'endow'
/** Least expertise at which a university or institute counts a field as its own. */
export const OWN_FIELD = 0.5

// ---------------------------------------------------------------- specialism sets
// A set is WORDS words at `row * WORDS`, in the organisations' column or in a copy of it.

export function countSpecialisms(sets: Uint32Array, row: number): number {
  let count = 0
  for (let word = row * WORDS; word < (row + 1) * WORDS; word++) count += countBits(sets[word])
  return count
}

export function countShared(sets: Uint32Array, row: number, otherRow: number): number {
  const toOther = (otherRow - row) * WORDS
  let count = 0
  for (let word = row * WORDS; word < (row + 1) * WORDS; word++) count += countBits(sets[word] & sets[word + toOther])
  return count
}

export function holdsSpecialism(sets: Uint32Array, row: number, specialism: number): boolean {
  return ((sets[row * WORDS + (specialism >>> 5)] >>> (specialism & 31)) & 1) === 1
}

export function addSpecialism(sets: Uint32Array, row: number, specialism: number): void {
  sets[row * WORDS + (specialism >>> 5)] |= 1 << (specialism & 31)
}

export function dropSpecialism(sets: Uint32Array, row: number, specialism: number): void {
  sets[row * WORDS + (specialism >>> 5)] &= ~(1 << (specialism & 31))
}

/** A newcomer brings a specialism along; a set above its room loses something else in the next `learn`. */
export function acquireSpecialism(world: World, row: number, specialism: number): void {
  addSpecialism(world.organisations.columns.specialisms, row, specialism)
}

export function fieldOf(specialism: number): number {
  return Math.floor(specialism / SPECIALISMS_PER_FIELD)
}

/**
 * The first specialism from `from` on, cyclically, that the set of `row` holds (`held` true) or lacks, among the
 * `length` specialisms that begin at `start` (both multiples of 32; beyond the last specialism follows the first); -1
 * when there is none. Drawing a place and taking the next one keeps draws paired when a set changes elsewhere.
 */
export function nextSpecialism(
  sets: Uint32Array, row: number, held: boolean, from: number, start = 0, length = SPECIALISMS,
): number {
  const words = length >>> 5
  const offset = (from - start) >>> 5
  for (let step = 0; step <= words; step++) {
    const word = ((start >>> 5) + ((offset + step) % words)) % WORDS
    const content = sets[row * WORDS + word]
    const candidates = fromBit(held ? content : ~content, from & 31, step, words)
    if (candidates !== 0) return word * 32 + lowestBit(candidates)
  }
  return -1
}

/** The first specialism from `from` on, cyclically, that the teacher holds and the learner lacks; -1 without one. */
export function nextNew(
  teacherSets: Uint32Array, teacher: number, learnerSets: Uint32Array, learner: number, from: number,
): number {
  for (let step = 0; step <= WORDS; step++) {
    const word = ((from >>> 5) + step) % WORDS
    const fresh = teacherSets[teacher * WORDS + word] & ~learnerSets[learner * WORDS + word]
    const candidates = fromBit(fresh, from & 31, step, WORDS)
    if (candidates !== 0) return word * 32 + lowestBit(candidates)
  }
  return -1
}

/** The first word of a cycle comes twice: first what lies at or above `bit`, in the last step what lies below. */
function fromBit(word: number, bit: number, step: number, last: number): number {
  const below = (1 << bit) - 1
  return step === 0 ? word & ~below : step === last ? word & below : word
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word)
}

/**
 * Place of a drawn specialism within its field. Some are the common craft of the whole field and many are rare: the
 * cube makes two firms of one field share 20-40 % of what they hold, where equal chances would give an eighth.
 */
export function popularPlace(uniform: number): number {
  return Math.floor(SPECIALISMS_PER_FIELD * uniform * uniform * uniform)
}

// ---------------------------------------------------------------- what a partner is worth

/** Share of a partner's specialisms that are new to one who shares `shared` of its `partnerCount`. */
export function novelty(shared: number, partnerCount: number): number {
  return partnerCount === 0 ? 0 : 1 - shared / partnerCount
}

/** Weight of what only the one with less to itself knows; the rest is that of what only the other knows. */
const NARROWER_WEIGHT = 0.9

/**
 * Common ground of two sets that share `shared`: shared / (shared + 0.9 x what only one holds, the smaller of the two
 * remainders, + 0.1 x the other). For sets of one size it is 1 - novelty. What else a large university knows distracts
 * from what it has in common with a firm, but far less than what the firm knows alone (the symmetric form of Tversky's
 * index).
 */
export function commonGround(shared: number, count: number, partnerCount: number): number {
  if (shared === 0) return 0
  const narrower = Math.min(count, partnerCount) - shared
  const wider = Math.max(count, partnerCount) - shared
  return shared / (shared + NARROWER_WEIGHT * narrower + (1 - NARROWER_WEIGHT) * wider)
}

/**
 * How near an organisation stands to a partner that is ahead in its main field: 1 less the lead. Who is far behind the
 * frontier gains little from those who work there.
 */
export function nearness(knowledge: Float64Array, row: number, partner: number): number {
  const field = mainField(knowledge, row)
  return 1 - Math.max(0, knowledge[partner * FIELDS + field] - knowledge[row * FIELDS + field])
}

/** How much of what is new can be understood: (ground x near)^(1 / absorptive), absorptive capacity in (0, 1). */
export function understandability(ground: number, near: number, absorptive: number): number {
  const understood = ground * near
  return understood > 0 && absorptive > 0 ? pow(understood, 1 / absorptive) : 0
}

/**
 * Novelty times understandability (Nooteboom et al. 2007). For sets of one size at distance d and equal expertise it is
 * d (1 - d)^(1 / a): it rises, then falls, and `bestDistance` moves outward with absorptive capacity a.
 */
export function partnerValue(newShare: number, ground: number, near: number, absorptive: number): number {
  return newShare * understandability(ground, near, absorptive)
}

export function bestDistance(absorptive: number): number {
  return absorptive / (1 + absorptive)
}

/** What a tie brings to innovation: the value of the partner, as far as it is trusted and good at what it does. */
export function tieContribution(value: number, trust: number, expertise: number): number {
  return value * trust * expertise
}

// ---------------------------------------------------------------- fields

/** The field in which the organisation is best, the lowest of equals. */
export function mainField(knowledge: Float64Array, row: number): number {
  let best = 0
  for (let field = 1; field < FIELDS; field++) {
    if (knowledge[row * FIELDS + field] > knowledge[row * FIELDS + best]) best = field
  }
  return best
}

/** The best field but the main one. */
export function secondField(knowledge: Float64Array, row: number, main: number): number {
  let best = main === 0 ? 1 : 0
  for (let field = best + 1; field < FIELDS; field++) {
    if (field !== main && knowledge[row * FIELDS + field] > knowledge[row * FIELDS + best]) best = field
  }
  return best
}

/** Holders of each specialism among the technology firms, and the set of those that fewer than `share` of them hold. */
export function rareSpecialisms(world: World, share: number): Uint32Array {
  const { technology, specialisms } = world.organisations.columns
  const holders = new Int32Array(SPECIALISMS)
  let firms = 0
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.visits[i]
    if (technology[firm] === 0) continue
    firms++
    for (let word = 0; word < WORDS; word++) {
      // `| 0` makes a signed integer of the word, as `&` does: of both kinds the compiler would make a Float64.
      for (let rest = specialisms[firm * WORDS + word] | 0; rest !== 0; rest &= rest - 1) holders[word * 32 + lowestBit(rest)]++
    }
  }
  const rare = new Uint32Array(WORDS)
  for (let specialism = 0; specialism < SPECIALISMS; specialism++) {
    if (holders[specialism] < share * firms) addSpecialism(rare, 0, specialism)
  }
  return rare
}

// ---------------------------------------------------------------- endowment

/** Draw indices of one endowment. */
const MAIN = 0, SECOND = 1, SIZE = 2, LEVEL = 3, WAIT = 4, ABSORPTIVE = 5, OTHER_LEVELS = 8, CHOICES = 16
/** Institutions: fields, coverage, levels, then one draw for each specialism. */
const FIELD_COUNT = 0, FIELD_CHOICE = 1, COVERAGE = 2, HOLDINGS = 16

/** Shares of a firm's specialisms in its main and its second field; the rest lie anywhere. */
export const MAIN_SHARE = 0.7
export const SECOND_SHARE = 0.2

/** A specialism drawn for a firm of these fields: one draw chooses the field, the other the place in it. */
export function drawnSpecialism(fieldDraw: number, placeDraw: number, main: number, second: number): number {
  const anywhere = (fieldDraw - MAIN_SHARE - SECOND_SHARE) / (1 - MAIN_SHARE - SECOND_SHARE)
  const field = fieldDraw < MAIN_SHARE ? main : anywhere < 0 ? second : Math.min(FIELDS - 1, Math.floor(anywhere * FIELDS))
  return field * SPECIALISMS_PER_FIELD + popularPlace(placeDraw)
}

/**
 * Knowledge of a newly born firm, its absorptive capacity until `learn` knows better, and the wait for its first
 * innovation. `fieldWeights[sector * FIELDS + field]` add up to 1 for each sector. A firm that springs from `origin` (a
 * row, -1 for none) takes its specialisms from there and part of its expertise. `id`, `sector` and `technology` of the
 * row must be set.
 */
export function endowFirm(
  organisations: Organisations, row: number, draws: Draws, fieldWeights: Float64Array, origin = -1,
): void {
  const { id, sector, technology, knowledge, specialisms, absorptive, innovationWait } = organisations.columns
  const owner = id[row]
  const able = technology[row] === 1
  const main = drawnField(knowledge, fieldWeights, sector[row], draws.uniform(owner, MAIN), origin)
  const second = (main + 1 + Math.floor(draws.uniform(owner, SECOND) * 2)) % FIELDS

  const level = draws.uniform(owner, LEVEL)
  for (let field = 0; field < FIELDS; field++) {
    knowledge[row * FIELDS + field] = 0.1 * draws.uniform(owner, OTHER_LEVELS + field)
  }
  let mainLevel = able ? 0.3 + 0.4 * level : 0.15 + 0.15 * level
  if (origin >= 0) mainLevel = Math.max(mainLevel, 0.8 * knowledge[origin * FIELDS + main])
  knowledge[row * FIELDS + main] = mainLevel
  knowledge[row * FIELDS + second] = 0.6 * mainLevel

  specialisms.fill(0, row * WORDS, (row + 1) * WORDS)
  const size = 6 + Math.floor(draws.uniform(owner, SIZE) * (able ? 14 : 6))
  for (let choice = 0; choice < size; choice++) {
    const wanted = drawnSpecialism(
      draws.uniform(owner, CHOICES + 2 * choice), draws.uniform(owner, CHOICES + 2 * choice + 1), main, second,
    )
    const start = fieldOf(wanted) * SPECIALISMS_PER_FIELD
    const found = origin >= 0 ? nextNew(specialisms, origin, specialisms, row, wanted) : -1
    const taken = found >= 0 ? found : nextSpecialism(specialisms, row, false, wanted, start, SPECIALISMS_PER_FIELD)
    addSpecialism(specialisms, row, taken)
  }
  absorptive[row] = able ? 0.35 + 0.2 * draws.uniform(owner, ABSORPTIVE) : 0.25
  innovationWait[row] = draws.exponential(owner, WAIT)
}

/** Main field by the sector's weights, or by what the origin knows. */
function drawnField(
  knowledge: Float64Array, fieldWeights: Float64Array, sector: number, uniform: number, origin: number,
): number {
  const weights = origin >= 0 ? knowledge : fieldWeights
  const start = (origin >= 0 ? origin : sector) * FIELDS
  let sum = 0
  for (let field = 0; field < FIELDS; field++) sum += weights[start + field]
  let left = uniform * sum
  let field = 0
  while (field < FIELDS - 1 && left >= weights[start + field]) left -= weights[start + field++]
  return field
}

/**
 * Share of its fields' specialisms that a university or institute holds in the long run. The square spreads them: few
 * know nearly all of their fields, most a part.
 */
export function institutionCoverage(draws: Draws, id: number): number {
  const uniform = draws.uniform(id, COVERAGE)
  return 0.15 + 0.75 * uniform * uniform
}

/** Frontier expertise in 2 to 5 fields (universities) or 1 to 3 (institutes), and a share of the specialisms there. */
export function endowInstitution(organisations: Organisations, row: number, draws: Draws): void {
  const { id, kind, knowledge, specialisms, absorptive } = organisations.columns
  const owner = id[row]
  const university = kind[row] === UNIVERSITY
  const fields = (university ? 2 : 1) + Math.floor(draws.uniform(owner, FIELD_COUNT) * (university ? 4 : 3))
  const first = Math.floor(draws.uniform(owner, FIELD_CHOICE) * FIELDS)
  const coverage = institutionCoverage(draws, owner)
  specialisms.fill(0, row * WORDS, (row + 1) * WORDS)
  for (let offset = 0; offset < FIELDS; offset++) {
    const field = (first + offset) % FIELDS
    const level = draws.uniform(owner, OTHER_LEVELS + field)
    knowledge[row * FIELDS + field] = offset < fields ? 0.9 + 0.1 * level : 0.3 * level
    if (offset >= fields) continue
    for (let place = 0; place < SPECIALISMS_PER_FIELD; place++) {
      const specialism = field * SPECIALISMS_PER_FIELD + place
      if (draws.uniform(owner, HOLDINGS + specialism) < coverage) addSpecialism(specialisms, row, specialism)
    }
  }
  absorptive[row] = 0.8
}
