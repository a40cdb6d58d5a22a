/**
 * A result as a research object: RO-Crate 1.2 (https://w3id.org/ro/crate/1.2), JSON-LD that says which files there are, what made
 * them and from what. Times and machines are in run.log, so that the same result has the same bytes.
 */
import type { Scenario } from '../scenario/scenario.ts'
import type { Manifest, WrittenFile } from './manifest.ts'
import { type TableName, tables } from './tables.ts'

const FORMATS: Readonly<Record<string, string>> = {
  csv: 'text/csv', json: 'application/json', yaml: 'application/yaml', parquet: 'application/vnd.apache.parquet', gexf: 'application/gexf+xml', html: 'text/html',
}

const MEANINGS: Readonly<Record<string, string>> = {
  'scenario.yaml': 'the scenario as it was resolved: what was asked',
  'region.yaml': 'the region that the population was grown from',
  'datapackage.json': 'the tables in the terms of Frictionless Data: every column with type, unit and description',
}

/**
 * Must be told (RO-Crate 1.2, root data entity). A result has no clock in it, so its date is that from which its engine's version
 * can have made it.
 */
const PUBLISHED = '2026-11-27'
/** What comes of a scenario belongs to whoever asked. */
const LICENCE = {
  '@id': '#licence', '@type': 'CreativeWork', name: 'Not stated', description: 'Whoever publishes this result says here under which licence, and when',
}

type Entity = Readonly<Record<string, unknown>>
const reference = (id: string): Entity => ({ '@id': id })

export function roCrateOf(scenario: Scenario, engine: Manifest['engine'], files: readonly WrittenFile[]): Entity {
  const software = '#cinsim'
  const inputs = files.map(({ name }) => name).filter((name) => name === 'scenario.yaml' || name === 'region.yaml')
  const outputs = files.map(({ name }) => name).filter((name) => name !== 'scenario.yaml' && name !== 'region.yaml')
  return {
    '@context': 'https://w3id.org/ro/crate/1.2/context',
    '@graph': [
      { '@id': 'ro-crate-metadata.json', '@type': 'CreativeWork', conformsTo: reference('https://w3id.org/ro/crate/1.2'), about: reference('./') },
      {
        '@id': './', '@type': 'Dataset', name: scenario.name, description: scenario.question || `A result of the scenario ${scenario.name}`,
        datePublished: PUBLISHED, license: reference(LICENCE['@id']),
        hasPart: files.map(({ name }) => reference(encodeURI(name))), mentions: reference('#simulation'),
      },
      LICENCE,
      ...files.map(fileEntity),
      {
        '@id': software, '@type': 'SoftwareApplication', name: 'cinsim', version: engine.version, softwareVersion: `${engine.version}, engine ${engine.source}`,
        description: 'collaborative-innovation network simulator', license: reference('https://spdx.org/licenses/MIT'),
      },
      { '@id': 'https://spdx.org/licenses/MIT', '@type': 'CreativeWork', name: 'MIT License' },
      {
        '@id': '#simulation', '@type': 'CreateAction', name: `cinsim run scenario.yaml`, instrument: reference(software),
        object: inputs.map((name) => reference(name)), result: outputs.map((name) => reference(encodeURI(name))),
      },
    ],
  }
}

function fileEntity({ name, bytes, sha256 }: WrittenFile): Entity {
  const meaning = MEANINGS[name] ?? (Object.hasOwn(tables, name) ? `a row for each ${tables[name as TableName].slice(0, 4).map((column) => column.name).join(', ')}` : undefined)
  return {
    '@id': encodeURI(name), '@type': 'File', name, contentSize: String(bytes), sha256, encodingFormat: FORMATS[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
    ...(meaning === undefined ? {} : { description: meaning }),
  }
}
