/** Arms that combine others: a policy mix, whose effect need not be the sum of its parts'. */
import type { Arm, Schedules } from '../scenario/scenario.ts'

/** The levers of a policy, each with all that it is set to. */
const entriesOf = (policy: Schedules): Set<string> =>
  new Set(Object.entries(policy).map(([lever, schedule]) => JSON.stringify([lever, schedule])))

/**
 * For each arm that sets exactly what two or more others set, which have no lever in common: those others, as small as they come.
 * Arms with a trial combine nothing.
 */
export function combinationsOf(arms: readonly Arm[]): Map<string, readonly string[]> {
  const plain = arms
    .filter(({ policy, trial }) => trial === undefined && Object.keys(policy).length > 0)
    .map(({ name, policy }) => ({ name, levers: Object.keys(policy), entries: entriesOf(policy) }))
  const combinations = new Map<string, readonly string[]>()
  // The smallest first, so that what is itself combined is known when it could be a part.
  for (const { name, entries } of plain.toSorted((one, other) => one.entries.size - other.entries.size)) {
    const parts = plain.filter((part) =>
      part.entries.size < entries.size && !combinations.has(part.name) && [...part.entries].every((entry) => entries.has(entry)))
    const levers = parts.flatMap((part) => part.levers)
    if (levers.length === entries.size && new Set(levers).size === levers.length) combinations.set(name, parts.map((part) => part.name))
  }
  return combinations
}
