/** Hashes of what a scenario and its region say, however they were written. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Region } from './region.ts'
import type { Scenario } from './scenario.ts'

/** JSON with the keys of every object in order, so that equal values give equal text. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  const sorted = entries.toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`
}

export const hashOf = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(value))))

/**
 * SHA-256 of all that a scenario and its region say. The path of the region does not count, its content does; the order
 * of arms and outcomes counts, since they are the order of the rows of a result.
 */
export function scenarioHash(scenario: Scenario, region: Region): string {
  const outcomes = Object.entries(scenario.outcomes)
  return hashOf({ scenario: { ...scenario, region: region.name, outcomes }, region })
}
