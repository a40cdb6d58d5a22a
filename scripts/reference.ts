/** The tables of the documentation, made from the code. `npm run docs` writes them; a test fails when they drift. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { catalogueOf } from '../src/experiment/catalogue.ts'
import { schedule } from '../src/mechanisms/schedule.ts'
import type { LeverDeclaration, NumberDeclaration } from '../src/scenario/declare.ts'
import { groupMeasures } from '../src/observe/groups.ts'
import { type PanelColumns, panelTables } from '../src/observe/panel.ts'
import { purposeNames, purposes } from '../src/world/ledger.ts'
import { markdownTable } from './markdown.ts'

const catalogue = catalogueOf()
const range = (number: NumberDeclaration): string => `${number.minimum} to ${number.maximum}`
const note = '<!-- Made by `npm run docs` from the code; do not edit. -->\n'

function leverTable(): string {
  const rows = Object.entries(catalogue.levers).map(([name, lever]: [string, LeverDeclaration]) => [
    `\`${name}\``, lever.meaning, lever.unit, String(lever.default), range(lever), `${lever.mark}: ${lever.source}`,
    lever.instruments.join(' '), lever.readBy.join(', '), lever.perFirm ? 'yes' : 'no', lever.price,
  ])
  return markdownTable(
    ['lever', 'meaning', 'unit', 'default', 'range', 'source', 'instrument', 'read by', 'per firm', 'price in the ledger'], rows,
  )
}

function parameterTables(): string {
  return catalogue.mechanisms
    .map(({ name, purpose }) => {
      const rows = Object.entries(catalogue.parameters[name]).map(([key, parameter]) => [
        `\`${name}.${key}\``, parameter.meaning + readersOf(name, key), parameter.unit, String(parameter.default), range(parameter),
        `${parameter.mark}: ${parameter.source}`,
      ])
      return `## ${name}\n\n${purpose}.\n\n${markdownTable(['parameter', 'meaning', 'unit', 'default', 'range', 'source'], rows)}`
    })
    .join('\n\n')
}

/** Other mechanisms that read the parameter as well. */
function readersOf(owner: string, key: string): string {
  const readers = schedule.filter(({ reads }) => reads?.of === owner && Object.hasOwn(reads.parameters, key)).map(({ name }) => name)
  return readers.length === 0 ? '' : ` (read by ${readers.join(' and ')} too)`
}

function metricTable(): string {
  const rows = Object.entries(catalogue.metrics).map(([key, metric]) => [
    `\`${key}\``, metric.unit, metric.meaning, metric.extensive ? 'yes' : 'no',
  ])
  return markdownTable(['metric', 'unit', 'meaning', 'reported at full scale'], rows)
}

function momentTable(): string {
  const beyondMetrics = Object.entries(catalogue.moments).filter(([key]) => !Object.hasOwn(catalogue.metrics, key))
  return markdownTable(
    ['moment', 'unit', 'meaning', 'in the population as grown'],
    beyondMetrics.map(([key, { unit, meaning, grown }]) => [`\`${key}\``, unit, meaning, grown ? 'yes' : 'no']),
  )
}

function scheduleTable(): string {
  return markdownTable(
    ['', 'mechanism', 'what it is for', 'can be switched off'],
    catalogue.mechanisms.map(({ name, purpose, switchable }, index) => [
      String(index + 1), `\`${name}\``, purpose, switchable ? 'yes' : 'no',
    ]),
  )
}

function purposeTable(): string {
  return markdownTable(
    ['purpose', 'payer', 'payee', 'meaning'],
    purposeNames.map((name) => [`\`${name}\``, purposes[name][0], purposes[name][1], purposes[name][2]]),
  )
}

function groupTable(): string {
  return markdownTable(['metric', 'unit', 'mean per firm of'], Object.entries(groupMeasures).map(([key, { unit, meaning }]) => [`\`${key}\``, unit, meaning]))
}

