/** The face of a mechanism: one process of a quarter, `(world, policy, parameters, random) => void`. */
import type { ParameterDeclaration } from '../scenario/declare.ts'
import type { Randomness } from '../world/random.ts'
import type { World } from '../world/world.ts'
import type { LeverName } from './levers.ts'

/** Every lever's value in this quarter, amounts of the whole region already multiplied by the scale. */
export type Policy = Readonly<Record<LeverName, number>>

/** The policy in force: for everybody, and for the firms that a trial treats. */
export interface PolicyInForce {
  readonly general: Policy
  readonly treated: Policy | undefined
}

/** The policy that holds for the firm in row `firm`. */
export function policyOf(policy: PolicyInForce, world: World, firm: number): Policy {
  return policy.treated !== undefined && world.organisations.columns.treated[firm] === 1 ? policy.treated : policy.general
}

export type ParameterDeclarations = Readonly<Record<string, ParameterDeclaration>>
export type ParameterValues<P extends ParameterDeclarations> = { readonly [Name in keyof P]: number }

export interface Mechanism {
  readonly name: string
  /** What it is for, in a sentence. */
  readonly purpose: string
  readonly parameters: ParameterDeclarations
  /** Parameters of another mechanism that it reads as well, so that what both speak of is one number. */
  readonly reads?: { readonly of: string; readonly parameters: ParameterDeclarations }
  /** False for the steps of a quarter that accounts cannot do without. */
  readonly switchable: boolean
  /** Columns of organisations that say what it did in this quarter: empty when it is switched off. */
  readonly ofTheQuarter?: readonly (keyof World['organisations']['columns'])[]
  /** Key of the metric that it exists for, and which way that goes when it is switched off: named before it was tried. */
  readonly existsFor?: { readonly metric: string; readonly without: 'lower' | 'higher' }
  /** Why accounts cannot do without it, where it cannot be switched off. */
  readonly indispensable?: string
  run(world: World, policy: PolicyInForce, parameters: Readonly<Record<string, number>>, random: Randomness): void
}

/** Declares a mechanism; `run` sees its own parameters, and those that it reads, by name. */
export function mechanism<const P extends ParameterDeclarations, const R extends ParameterDeclarations = {}>(declared: {
  readonly name: string
  readonly purpose: string
  readonly parameters: P
  readonly reads?: { readonly of: string; readonly parameters: R }
  readonly switchable: boolean
  readonly ofTheQuarter?: Mechanism['ofTheQuarter']
  readonly existsFor?: Mechanism['existsFor']
  readonly indispensable?: string
  run(world: World, policy: PolicyInForce, parameters: ParameterValues<P & R>, random: Randomness): void
}): Mechanism {
  return declared as unknown as Mechanism
}
