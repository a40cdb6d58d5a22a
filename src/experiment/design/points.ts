/** The points of a design: values for its factors, the same everywhere. */
import seedrandom from 'seedrandom'
import type { NumberDeclaration } from '../../scenario/declare.ts'
import type { Design, Factor } from '../../scenario/scenario.ts'
import { quantile } from './quantile.ts'
import { latinHypercube, morrisTrajectories, randomPoints, saltelliSample } from './samples.ts'
import { sobolSequence } from './sobolSequence.ts'

export interface DesignPoint {
  /** From 1 on. */
  readonly point: number
  /** Whose baseline is this point's: the first point with the same uncertainties, 0 where none are varied. */
  readonly baseline: number
  /** In the order of the factors. */
  readonly values: readonly number[]
  /** The same before laws are applied, each in [0, 1); the values themselves where they were listed. */
  readonly unit: Float64Array
}

type Declarations = ReadonlyMap<string, NumberDeclaration>

/** Points in order; those that share their uncertainties follow each other where the two kinds of factors are crossed. */
export function designPoints(design: Design, declarations: Declarations): DesignPoint[] {
  const { factors } = design
  const units = design.kind === 'grid' || design.kind === 'zip' ? listed(design) : drawn(design)
  const uncertain = [...factors.keys()].filter((index) => factors[index].role === 'uncertainty')
  const first = new Map<string, number>()
  return units.map((unit, index) => {
    const point = index + 1
    const values = design.kind === 'grid' || design.kind === 'zip' ? [...unit] : factors.map((factor, place) => valueAt(factor, unit[place], declarations))
    const key = uncertain.map((place) => values[place]).join()
    if (!first.has(key)) first.set(key, point)
    return { point, baseline: uncertain.length === 0 ? 0 : first.get(key)!, values, unit }
  })
}

const valuesOf = ({ from }: Factor): readonly number[] => ('values' in from ? from.values : [])

/** Uncertainties outermost, so that points with the same ones are together; else the last factor changes fastest. */
function listed({ kind, factors }: Design): Float64Array[] {
  if (kind === 'zip') return valuesOf(factors[0]).map((_, index) => Float64Array.from(factors, (factor) => valuesOf(factor)[index]))
  const order = [...factors.keys()].toSorted((one, other) => Number(factors[one].role === 'lever') - Number(factors[other].role === 'lever') || one - other)
  let points = [new Float64Array(factors.length)]
  for (const place of order) points = points.flatMap((point) => valuesOf(factors[place]).map((value) => point.with(place, value)))
  return points
}

function drawn(design: Design): Float64Array[] {
  const { kind, factors, samples = 1 } = design
  if (typeof samples === 'number') return sample(design, kind, samples, factors.length)
  const places = (role: Factor['role']): number[] => [...factors.keys()].filter((index) => factors[index].role === role)
  const [levers, uncertainties] = [places('lever'), places('uncertainty')]
  const [ofLevers, ofUncertainties] = [sample(design, `${kind} levers`, samples.levers, levers.length), sample(design, `${kind} uncertainties`, samples.uncertainties, uncertainties.length)]
  return ofUncertainties.flatMap((around) =>
    ofLevers.map((policy) => {
      const point = new Float64Array(factors.length)
      levers.forEach((place, index) => (point[place] = policy[index]))
      uncertainties.forEach((place, index) => (point[place] = around[index]))
      return point
    }))
}

function sample({ kind, seed, levels = 4 }: Design, stream: string, samples: number, dimensions: number): Float64Array[] {
  const random = seedrandom(`${seed} ${stream}`)
  const draw = (): number => random()
  switch (kind) {
    case 'lhs': return latinHypercube(samples, dimensions, draw)
    case 'sobol': return sobolSequence(samples, dimensions)
    case 'saltelli': return saltelliSample(samples, dimensions, draw)
    case 'morris': return morrisTrajectories(samples, levels, dimensions, draw)
    default: return randomPoints(samples, dimensions, draw)
  }
}

function valueAt({ path, from }: Factor, unit: number, declarations: Declarations): number {
  if ('values' in from) return from.values[Math.min(from.values.length - 1, Math.floor(unit * from.values.length))]
  const { minimum, maximum, integer } = declarations.get(path)!
  const value = quantile(from.distribution, unit, { minimum, maximum })
  return integer ? Math.min(maximum, Math.max(minimum, Math.floor(value + 0.5))) : value
}
