/**
 * The table at the head of README.md, from a result of the main comparison:
 * npx cinsim run scenarios/beijing-2012.yaml && npm run readme
 */
import { parse } from 'csv-parse/sync'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { markdownTable } from './markdown.ts'

const arms = {
  'A-financing': 'A: bureaus agree and audit, finance is matched',
  'B-guarantees': 'B: guarantee losses are shared, capital restored',
  'C-information': 'C: information is kept up and made known',
}

/** Metric, what a reader calls it, by how much it is multiplied, and digits after the point. */
const lines: readonly (readonly [metric: string, label: string, factor: number, digits: number])[] = [
  ['rdSpending', 'R&D of small firms, million yuan', 1, 0],
  ['innovationRate', 'innovations a year per 1,000 technology firms', 1, 0],
  ['collaborationRate', 'technology firms with a partner, %', 100, 1],
  ['grantApplications', 'applications for grants', 1, 0],
  ['misuseShare', 'grant money used for something else, %', 100, 1],
  ['guaranteedBalance', 'guaranteed credit, million yuan', 1, 0],
  ['publicCost', 'public cost, million yuan', 1, 0],
]

/** In Markdown, from the text of an effects.csv: means over the horizon, and effects with their 95 % intervals. */
export function effectsTable(effects: string): string {
  const rows = parse(effects, { columns: true }) as Record<string, string>[]
  const body = lines.map(([metric, label, factor, digits]) => {
    const shown = (value: string | undefined, sign: boolean): string => {
      const scaled = factor * Number(value)
      const zero = Math.abs(scaled) < 0.5 / 10 ** digits
      const text = (zero ? 0 : scaled).toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
      return sign && !zero && scaled > 0 ? `+${text}` : text
    }
    const cells = Object.keys(arms).map((arm) => {
      const row = rows.find((one) => one['arm'] === arm && one['metric'] === metric && one['window'] === 'horizon')!
      return { baseline: shown(row['baseline'], false), effect: `${shown(row['effect'], true)} [${shown(row['lower'], true)}, ${shown(row['upper'], true)}]` }
    })
    return [label, cells[0]!.baseline, ...cells.map(({ effect }) => effect)]
  })
  const heads = ['per quarter', 'baseline', ...Object.values(arms)]
  return markdownTable(heads, body)
}

/** The page with the table between its marks replaced. */
export const withTable = (page: string, table: string): string =>
  page.replace(/(<!-- npm run readme -->\n).*?(?=\n<!-- end -->)/s, (_all, mark: string) => mark + table)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? 'output/beijing-2012'
  writeFileSync('README.md', withTable(readFileSync('README.md', 'utf8'), effectsTable(readFileSync(`${folder}/effects.csv`, 'utf8'))))
}
