/** HTML as a value: what is put into it is escaped, unless it is markup itself. */

export interface Markup {
  readonly markup: string
}

/** Text that is markup already, as an SVG that a library has drawn. */
export const asMarkup = (markup: string): Markup => ({ markup })

export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

type Part = string | Markup | undefined | false | readonly (string | Markup | undefined | false)[]

/** A template of markup. Numbers are no parts of it: they come with the place where they stand, see told.ts. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: texts.map((text, index) => (index === 0 ? text : written(parts[index - 1]) + text)).join('') }
}

function written(part: Part): string {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string') return escaped(part)
  if ('markup' in part) return part.markup
  return part.map(written).join('')
}

export const nothing: Markup = { markup: '' }

/** `one, two and three`. */
export function inWords(parts: readonly Markup[]): Markup {
  if (parts.length < 2) return parts[0] ?? nothing
  const [first, last] = [parts.slice(0, -1), parts[parts.length - 1]]
  return html`${first.flatMap((part, index) => (index === 0 ? [part] : [', ', part]))} and ${last}`
}
