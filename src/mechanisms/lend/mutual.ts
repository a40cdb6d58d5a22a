/** Mutual guarantees: neighbours who found no agency stand for each other's loans. */
import { exp } from '../../world/arithmetic.ts'
import { netWorth } from '../../world/firm.ts'
import { PEERS } from '../../world/organisations.ts'
import type { Draws, Randomness } from '../../world/random.ts'
import { partnerOf, RUNNING } from '../../world/ties.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import { defaultChance, type Prospect, seenLogRisk } from './risk.ts'

export const mutualParameters = {
  neighbours: {
    unit: 'firms', default: 40, minimum: 0, maximum: 500,
    mark: 'assumed', source: 'firms of one trade in one place that know each other; 0: no mutual guarantees', meaning: 'firms of one neighbourhood',
  },
  peerScreening: {
    unit: 'effort', default: 0.6, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'peers see more of each other than an agency does (Stiglitz 1990)', meaning: 'how closely neighbours know the risk of each other',
  },
  backing: {
    unit: 'share of net worth', default: 0.2, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'as much as forced sale brings', meaning: 'what a bank counts the net worth of a guarantor as security for',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof mutualParameters> & {
  readonly screeningNoise: number
  readonly benefit: number
  readonly applicationCost: number
  readonly leastPart: number
}

/** A firm that a bank would lend to if somebody stood for it. Money in yuan. */
export interface Candidate {
  readonly firm: number
  readonly need: number
  /** What its own collateral is good for. */
  readonly offered: number
  readonly prospect: Prospect
  /** The bank's rate and view of the risk. */
  readonly rate: number
  readonly risk: number
}

interface Bond {
  readonly one: Candidate
  readonly other: Candidate
  readonly priority: number
}

/** A candidate and those who stand for it, at least one. */
export interface Backed {
  readonly candidate: Candidate
  readonly amount: number
  readonly peers: readonly number[]
}

/**
 * Two firms agree when each gains more by its loan than it expects to lose by the other's; a firm binds itself to two
 * at most. Bonds are made in the order of a priority drawn for the pair, collaborators first.
 */
export function standForEachOther(world: World, candidates: Candidate[], parameters: Parameters, random: Randomness): Backed[] {
  if (parameters.neighbours === 0) return []
  const { id } = world.organisations.columns
  const draws = random.site('lend.mutual', world.step)
  const backing = new Map<number, number[]>()
  const bonds = possibleBonds(world, candidates, parameters, draws)
  bonds.sort((a, b) => b.priority - a.priority || id[a.one.firm] - id[b.one.firm] || id[a.other.firm] - id[b.other.firm])
  for (const { one, other } of bonds) {
    const [ofOne, ofOther] = [one, other].map(({ firm }) => backing.get(firm) ?? [])
    if (ofOne.length >= PEERS || ofOther.length >= PEERS || ofOne.includes(other.firm)) continue
    backing.set(one.firm, [...ofOne, other.firm])
    backing.set(other.firm, [...ofOther, one.firm])
  }
  return candidates.flatMap((candidate) => {
    const peers = backing.get(candidate.firm)
    return peers ? [{ candidate, amount: amountWith(world, candidate, peers, parameters), peers }] : []
  })
}

/** Loan that own collateral and the guarantors' net worth are good for, at most the need. */
function amountWith(world: World, { need, offered }: Candidate, peers: readonly number[], parameters: Parameters): number {
  let security = offered
  for (const peer of peers) security += Math.floor(parameters.backing * Math.max(0, netWorth(world, peer)))
  return Math.min(need, security)
}

/** Pairs of one neighbourhood, and pairs that collaborate, both of whom want it. */
function possibleBonds(world: World, candidates: Candidate[], parameters: Parameters, draws: Draws): Bond[] {
  const { id } = world.organisations.columns
  const place = neighbourhoods(world, parameters.neighbours)
  const places = new Map(candidates.map((candidate) => [candidate, place(candidate.firm)]))
  candidates.sort((a, b) => places.get(a)! - places.get(b)! || id[a.firm] - id[b.firm])
  const bonds: Bond[] = []
  const propose = (one: Candidate, other: Candidate, advantage: number): void => {
    if (!gains(world, one, other, parameters, draws) || !gains(world, other, one, parameters, draws)) return
    bonds.push({ one, other, priority: advantage + draws.pairUniform(id[one.firm], id[other.firm]) })
  }
  for (let first = 0; first < candidates.length; first++) {
    const here = places.get(candidates[first])
    for (let second = first + 1; second < candidates.length && places.get(candidates[second]) === here; second++) {
      propose(candidates[first], candidates[second], 0)
    }
  }
  const byRow = new Map(candidates.map((candidate) => [candidate.firm, candidate]))
  for (const one of candidates) {
    for (const other of collaboratorsAmong(world, one, byRow)) if (id[one.firm] < id[other.firm]) propose(one, other, 1)
  }
  return bonds
}

function collaboratorsAmong(world: World, { firm }: Candidate, byRow: ReadonlyMap<number, Candidate>): Candidate[] {
  const { starts, list, table } = world.ties
  const found: Candidate[] = []
  for (let entry = starts[firm]; entry < starts[firm + 1]; entry++) {
    const tie = list[entry]
    const partner = byRow.get(partnerOf(table, tie, firm))
    if (table.columns.outcome[tie] === RUNNING && partner) found.push(partner)
  }
  return found
}

/** A firm's neighbourhood is its own for life: sector, cluster and one of as many parts as the region was grown with. */
function neighbourhoods(world: World, size: number): (firm: number) => number {
  const { id, sector, cluster } = world.organisations.columns
  const cells = world.sectors.count * world.region.population.clusters.value
  const parts = Math.max(1, Math.round((world.region.facts.CF01.value * world.scale) / (cells * size)))
  return (firm) => (cluster[firm] * world.sectors.count + sector[firm]) * parts + (Math.imul(id[firm], 0x9e3779b1) >>> 0) % parts
}

/** The loan must be worth more than asking for it and what standing for the other is expected to cost. */
function gains(world: World, own: Candidate, other: Candidate, parameters: Parameters, draws: Draws): boolean {
  const mine = amountWith(world, own, [other.firm], parameters)
  if (mine < parameters.leastPart * own.need) return false
  const theirs = amountWith(world, other, [own.firm], parameters)
  const { prospect } = other
  const noise = draws.normal(world.organisations.columns.id[other.firm], 0)
  const seen = seenLogRisk(prospect.logRisk, noise, parameters.peerScreening, parameters.screeningNoise)
  const expectedLoss = defaultChance(prospect.buffer, prospect.spread * exp(seen)) * prospect.loss * theirs
  return parameters.benefit * mine - expectedLoss > parameters.applicationCost
}
