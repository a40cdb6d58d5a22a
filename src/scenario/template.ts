/** The scenario that `cinsim new` writes: one that runs as it is, with a comment on each key. */
import { problemAt, ScenarioError, shown } from './problem.ts'
import { nameSchema } from './schema.ts'

/** Throws a ScenarioError when the name could not be a scenario's. */
export function startingScenario(name: string): string {
  const checked = nameSchema.safeParse(name)
  if (checked.success) return textOf(name)
  const spot = { source: { file: 'NAME' }, offset: 0 }
  throw new ScenarioError([
    problemAt(spot, `a scenario cannot be called ${shown(name)}`, {
      allowed: checked.error.issues[0].message,
    }),
  ])
}

const textOf = (
  name: string,
): string => `# A scenario: a region, a policy, its variants, and how long and how often to simulate them.
# See what is wrong with it, or what it will do:  cinsim check ${name}.yaml
# Run it:                                         cinsim run ${name}.yaml
# All names with units and ranges:                cinsim list levers | parameters | metrics | mechanisms | regions

version: 1
name: '${name}' # also the folder of the results, output/${name}
question: What would a larger fund change, and what would shared guarantee risk?

region: beijing-2012 # a name that \`cinsim list regions\` shows, or the path of a file beside this one
scale: 0.05 # share of the firms that are simulated; all numbers below stay at full scale
start: 2013Q1 # the policy below holds from here on
quarters: 40 # simulated from the start on
burnIn: 20 # quarters before it, under the region's own policy, so that the world settles
replications: 10 # random worlds; every arm meets the same ones
# seed: any text # all chance comes from it; the name when missing

# Levers for every arm, over the region's own policy. A lever is a number, dated steps, or an expression over time and
# last quarter's metrics. Examples:
#   policy:
#     fund:
#       budget: { 2013: 800, 2016: 1000 }
#     guarantee:
#       compensation: 'defaultRate > 0.03 ? 0.2 : 0.4'
policy: {}

# Numbers of the model that government does not set, from the burn-in on; dated steps make a shock.
parameters: {}

# What is compared. The arm \`baseline\`, with nothing changed, always runs too.
arms:
  larger-fund:
    fund: { budget: 1600 } # million yuan per year
  shared-risk:
    guarantee: { governmentShare: 0.4 } # share of each covered loss
  # A trial gives some firms a policy of their own; only levers that hold for single firms can be set in it.
  # matched-less:
  #   trial:
  #     share: 0.5
  #     policy: { fund: { matching: 0.5 } }

# Further results, computed from metrics and from outcomes above.
outcomes:
  costPerInnovation: publicCost / innovations
`
