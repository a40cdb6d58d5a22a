/**
 * V8 lays a field out for whole numbers as long as it has seen nothing else, and throws away most of what it has compiled when
 * the first fraction comes: often in the middle of a batch. A fraction shown to each field beforehand keeps the layout.
 */
export function laidOutForFractions<T extends object, Name extends keyof T>(record: T, names: readonly Name[]): T {
  for (const name of names) {
    const value = record[name]
    record[name] = 0.5 as T[Name]
    record[name] = value
  }
  return record
}
