/** The parser of mathjs alone. The build puts it into one file: its hundreds of modules take half a second to load. */
import { create, type MathNode, parseDependencies } from 'mathjs/number'

export type Parse = (text: string) => MathNode

export const parse = create({ parseDependencies }).parse as unknown as Parse
