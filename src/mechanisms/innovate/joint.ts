/** What ties bring to innovation, and which of them a joint innovation is put down to. */
import { mainField, nearness, partnerValue, tieContribution } from '../../world/knowledge.ts'
import { FIELDS } from '../../world/organisations.ts'
import { partnerOf, RUNNING } from '../../world/ties.ts'
import type { World } from '../../world/world.ts'

/** Share of the partner's specialisms that are new to the firm. */
export function noveltyOf(world: World, tie: number, firm: number): number {
  const { first, noveltyToFirst, noveltyToSecond } = world.ties.table.columns
  return first[tie] === firm ? noveltyToFirst[tie] : noveltyToSecond[tie]
}

/** What tie `tie` brings to the firm, see `tieContribution`. */
export function contribution(world: World, tie: number, firm: number): number {
  const { absorptive, knowledge } = world.organisations.columns
  const { commonGround, trust } = world.ties.table.columns
  const partner = partnerOf(world.ties.table, tie, firm)
  const near = nearness(knowledge, firm, partner)
  const value = partnerValue(noveltyOf(world, tie, firm), commonGround[tie], near, absorptive[firm])
  return tieContribution(value, trust[tie], knowledge[partner * FIELDS + mainField(knowledge, partner)])
}

/** What all running ties of a firm bring. */
export function contributionOfTies(world: World, firm: number): number {
  const { table, starts, list } = world.ties
  const { outcome } = table.columns
  let sum = 0
  for (let entry = starts[firm]; entry < starts[firm + 1]; entry++) {
    if (outcome[list[entry]] === RUNNING) sum += contribution(world, list[entry], firm)
  }
  return sum
}

/** The tie to which a joint innovation is put down: each with the chance of its part in what all ties bring. */
export function tieOfInnovation(world: World, firm: number, uniform: number): number {
  const { table, starts, list } = world.ties
  const { outcome } = table.columns
  let left = uniform * contributionOfTies(world, firm)
  let last = -1
  for (let entry = starts[firm]; entry < starts[firm + 1]; entry++) {
    const tie = list[entry]
    if (outcome[tie] !== RUNNING) continue
    last = tie
    left -= contribution(world, tie, firm)
    if (left < 0) break
  }
  return last
}
