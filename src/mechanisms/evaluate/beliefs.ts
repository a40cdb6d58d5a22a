/** Confidence: the probability that a scheme keeps what it promises, learned from own and partners' outcomes. */
import { RUNNING } from '../../world/ties.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'

export const beliefParameters = {
  learning: {
    unit: 'share', default: 0.2, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'property 22: a belief follows outcomes, slowly', meaning: 'part of the gap to what a firm itself saw that its belief closes',
  },
  hearsay: {
    unit: 'share', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'told by a partner', meaning: "weight of a partner's outcome relative to an own one",
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof beliefParameters>

/**
 * A belief after `kept` and `broken` own outcomes and those of partners: it closes `learning` of the gap to the share of kept
 * promises when it saw one itself, and `learning * hearsay` of it when it only heard.
 */
export function updatedConfidence(
  belief: number, kept: number, broken: number, partnersKept: number, partnersBroken: number, { learning, hearsay }: Parameters,
): number {
  const own = kept + broken
  const heard = partnersKept + partnersBroken
  const weight = own + hearsay * heard
  if (weight === 0) return belief
  const share = (kept + hearsay * partnersKept) / weight
  return belief + learning * (own > 0 ? 1 : hearsay) * (share - belief)
}

export function updateConfidence(world: World, parameters: Parameters): void {
  const { technology, confidence, promisesKept, promisesBroken } = world.organisations.columns
  const { table } = world.ties
  const { first, second, outcome } = table.columns
  const heardKept = new Int32Array(world.organisations.capacity)
  const heardBroken = new Int32Array(world.organisations.capacity)
  for (let tie = 0; tie < table.count; tie++) {
    if (outcome[tie] !== RUNNING) continue
    heardKept[first[tie]] += promisesKept[second[tie]]
    heardKept[second[tie]] += promisesKept[first[tie]]
    heardBroken[first[tie]] += promisesBroken[second[tie]]
    heardBroken[second[tie]] += promisesBroken[first[tie]]
  }
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (technology[firm] === 0) continue
    confidence[firm] = updatedConfidence(
      confidence[firm], promisesKept[firm], promisesBroken[firm], heardKept[firm], heardBroken[firm], parameters,
    )
    promisesKept[firm] = 0
    promisesBroken[firm] = 0
  }
}
