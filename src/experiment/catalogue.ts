/** Everything that a scenario may name, gathered from where it is declared. */
import { levers } from '../mechanisms/levers.ts'
import type { Mechanism } from '../mechanisms/mechanism.ts'
import { schedule } from '../mechanisms/schedule.ts'
import { metrics } from '../observe/metrics.ts'
import { moments } from '../observe/moments.ts'
import type { Catalogue } from '../scenario/declare.ts'
import { regionNeeds } from '../world/needs.ts'

export function catalogueOf(mechanisms: readonly Mechanism[] = schedule): Catalogue {
  return {
    levers,
    parameters: Object.fromEntries(mechanisms.map((mechanism) => [mechanism.name, mechanism.parameters])),
    mechanisms: mechanisms.map(({ name, purpose, switchable }) => ({ name, purpose, switchable })),
    metrics,
    moments,
    regionNeeds,
  }
}
