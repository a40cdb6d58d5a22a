/** What everybody knew when the quarter's learning began: all learn from that, so the order of visits cannot matter. */
import { mainField, secondField } from '../../world/knowledge.ts'
import { productLines } from '../../world/firm.ts'
import { FIELDS, WORDS } from '../../world/organisations.ts'
import type { World } from '../../world/world.ts'

/** The organisations that learn, in order of identity: institutions, technology firms, and other firms with ties. */
export interface Knowing {
  readonly count: number
  readonly rows: Int32Array
  /** Place in `rows` of an organisation, -1 for those that do not learn. */
  readonly place: Int32Array
  readonly mainFields: Uint8Array
  readonly secondFields: Uint8Array
  /** 0 to 1, see `effort`; 1 for institutions. */
  readonly efforts: Float64Array
  /** Copies of the organisations' columns, by place. */
  readonly sets: Uint32Array
  readonly levels: Float64Array
}

/** Effort of R&D: yearly spending against what a line's usual R&D costs; half at the usual spending, 1 without limit. */
export function effort(quarterlySpending: number, lines: number, lineResearch: number): number {
  const intensity = (quarterlySpending * 4) / (lines * lineResearch)
  return intensity / (1 + intensity)
}

export function gatherKnowing(world: World, lineResearch: number): Knowing {
  const { columns, capacity } = world.organisations
  const { technology, degree, knowledge, rdSpending, meanRevenue } = columns
  const place = new Int32Array(capacity).fill(-1)
  let count = 0
  for (let row = 0; row < world.institutions; row++) place[row] = count++
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    if (technology[firm] === 1 || degree[firm] > 0) place[firm] = count++
  }
  const knowing: Knowing = {
    count,
    rows: new Int32Array(count),
    place,
    mainFields: new Uint8Array(count),
    secondFields: new Uint8Array(count),
    efforts: new Float64Array(count),
    sets: new Uint32Array(count * WORDS),
    levels: new Float64Array(count * FIELDS),
  }
  for (let i = -world.institutions; i < world.firmCount; i++) {
    const row = i < 0 ? i + world.institutions : world.firms[i]
    const actor = place[row]
    if (actor < 0) continue
    knowing.rows[actor] = row
    knowing.mainFields[actor] = mainField(knowledge, row)
    knowing.secondFields[actor] = secondField(knowledge, row, knowing.mainFields[actor])
    knowing.efforts[actor] = i < 0 ? 1 : effort(rdSpending[row], productLines(meanRevenue[row]), lineResearch)
  }
  return knowing
}

/** Copies sets and levels as they stand now. */
export function recordKnowing(world: World, knowing: Knowing): void {
  const { knowledge, specialisms } = world.organisations.columns
  for (let actor = 0; actor < knowing.count; actor++) {
    const row = knowing.rows[actor]
    for (let word = 0; word < WORDS; word++) knowing.sets[actor * WORDS + word] = specialisms[row * WORDS + word]
    for (let field = 0; field < FIELDS; field++) knowing.levels[actor * FIELDS + field] = knowledge[row * FIELDS + field]
  }
}

/** Mean expertise of each cluster in each field; `[cluster * FIELDS + field]`. */
export function clusterMeans(world: World, knowing: Knowing): Float64Array {
  const { cluster } = world.organisations.columns
  const clusters = world.clusterSlots.length
  const means = new Float64Array(clusters * FIELDS)
  const weights = new Float64Array(clusters)
  for (let actor = 0; actor < knowing.count; actor++) {
    const row = knowing.rows[actor]
    weights[cluster[row]]++
    for (let field = 0; field < FIELDS; field++) {
      means[cluster[row] * FIELDS + field] += knowing.levels[actor * FIELDS + field]
    }
  }
  for (let entry = 0; entry < means.length; entry++) {
    const weight = weights[Math.floor(entry / FIELDS)]
    if (weight > 0) means[entry] /= weight
  }
  return means
}
