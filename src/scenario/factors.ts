/** What the factors of a design may name. Apart from how designs are read, which a worker that simulates does not need. */
import { type Catalogue, type NumberDeclaration, parametersByPath } from './declare.ts'

/** Levers and parameters under the paths that a factor names them by. */
export function factorDeclarations(catalogue: Catalogue): ReadonlyMap<string, NumberDeclaration> {
  return new Map([
    ...Object.entries(catalogue.levers).map(([name, lever]) => [`policy.${name}`, lever] as const),
    ...Object.entries(parametersByPath(catalogue)).map(([name, parameter]) => [`parameters.${name}`, parameter] as const),
  ])
}
