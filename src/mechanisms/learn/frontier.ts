/** The frontier: some specialisms vanish and new ones take their place, so that standing still is falling behind. */
import { addSpecialism, dropSpecialism, ENDOWMENT_SITE, fieldOf, holdsSpecialism, institutionCoverage, OWN_FIELD } from '../../world/knowledge.ts'
import { FIELDS, SPECIALISMS, WORDS } from '../../world/organisations.ts'
import type { Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import type { Knowing } from './knowing.ts'

export const frontierParameters = {
  frontierPace: {
    unit: 'share per quarter', default: 0.0125, minimum: 0, maximum: 0.05,
    mark: 'recalled', source: 'obsolescence of technical knowledge, 4-8 % a year',
    meaning: 'part of its relative expertise that an organisation loses while the frontier moves on',
  },
  retirement: {
    unit: 'share of specialisms per quarter', default: 0.015, minimum: 0, maximum: 0.1,
    mark: 'assumed', source: 'a specialism lives 17 years in the mean, about the life of a patent',
    meaning: 'specialisms that nobody needs any more; a new one takes the place of each',
  },
  firstAdopters: {
    unit: 'chance at full effort', default: 0.05, minimum: 0, maximum: 0.5,
    mark: 'assumed', source: 'R78 R79: most of what is new starts in universities, some in firms',
    meaning: 'chance that a firm of the field that does R&D holds a new specialism from its first quarter on',
  },
  institutionRenewal: {
    unit: 'share of the gap per quarter', default: 0.25, minimum: 0.02, maximum: 1,
    mark: 'assumed', source: 'with frontierPace it keeps universities at 0.95 of the frontier',
    meaning: 'how fast universities and institutes close the gap to the frontier in their fields',
  },
} as const satisfies ParameterDeclarations

/**
 * Specialisms retire for everybody, movers included, and are reborn as new ones: with an institution of the field as
 * often as it holds others (so its coverage stays), and with the firms of the field that do most R&D.
 */
export function renewSpecialisms(
  world: World, knowing: Knowing, parameters: ParameterValues<typeof frontierParameters>, random: Randomness,
): void {
  const renewal = random.site('learn.frontier', world.step)
  const retired: number[] = []
  const kept = new Uint32Array(WORDS).fill(0xffffffff)
  for (let specialism = 0; specialism < SPECIALISMS; specialism++) {
    if (renewal.uniform(specialism, 0) >= parameters.retirement) continue
    retired.push(specialism)
    dropSpecialism(kept, 0, specialism)
  }
  if (retired.length === 0) return
  retireFromOrganisations(world, kept)
  retireFromMovers(world, kept)
  bearSpecialisms(world, knowing, retired, parameters.firstAdopters, random)
}

function retireFromOrganisations(world: World, kept: Uint32Array): void {
  const { specialisms } = world.organisations.columns
  const changed = Array.from(kept.keys()).filter((word) => kept[word] !== 0xffffffff)
  for (let i = -world.institutions; i < world.firmCount; i++) {
    const row = i < 0 ? i + world.institutions : world.visits[i]
    for (const word of changed) {
      const held = specialisms[row * WORDS + word]
      // Most firms have nothing to lose, and memory that is only read need not be written back.
      if (held !== 0) specialisms[row * WORDS + word] = held & kept[word]
    }
  }
}

function retireFromMovers({ movers }: World, kept: Uint32Array): void {
  const { specialism, secondSpecialism } = movers.columns
  for (const carried of [specialism, secondSpecialism]) {
    for (let mover = 0; mover < movers.count; mover++) {
      if (carried[mover] >= 0 && !holdsSpecialism(kept, 0, carried[mover])) carried[mover] = -1
    }
  }
}

function bearSpecialisms(world: World, knowing: Knowing, retired: readonly number[], firstAdopters: number, random: Randomness): void {
  const { id, knowledge, specialisms } = world.organisations.columns
  const births = random.site('learn.rebirth', world.step)
  const endowment = random.site(ENDOWMENT_SITE, 0)
  for (let actor = 0; actor < knowing.count; actor++) {
    const row = knowing.rows[actor]
    const institution = row < world.institutions
    const chance = institution ? institutionCoverage(endowment, id[row]) : firstAdopters * knowing.efforts[actor]
    if (chance === 0) continue
    for (const specialism of retired) {
      const field = fieldOf(specialism)
      const own = institution ? knowledge[row * FIELDS + field] >= OWN_FIELD : knowing.mainFields[actor] === field
      if (own && births.uniform(id[row], specialism) < chance) addSpecialism(specialisms, row, specialism)
    }
  }
}
