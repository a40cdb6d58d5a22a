/** Dotted names as the nested groups that a file has. */

export interface Tree {
  [name: string]: unknown
}

/** `{ 'fund.budget': 800 }` becomes `{ fund: { budget: 800 } }`. */
export function treeOf(values: Readonly<Record<string, unknown>>): Tree {
  const tree: Tree = {}
  for (const [path, value] of Object.entries(values)) {
    const groups = path.split('.')
    const leaf = groups.pop()!
    const group = groups.reduce((at, name) => (at[name] ??= {}) as Tree, tree)
    group[leaf] = value
  }
  return tree
}
