/** The tables of the documentation, made from the code. `npm run docs` writes them; a test fails when they drift. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { catalogueOf } from '../src/experiment/catalogue.ts'
import type { LeverDeclaration, NumberDeclaration } from '../src/scenario/declare.ts'
import { purposeNames, purposes } from '../src/world/ledger.ts'

const catalogue = catalogueOf()
const cell = (text: string): string => text.replaceAll('|', '\\|')
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')
const range = (number: NumberDeclaration): string => `${number.minimum} to ${number.maximum}`
const note = '<!-- Made by `npm run docs` from the code; do not edit. -->\n'

function leverTable(): string {
  const rows = Object.entries(catalogue.levers).map(([name, lever]: [string, LeverDeclaration]) => [
    `\`${name}\``, lever.meaning, lever.unit, String(lever.default), range(lever), `${lever.mark}: ${lever.source}`,
    lever.instruments.join(' '), lever.readBy.join(', '), lever.perFirm ? 'yes' : 'no', lever.price,
  ])
  return table(
    ['lever', 'meaning', 'unit', 'default', 'range', 'source', 'instrument', 'read by', 'per firm', 'price in the ledger'], rows,
  )
}

function parameterTables(): string {
  return catalogue.mechanisms
    .map(({ name, purpose }) => {
      const rows = Object.entries(catalogue.parameters[name]).map(([key, parameter]) => [
        `\`${name}.${key}\``, parameter.meaning, parameter.unit, String(parameter.default), range(parameter),
        `${parameter.mark}: ${parameter.source}`,
      ])
      return `## ${name}\n\n${purpose}.\n\n${table(['parameter', 'meaning', 'unit', 'default', 'range', 'source'], rows)}`
    })
    .join('\n\n')
}

function metricTable(): string {
  const rows = Object.entries(catalogue.metrics).map(([key, metric]) => [
    `\`${key}\``, metric.unit, metric.meaning, metric.extensive ? 'yes' : 'no',
  ])
  return table(['metric', 'unit', 'meaning', 'reported at full scale'], rows)
}

function scheduleTable(): string {
  return table(
    ['', 'mechanism', 'what it is for', 'can be switched off'],
    catalogue.mechanisms.map(({ name, purpose, switchable }, index) => [
      String(index + 1), `\`${name}\``, purpose, switchable ? 'yes' : 'no',
    ]),
  )
}

function purposeTable(): string {
  return table(
    ['purpose', 'payer', 'payee', 'meaning'],
    purposeNames.map((name) => [`\`${name}\``, purposes[name][0], purposes[name][1], purposes[name][2]]),
  )
}

/** File below docs/ to its text. */
export const reference: Readonly<Record<string, string>> = {
  'levers.md': `${note}\n# Levers\n\nEvery number that government sets. Names are used in a scenario's \`policy\` and \`arms\`.\n\n${leverTable()}\n`,
  'parameters.md': `${note}\n# Parameters\n\nEvery number of the model that government does not set, by mechanism.\n\n${parameterTables()}\n`,
  'metrics.md': `${note}\n# Metrics\n\nWhat is recorded of every quarter. A metric without a value is an empty field.\n\n${metricTable()}\n`,
  'schedule.md': `${note}\n# A quarter, in order\n\n${scheduleTable()}\n`,
  'ledger.md': `${note}\n# The ledger\n\nEvery payment of the model has one of these purposes.\n\n${purposeTable()}\n`,
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const docs = fileURLToPath(new URL('../docs/', import.meta.url))
  for (const [file, text] of Object.entries(reference)) writeFileSync(join(docs, file), text)
}
