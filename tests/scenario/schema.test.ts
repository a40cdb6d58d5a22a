import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { scenarioJsonSchema } from '../../src/scenario/schema.ts'
import { startingScenario } from '../../src/scenario/template.ts'
import { catalogue, head, load } from './fixture.ts'

interface Schema {
  readonly [key: string]: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly anyOf?: readonly Schema[]
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
}

const schema = scenarioJsonSchema(catalogue) as Schema

/** The alternatives at a path, references followed. */
function at(path: readonly string[], from: Schema = schema): Schema[] {
  const name = from.$ref?.replace('#/$defs/', '')
  const here = name === undefined ? from : (schema.$defs?.[name] ?? from)
  const alternatives = here.anyOf && !here.properties ? here.anyOf.flatMap((one) => at([], one)) : [here]
  const [head_, ...rest] = path
  if (head_ === undefined) return alternatives
  return alternatives.flatMap((one) => (one.properties?.[head_] ? at(rest, one.properties[head_]) : []))
}

describe('the JSON Schema', () => {
  it('is of draft 2020-12 and holds nothing that JSON cannot', () => {
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
  })

  it('is the same each time', () => {
    expect(JSON.stringify(scenarioJsonSchema(catalogue))).toBe(JSON.stringify(schema))
  })

  it('knows every lever and parameter with its range', () => {
    const numbers = [
      ...Object.entries(catalogue.levers).map(([name, lever]) => [`policy.${name}`, lever] as const),
      ...Object.entries(catalogue.parameters['lend']).map(
        ([name, parameter]) => [`parameters.lend.${name}`, parameter] as const,
      ),
    ]
    for (const [path, { minimum, maximum, integer, meaning, unit }] of numbers) {
      const kinds = at(path.split('.'))
      const constant = kinds.find((kind) => kind['type'] === (integer ? 'integer' : 'number'))
      expect(constant, path).toMatchObject({ minimum, maximum })
      expect(JSON.stringify(schema)).toContain(`${meaning}; ${unit}`)
    }
  })

  it('asks for a version, a name, and a region or a scenario that has one', () => {
    expect(schema['required']).toEqual(['version', 'name'])
    expect(schema.anyOf).toEqual([{ required: ['region'] }, { required: ['extends'] }])
  })

  it('accepts what loads and refuses what does not', async () => {
    // Zod reads JSON Schema back, which is a check by other code than the one that wrote it.
    // It does not read keys beside `anyOf`, so the rule about the region is left to the test above.
    const { anyOf: _either, ...rest } = schema
    const reader = z.fromJSONSchema(JSON.parse(JSON.stringify(rest)))
    const right = [
      head,
      startingScenario('x'),
      `${head}policy: { fund: { budget: { 2014Q1: 3 }, shares: { equity: "t" } } }\narms: { a: { trial: { policy: { fund: { matching: 0 } } } } }\nmechanisms: { ally: on }\nstart: 2014\n`,
    ]
    for (const text of right) expect(reader.safeParse(parse(text)).error).toBeUndefined()
    const wrong = [
      'name: x\nregion: town\n',
      `${head}quaters: 3\n`,
      `${head}policy: { fund: { budgt: 3 } }\n`,
      `${head}policy: { fund: { budget: -3 } }\n`,
      `${head}policy: { fund: { budget: { 2014Q7: 3 } } }\n`,
      `${head}arms: { a: { trial: { policy: { fund: { budget: 0 } } } } }\n`,
      `${head}replications: 1000000000\n`,
      `${head}mechanisms: { trade: off }\n`,
    ]
    for (const text of wrong) {
      expect(reader.safeParse(parse(text)).success, text).toBe(false)
      await expect(load(text), text).rejects.toThrow()
    }
  })
})
