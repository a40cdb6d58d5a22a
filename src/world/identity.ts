/**
 * Identity for life, in 32 bits: step of birth (9; a scenario has at most 500 quarters), stream of potential founders (5), ordinal in that stream (18).
 * A founder's identity does not depend on who else entered, so the same start-up is the same firm in every arm. Later
 * births have higher identities.
 */

/** Universities and institutes are 0 .. 1023, the first firms follow. */
export const FIRST_FIRM = 1024
export const MAXIMUM_ORDINAL = 262_144

/** Where potential founders come from. */
export const START_UP_OTHER = 0
export const START_UP_TECHNOLOGY = 1
export const SPIN_OFF = 2

export function founderId(step: number, sector: number, origin: number, ordinal: number): number {
  return ((((step + 1) * 32 + sector * 4 + origin) * MAXIMUM_ORDINAL + ordinal) >>> 0)
}

/** Alliances that a region is grown with are 1 .. 1023; then come initiatives, 1024 a step at most, whether they succeed or not. */
export const MAXIMUM_INITIATIVES = 1024

/** Identity of an alliance that grows from an initiative: the same in every arm. */
export function initiativeId(step: number, ordinal: number): number {
  return (step + 1) * MAXIMUM_INITIATIVES + ordinal
}
