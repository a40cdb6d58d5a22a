/** Everything that a scenario may name, gathered from where it is declared. */
import { levers } from '../mechanisms/levers.ts'
import type { Mechanism } from '../mechanisms/mechanism.ts'
import { schedule } from '../mechanisms/schedule.ts'
import { metrics } from '../observe/metrics.ts'
import { moments } from '../observe/moments.ts'
import type { Catalogue, ParameterDeclaration } from '../scenario/declare.ts'
import { regionNeeds } from '../world/needs.ts'

/** One catalogue for one list of mechanisms: what is built from it is built once. */
const known = new WeakMap<readonly Mechanism[], Catalogue>()

export function catalogueOf(mechanisms: readonly Mechanism[] = schedule): Catalogue {
  const catalogue = known.get(mechanisms) ?? gather(mechanisms)
  known.set(mechanisms, catalogue)
  return catalogue
}

function gather(mechanisms: readonly Mechanism[]): Catalogue {
  return {
    levers,
    parameters: parametersOf(mechanisms),
    mechanisms: mechanisms.map(({ name, purpose, switchable }) => ({ name, purpose, switchable })),
    metrics,
    moments,
    regionNeeds,
  }
}

/** By mechanism. What another reads is there too, even when a mechanism of the user's own has taken the owner's place. */
function parametersOf(mechanisms: readonly Mechanism[]): Catalogue['parameters'] {
  const all: Record<string, Record<string, ParameterDeclaration>> = {}
  for (const { name, parameters } of mechanisms) all[name] = { ...parameters }
  for (const { reads } of mechanisms) if (reads) all[reads.of] = { ...reads.parameters, ...all[reads.of] }
  return all
}
