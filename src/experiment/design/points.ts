/** The points of a design: values for its factors, the same everywhere. */
import type { Design, Factor } from '../../scenario/scenario.ts'

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

/** Points in order; those that share their uncertainties follow each other where the two kinds of factors are crossed. */
export function designPoints(design: Design): DesignPoint[] {
  const { factors } = design
  const units = listed(design)
  const uncertain = [...factors.keys()].filter((index) => factors[index].role === 'uncertainty')
  const first = new Map<string, number>()
  return units.map((unit, index) => {
    const point = index + 1
    const values = [...unit]
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
