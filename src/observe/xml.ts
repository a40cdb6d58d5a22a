/** What both XML formats of graphs share. */
import { XMLBuilder } from 'fast-xml-parser'

/** An element: keys with `@` are its attributes, arrays are repeated children. */
export type Element = { readonly [name: string]: string | number | Element | readonly Element[] }

const builder = new XMLBuilder({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  format: true,
  suppressEmptyNode: true,
  // Otherwise an attribute with the value true loses it.
  suppressBooleanAttributes: false,
})

export function writeXml(root: Element): string {
  return builder.build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, ...root })
}