function panelPage(): string {
  const sections = Object.entries(panelTables).map(([name, { row, columns }]) => {
    const rows = Object.entries(columns as PanelColumns<never>).map(([key, { type, unit, optional, meaning }]) => [
      `\`${key}\``, type === 'identity' ? 'integer' : type, unit, meaning, optional ? 'yes' : 'no',
    ])
    return `## ${name}\n\nOne row is ${row}. Files: \`panel/${name}/ARM-POINT-REPLICATION.parquet\`.\n\n${markdownTable(['column', 'type', 'unit', 'meaning', 'may be empty'], rows)}`
  })
  return `${panelIntroduction}\n\n${sections.join('\n\n')}`
}

const panelIntroduction = `What \`cinsim run --panel\` keeps: every firm in every quarter of the scenario, and single events. The columns are those
of each table below; \`datapackage.json\` of a result says the same, \`manifest.json\` has the size and hash of each file.

Money is in million yuan of the simulated firm, in constant prices of 2012, and **not** brought to full scale: divide a sum by the scenario's
\`scale\` to compare it with a metric. An event names organisations by identity, which is the same in all tables and all
arms; universities and institutes have identities below 1024. A firm that ends has no row from that quarter on.

DuckDB reads all runs of a table at once with \`read_parquet('panel/firms/*.parquet')\`, as do pandas and polars.`

/** A scenario that names every lever at its default, by groups, each with what it is. */
function allLevers(): string {
  const lines: string[] = []
  let open: string[] = []
  for (const [name, lever] of Object.entries(catalogue.levers).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const path = name.split('.')
    const leaf = path.pop()!
    let shared = 0
    while (shared < path.length && path[shared] === open[shared]) shared++
    for (let depth = shared; depth < path.length; depth++) lines.push(`${'  '.repeat(depth + 1)}${path[depth]}:`)
    open = path
    const indent = '  '.repeat(path.length + 1)
    lines.push(`${indent}# ${lever.meaning} (${lever.unit}; ${range(lever)}; ${lever.mark}: ${lever.source})`, `${indent}${leaf}: ${lever.default}`)
  }
  return `# yaml-language-server: $schema=../schema/scenario.schema.json
# Made by \`npm run docs\` from the code; do not edit. Every lever at its default, to copy from: so the policy is that of Beijing in
# 2013, and the arm is an example of changing one number of it.
version: 1
name: all-levers
question: What can be set, and what is it today?
region: beijing-2012
scale: 0.02
quarters: 8
replications: 2
seed: zhang-2013
policy:
${lines.join('\n')}
arms:
  one-lever-changed: { fund: { budget: 1600 } }
`
}

/** File below docs/ to its text. */
export const reference: Readonly<Record<string, string>> = {
  'levers.md': `${note}\n# Levers\n\nEvery number that government sets. Names are used in a scenario's \`policy\` and \`arms\`.\n\n${leverTable()}\n`,
  'parameters.md': `${note}\n# Parameters\n\nEvery number of the model that government does not set, by mechanism.\n\n${parameterTables()}\n`,
  'metrics.md': `${note}\n# Metrics\n\nWhat is recorded of every quarter. A metric without a value is an empty field.\n\n${metricTable()}\n\n## Groups of a trial\n\nFor an arm with a \`trial\`, \`analysis.csv\` tells of the SMEs that lived when the scenario began, in groups: \`treated\`; \`undrawn\`, to whom the trial was open\nand whom chance left out; and \`others\`, all that are not treated. Firms that are gone count as 0. The baseline is that of the same firms.\n\n${groupTable()}\n\n## Moments\n\nWhat facts of a region are held against (section \`calibration\` of a region): any metric, as its mean over the quarters of a year that have\na value, or one of these.\n\n${momentTable()}\n`,
  'panel.md': `${note}\n# The panel\n\n${panelPage()}\n`,
  'schedule.md': `${note}\n# A quarter, in order\n\n${scheduleTable()}\n`,
  '../scenarios/all-levers.yaml': allLevers(),
  'ledger.md': `${note}\n# The ledger\n\nEvery payment of the model has one of these purposes.\n\n${purposeTable()}\n`,
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const docs = fileURLToPath(new URL('../docs/', import.meta.url))
  for (const [file, text] of Object.entries(reference)) writeFileSync(join(docs, file), text)
}
