/** Room for words in a picture. */

/** Of a picture, in dots. */
export const WIDTH = 340

/** Names of rows and columns may not fit; the whole name stands in the words of the figure. */
export const shortened = (name: string, most: number): string => (name.length <= most ? name : `${name.slice(0, most - 1)}…`)

/** A name on at most two lines, broken where a word of it begins. */
export function wrapped(name: string, most: number): string {
  if (name.length <= most) return name
  const starts = [...name.matchAll(/(?<=[ .-])\S|(?<=[a-z])[A-Z]/g)].map(({ index }) => index).filter((index) => index <= most)
  const at = starts.at(-1) ?? most
  return `${name.slice(0, at).trimEnd()}\n${shortened(name.slice(at), most)}`
}
