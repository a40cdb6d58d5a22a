/** What a firm is born with, whether the region is grown with it or it is founded later. */
import { exp } from './arithmetic.ts'
import { attachCash } from './ledger.ts'
import { endowFirm, mainField } from './knowledge.ts'
import { FIRM, NEVER, NO_OPPORTUNITY } from './organisations.ts'
import type { Draws, Randomness } from './random.ts'
import { occupy, vacate } from './slots.ts'
import { clearRow, reserve } from './table.ts'
import { arrangeVisits, type World } from './world.ts'

/** Site of all draws that belong to a firm for life. Its step is 0, so they depend on the identity alone. */
export const BIRTH_SITE = 'birth'
const EFFICIENCY = 0, OPPORTUNITY = 1, RISK = 2, CONNECTION = 3, ROUNDING = 4, CLUSTER = 5, OPENING = 6, SETTLING = 7
/** Site of the draw of a manager's attention; its step is 0 too. */
const ATTENTION_SITE = 'attention'
/** Draw indices that `grow` and `turnover` use beside these. */
export const SIZE_DRAW = 8, AGE_DRAW = 9, CASH_DRAW = 10, COMPETENCE_DRAW = 11

/** Competence at which a firm without innovations stays: it copies as fast as the frontier moves on. */
export const STANDING_STILL = -0.5

export interface Birth {
  readonly id: number
  readonly sector: number
  readonly technology: number
  /** Step of birth. */
  readonly born: number
  /** Row of the organisation it springs from, -1 for none. */
  readonly origin: number
}

/** An empty row for a newcomer: one that a dead firm left, or a new one at the end of the table. */
export function takeRow(world: World): number {
  const { organisations } = world
  const reused = world.freeRows.pop()
  if (reused !== undefined) {
    clearRow(organisations, reused)
    return reused
  }
  const before = organisations.capacity
  reserve(organisations, organisations.count + 1)
  if (organisations.capacity !== before) {
    attachCash(world.ledger, organisations.columns.cash)
    world.slotOf = grown(world.slotOf, organisations.capacity)
    world.clusterSlotOf = grown(world.clusterSlotOf, organisations.capacity)
    world.firms = grown(world.firms, organisations.capacity)
  }
  return organisations.count++
}

function grown(array: Int32Array, length: number): Int32Array {
  const copy = new Int32Array(length)
  copy.set(array)
  return copy
}

/**
 * Gives a row to a firm and draws what nobody else sees: cost advantage, technological opportunity, riskiness,
 * connections; and its knowledge. Size, people and money are the caller's.
 */
export function bearFirm(world: World, birth: Birth, random: Randomness): number {
  const row = takeRow(world)
  const { organisations, region, sectors } = world
  const { columns } = organisations
  const draws = random.site(BIRTH_SITE, 0)
  const spread = (name: string, index: number): number =>
    region.population[name].value * draws.normal(birth.id, index)

  columns.id[row] = birth.id
  columns.kind[row] = FIRM
  columns.alive[row] = 1
  columns.born[row] = birth.born
  columns.sector[row] = birth.sector
  columns.technology[row] = birth.technology
  columns.efficiency[row] = spread('efficiencySpread', EFFICIENCY)
  columns.opportunity[row] = birth.technology === 1 || draws.uniform(birth.id, OPENING) < region.population.openShare.value
    ? sectors.opportunity[birth.sector] + spread('opportunitySpread', OPPORTUNITY)
    : NO_OPPORTUNITY
  columns.riskiness[row] = exp(spread('riskSpread', RISK))
  columns.connection[row] = draws.normal(birth.id, CONNECTION)
  columns.rounding[row] = draws.uniform(birth.id, ROUNDING)
  // Most managers attend little to information: the mean of the square is a third.
  const drawn = random.site(ATTENTION_SITE, 0).uniform(birth.id, 0)
  columns.interest[row] = drawn * drawn
  columns.attention[row] = columns.interest[row]
  // Who attends has looked around before founding.
  columns.awareness[row] = columns.interest[row]
  columns.tenancyEnds[row] = NEVER
  columns.confidence[row] = region.population.startingConfidence.value
  columns.belief[row] = region.population.meanMargin.value
  columns.lastInnovation[row] = NEVER
  columns.lastNeed[row] = NEVER
  columns.lastLoan[row] = NEVER
  columns.lastApplication[row] = NEVER
  columns.lastDiscouraged[row] = NEVER
  columns.lastGuaranteeRequest[row] = NEVER
  columns.grantEnds[row] = NEVER
  columns.certificateEnds[row] = NEVER
  columns.lastTechnology[row] = Math.max(0, birth.born)
  columns.grantBan[row] = NEVER
  columns.stakeEnds[row] = NEVER
  // Firms outside the technology stratum neither learn nor tie: knowledge would only fill memory.
  if (birth.technology === 1) endowFirm(organisations, row, endowment(random), sectors.fieldWeights, birth.origin)
  columns.cluster[row] = clusterOfNewcomer(world, row, draws)
  if (birth.technology === 1) enterSlots(world, row)
  return row
}

/**
 * Clusters are specialised: think of them as side by side along the fields, each with an equal share of the technology
 * firms. Some of these settle among their own kind, the rest and the other firms anywhere.
 */
function clusterOfNewcomer({ organisations, sectors, region }: World, row: number, draws: Draws): number {
  const { id, technology, knowledge } = organisations.columns
  const clusters = region.population.clusters.value
  const where = draws.uniform(id[row], CLUSTER)
  if (technology[row] === 0 || draws.uniform(id[row], SETTLING) >= region.population.clusterSpecialisation.value) {
    return Math.floor(where * clusters)
  }
  const field = mainField(knowledge, row)
  let before = 0
  for (let other = 0; other < field; other++) before += sectors.fieldShare[other]
  return Math.min(clusters - 1, Math.floor((before + where * sectors.fieldShare[field]) * clusters))
}

/** What a firm that joins the technology stratum has from then on: knowledge, and places where it can be met. */
export function endowTechnology(world: World, row: number, origin: number, random: Randomness): void {
  endowFirm(world.organisations, row, endowment(random), world.sectors.fieldWeights, origin)
  enterSlots(world, row)
}

const endowment = (random: Randomness): Draws => random.site('endow', 0)

function enterSlots(world: World, row: number): void {
  const { id, cluster } = world.organisations.columns
  world.slotOf[row] = occupy(world.technologySlots, id[row], row)
  world.clusterSlotOf[row] = occupy(world.clusterSlots[cluster[row]], id[row], row)
}

export function leaveSlots(world: World, row: number): void {
  const { cluster } = world.organisations.columns
  if (world.slotOf[row] >= 0) vacate(world.technologySlots, world.slotOf[row])
  if (world.clusterSlotOf[row] >= 0) vacate(world.clusterSlots[cluster[row]], world.clusterSlotOf[row])
}

/** Appends newcomers, whose identities are higher than all before and ascending, to the list of living firms. */
export function listNewcomers(world: World, rows: readonly number[]): void {
  if (world.firms.length < world.firmCount + rows.length) {
    world.firms = grown(world.firms, Math.ceil((world.firmCount + rows.length) * 1.25))
  }
  for (const row of rows) world.firms[world.firmCount++] = row
  arrangeVisits(world)
}

/** Draws for a firm's start, by identity. */
export function birthDraws(random: Randomness): Draws {
  return random.site(BIRTH_SITE, 0)
}
