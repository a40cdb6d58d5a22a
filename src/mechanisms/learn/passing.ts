/** How much passes along a tie in a quarter. */
import { nearness, understandability } from '../../world/knowledge.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import type { Knowing } from './knowing.ts'

export const passingParameters = {
  transferRate: {
    unit: 'share per quarter', default: 1, minimum: 0, maximum: 4,
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
    mark: 'assumed', source: 'X4b: opportunism among competitors',
    meaning: 'what a rival learns in a tie although the partner would keep it, as a share of full transfer',
  },
} as const satisfies ParameterDeclarations

/** How open a tie is: trust and the effort of the less engaged side; rivals keep back, and lose some against their will. */
export function openness(trust: number, effort: number, reserve: number, leakage: number): number {
  return trust * effort * (1 - reserve) + leakage
}

/** Part of what the partner in place `partner` knows better that passes to the one in place `actor` in this quarter. */
export function passingRate(
  world: World, knowing: Knowing, tie: number, actor: number, partner: number,
  parameters: ParameterValues<typeof passingParameters>,
): number {
  const { trust, rivals, commonGround } = world.ties.table.columns
  const effort = Math.min(knowing.efforts[actor], knowing.efforts[partner])
  const rival = rivals[tie] === 1
  const open = openness(trust[tie], effort, rival ? parameters.rivalReserve : 0, rival ? parameters.leakage : 0)
  const near = nearness(knowing.levels, actor, partner)
  const absorptive = world.organisations.columns.absorptive[knowing.rows[actor]]
  return Math.min(1, parameters.transferRate * open * understandability(commonGround[tie], near, absorptive))
}
