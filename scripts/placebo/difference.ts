/** Which firms differ between two worlds, from fingerprints of their state by identity. */
import type { World } from '../../src/world/world.ts'

/** Of every living firm, in order of identity. */
export interface Fingerprints {
  readonly ids: Uint32Array
  /** Of all columns, and of those in whole numbers: persons, dates, seats, specialisms, identities. */
  readonly state: Int32Array
  readonly kind: Int32Array
}

/** Rows of others, which an arm may lay out otherwise; their identities stand in columns of their own. */
const PLACES = new Set(['acquaintance', 'customer', 'loanPeer'])

export function fingerprintsOf(world: World): Fingerprints {
  const { organisations, firmCount } = world
  const firms = world.firms.subarray(0, firmCount)
  const prints = { ids: new Uint32Array(firmCount), state: new Int32Array(firmCount), kind: new Int32Array(firmCount) }
  firms.forEach((firm, index) => (prints.ids[index] = organisations.columns.id[firm]!))
  for (const [name, column] of Object.entries(organisations.columns)) {
    if (PLACES.has(name)) continue
    const whole = !(column instanceof Float64Array)
    const words = column instanceof Uint8Array ? column : new Uint32Array(column.buffer, column.byteOffset, column.byteLength >> 2)
    const width = words.length / organisations.capacity
    for (let index = 0; index < firmCount; index++) {
      const from = firms[index]! * width
      for (let entry = from; entry < from + width; entry++) {
        prints.state[index] = mix(prints.state[index]!, words[entry]!)
        if (whole) prints.kind[index] = mix(prints.kind[index]!, words[entry]!)
      }
    }
  }
  return prints
}

/** One to one in each argument, so that a single word that differs never goes unseen. */
function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1)
  return (product << 13) | (product >>> 19)
}

export const SAME = 0, IN_SIZE = 1, IN_KIND = 2

/**
 * How each of these firms (identities in order) differs: not, in amounts alone, or in whole numbers too. A firm that lives in
 * one world alone differs in kind.
 */
export function differences(ids: Uint32Array, one: Fingerprints, other: Fingerprints): Uint8Array {
  const out = new Uint8Array(ids.length)
  let [a, b] = [0, 0]
  for (let index = 0; index < ids.length; index++) {
    while (a < one.ids.length && one.ids[a]! < ids[index]!) a++
    while (b < other.ids.length && other.ids[b]! < ids[index]!) b++
    const [inOne, inOther] = [one.ids[a] === ids[index], other.ids[b] === ids[index]]
    if (inOne !== inOther) out[index] = IN_KIND
    else if (!inOne || one.state[a] === other.state[b]) out[index] = SAME
    else out[index] = one.kind[a] === other.kind[b] ? IN_SIZE : IN_KIND
  }
  return out
}
