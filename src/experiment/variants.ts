/** What a design makes of its scenario: one variant for each point, a plain scenario again, and the arms that run there. */
import type { Design, Factor, Scenario, Schedules } from '../scenario/scenario.ts'
import type { DesignPoint } from './design/points.ts'

export interface Variant {
  /** 0 for the scenario as it is written. */
  readonly point: number
  /** Point whose baseline its effects are paired with. */
  readonly baseline: number
  readonly scenario: Scenario
  /** Arms that run at this point, in order. */
  readonly arms: readonly string[]
  /** What the factors of the design are set to, in their order; NaN for one that is left as it is. Empty without a design. */
  readonly values: readonly number[]
}

const POLICY = 'policy.'
const PARAMETERS = 'parameters.'
/** The arm of a design's levers, see scenario/load.ts. */
const DESIGN = 'design'

/** In the order in which they run. */
export function variantsOf(scenario: Scenario, points: readonly DesignPoint[]): Variant[] {
  const { design, arms } = scenario
  const names = arms.map(({ name }) => name)
  if (!design) return [{ point: 0, baseline: 0, scenario, arms: names, values: [] }]
  if (!design.factors.some(({ role }) => role === 'lever')) {
    return points.map(({ point, baseline, values }) => ({ point, baseline, scenario: laidOver(scenario, design, values, 'uncertainty'), arms: names, values }))
  }
  return points.flatMap((at): Variant[] => [
    ...(isFirst(at, points) ? [baselineOf(scenario, design, at)] : []),
    { point: at.point, baseline: at.baseline, scenario: withLevers(scenario, design, at.values), arms: names.filter((name) => name === DESIGN), values: at.values },
  ])
}

const isFirst = ({ point, baseline }: DesignPoint, points: readonly DesignPoint[]): boolean => point === (baseline === 0 ? points[0].point : baseline)

function baselineOf(scenario: Scenario, design: Design, { baseline, values }: DesignPoint): Variant {
  const uncertain = design.factors.map(({ role }, index) => (role === 'lever' ? NaN : values[index]))
  return { point: baseline, baseline, scenario: laidOver(scenario, design, values, 'uncertainty'), arms: ['baseline'], values: uncertain }
}

/** The values of the factors with this role, as schedules under `prefix`. */
function schedulesOf({ factors }: Design, values: readonly number[], role: Factor['role'], prefix: string): Schedules {
  return Object.fromEntries(factors.flatMap(({ path, role: own }, index) =>
    (own === role && path.startsWith(prefix) ? [[path.slice(prefix.length), { kind: 'constant', value: values[index] } as const]] : [])))
}

function laidOver(scenario: Scenario, design: Design, values: readonly number[], role: Factor['role']): Scenario {
  return {
    ...scenario,
    policy: { ...scenario.policy, ...schedulesOf(design, values, role, POLICY) },
    parameters: { ...scenario.parameters, ...schedulesOf(design, values, role, PARAMETERS) },
  }
}

function withLevers(scenario: Scenario, design: Design, values: readonly number[]): Scenario {
  const around = laidOver(scenario, design, values, 'uncertainty')
  const policy = schedulesOf(design, values, 'lever', POLICY)
  return {
    ...around,
    parameters: { ...around.parameters, ...schedulesOf(design, values, 'lever', PARAMETERS) },
    arms: around.arms.map((arm) => (arm.name === DESIGN ? { ...arm, policy } : arm)),
  }
}
