/** Files as the page has them: the program's own regions and scenarios, built in, and what a user opens. */
import type { Files } from '../scenario/files.ts'
import { nameOf, textFiles } from '../scenario/textFiles.ts'
import type { Texts } from './protocol.ts'

const found = {
  ...import.meta.glob<string>('../../seeds/*.yaml', { query: '?raw', import: 'default', eager: true }),
  ...import.meta.glob<string>('../../scenarios/*.yaml', { query: '?raw', import: 'default', eager: true }),
}
const builtIn: Texts = Object.fromEntries(Object.entries(found).map(([path, text]) => [path.replace('../../', ''), text]))

export const pageFiles = (own: Texts): Files => textFiles(own, builtIn)

export const scenarioNames = Object.keys(builtIn).filter((path) => path.startsWith('scenarios/')).map(nameOf)
export const builtInScenario = (name: string): string => builtIn[`scenarios/${name}.yaml`] ?? ''
