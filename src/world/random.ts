/**
 * Addressed randomness: every draw is a pure function of where it is made, and nothing is consumed.
 *
 * The address of a draw is (seed, replication, site, step, id, index). A site is a named place in the code that draws,
 * such as 'hire.leaving'; an id is an agent's identity; an index tells apart the draws of one agent at one site and
 * step. The same address gives the same number in every arm, on every host, in any order of calls, so two arms of one
 * replication differ only where the policy makes them differ.
 *
 * One address holds one draw: `uniform`, `normal`, `exponential`, `bits` and `slot` at the same address are the same
 * luck in different dress. Use another index, or another site, for a second one.
 *
 * Draws of pairs. The counter of Threefry has two words, and for a pair both are ids, the lower one first, so that both
 * partners see the same draw. The index then goes into the key: Threefry gives independent sequences for different
 * keys, even for keys in a row. The key of pairs is itself an output of the site's key, so that the pair (3, 0) and
 * index 0 of agent 3 have nothing in common.
 */
import seedrandom from 'seedrandom'
import { exponentialFrom, inverseNormal } from './distributions.ts'
import { output, threefry } from './threefry.ts'

/** The luck of one run. */
export interface Randomness {
  /** The draws of a site at a step. Sites are told apart by their names, which are constants in the code. */
  site(name: string, step: number): Draws
}

/** The draws of one site at one step. Ids and indices are whole numbers, taken modulo 2^32. */
export interface Draws {
  /** Strictly between 0 and 1: an odd multiple of 2^-53, so that 1 - u is exact and as likely as u. */
  uniform(id: number, index: number): number
  /** A uniform number for two agents, the same whichever is named first. */
  pairUniform(idA: number, idB: number, index?: number): number
  /** Normal with mean 0 and variance 1. */
  normal(id: number, index: number): number
  /** Exponential with mean 1: a waiting time, or the threshold of a rare event (see `exponentialFrom`). */
  exponential(id: number, index: number): number
  /** A whole number from 0 to 2^32 - 1. */
  bits(id: number, index: number): number
  /** A whole number from 0 to capacity - 1; the capacity is a power of two up to 2^30. */
  slot(id: number, index: number, capacity: number): number
}

/** The luck of replication `replication` of an experiment with the seed `seed`; the same in all its arms. */
export function createRandomness(seed: string, replication: number): Randomness {
  const generator = seedrandom(keyText(seed))
  threefry(generator.int32(), generator.int32(), replication, 0)
  return new RunRandomness(output[0], output[1])
}

/** Classes, as runs and sites are many: V8 compiles a method once for all of them, but closures for each one anew. */
class RunRandomness implements Randomness {
  private readonly nameOfSite = new Map<number, string>()

  constructor(
    private readonly first: number,
    private readonly second: number,
  ) {}

  site(name: string, step: number): Draws {
    const site = hash(name)
    const owner = this.nameOfSite.get(site)
    if (owner === undefined) this.nameOfSite.set(site, name)
    else if (owner !== name) throw new Error(`draw sites "${owner}" and "${name}" have the same hash; rename one of them`)
    threefry(this.first, this.second, site, step)
    return new SiteDraws(output[0], output[1])
  }
}

/**
 * The seed as seedrandom should see it. Bare, it repeats a short text until it is long enough, so that '1' and '11' are
 * the same seed, and it keeps only the lower half of each character, so that most Chinese characters have a double.
 */
function keyText(seed: string): string {
  let text = `${seed.length}:`
  for (let i = 0; i < seed.length; i++) text += String.fromCharCode(seed.charCodeAt(i) >>> 8, seed.charCodeAt(i) & 0xff)
  return text
}

/** FNV-1a over the characters of a name. */
function hash(name: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 0x01000193)
  return value
}

class SiteDraws implements Draws {
  private readonly pairFirst: number
  private readonly pairSecond: number

  constructor(
    private readonly first: number,
    private readonly second: number,
  ) {
    threefry(first, second, -1, -1)
    this.pairFirst = output[0]
    this.pairSecond = output[1]
  }

  bits(id: number, index: number): number {
    threefry(this.first, this.second, id, index)
    return output[0] >>> 0
  }

  uniform(id: number, index: number): number {
    threefry(this.first, this.second, id, index)
    return uniformOfOutput()
  }

  pairUniform(idA: number, idB: number, index = 0): number {
    const key = (this.pairFirst + index) | 0
    if (idA < idB) threefry(key, this.pairSecond, idA, idB)
    else threefry(key, this.pairSecond, idB, idA)
    return uniformOfOutput()
  }

  normal(id: number, index: number): number {
    return inverseNormal(this.uniform(id, index))
  }

  exponential(id: number, index: number): number {
    return exponentialFrom(this.uniform(id, index))
  }

  slot(id: number, index: number, capacity: number): number {
    if (capacity < 1 || (capacity & -capacity) !== capacity) {
      throw new Error(`the number of slots must be a power of two, not ${capacity}`)
    }
    return this.bits(id, index) & (capacity - 1)
  }
}

/** 52 of the 64 bits, and a half: neither 0 nor 1 can come out, and no bit is lost to rounding. */
function uniformOfOutput(): number {
  return ((output[0] >>> 0) * 1048576 + (output[1] >>> 12) + 0.5) * 2.220446049250313e-16
}
