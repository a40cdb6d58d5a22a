/** Lint rules of this project: the same bits on every machine, and data that flows one way. */
import { isBuiltin } from 'node:module'
import { relative, resolve, sep } from 'node:path'

/** The floors of src/, lowest first. A file imports from its own floor and from lower ones. */
const FLOORS = [
  ['scenario'],
  ['world'],
  ['mechanisms'],
  ['observe'],
  ['records'],
  ['experiment'],
  ['analysis'],
  ['report'],
  ['index.ts'],
  ['host'],
  ['cli', 'lab'],
]
const RANK = new Map(FLOORS.flatMap((names, rank) => names.map((name) => [name, rank])))
/** Up to here everything runs in a page too. */
const FACE = RANK.get('index.ts')

/** Packages that talk to a terminal: for the floors above `report` only. */
const TERMINAL = /^(cli-progress|commander|picocolors)(\/|$)/

/** Members of Math that ECMAScript defines to the last bit. */
const EXACT_MATH = new Set('sqrt abs sign min max floor ceil trunc round imul clz32 fround'.split(' '))

/** Methods whose result depends on the language or the time zone of the machine. */
const LOCALE = /^(toLocale|localeCompare$)/

const exactMath = {
  create(context) {
    return {
      Identifier(node) {
        if (node.name !== 'Math') return
        const parent = node.parent
        if (parent.type === 'MemberExpression') {
          if (parent.property === node && !parent.computed) return
          if (parent.object === node && !parent.computed && EXACT_MATH.has(parent.property.name)) return
        }
        if (parent.type === 'Property' && parent.key === node && !parent.computed && !parent.shorthand) return
        context.report({
          node: parent,
          message:
            `Of Math only ${[...EXACT_MATH].join(', ')} give the same bits on every machine; ` +
            "take exp, log, pow and the rest from the project's own functions, chance from addressed draws.",
        })
      },
      'BinaryExpression[operator="**"]'(node) {
        context.report({
          node,
          message: '** gives different last bits on different machines; multiply, or use our own pow.',
        })
      },
      'AssignmentExpression[operator="**="]'(node) {
        context.report({
          node,
          message: '**= gives different last bits on different machines; multiply, or use our own pow.',
        })
      },
      MemberExpression(node) {
        const name = node.computed ? node.property.value : node.property.name
        if (typeof name === 'string' && LOCALE.test(name)) {
          context.report({
            node,
            message: `${name} depends on the machine's language; compare code units, format by hand.`,
          })
        }
      },
    }
  },
}

/** `world` for src/world/ties.ts; undefined outside src/. */
function floorOf(path, root) {
  const parts = relative(root, path).split(sep)
  return parts[0] === 'src' ? parts[1] : undefined
}

const direction = {
  create(context) {
    const root = context.cwd
    const from = floorOf(context.filename, root)
    const rank = RANK.get(from)
    if (from === undefined) return {}

    function check(node, source) {
      if (!source || typeof source.value !== 'string') return
      const name = source.value
      if (rank === undefined) {
        context.report({
          node,
          message: `src/${from} is no floor of the layout; see the list in lint/cinsim.js.`,
        })
        return
      }
      if (!name.startsWith('.')) {
        if (rank > FACE) return
        if (isBuiltin(name) || TERMINAL.test(name)) {
          context.report({
            node,
            message: `${from} runs in the browser too and must not import ${name}; take an interface and let host/ implement it.`,
          })
        }
        return
      }
      const to = floorOf(resolve(context.filename, '..', name), root)
      if (to === undefined) {
        // package.json, for the version, is the one file outside src/ that the command line reads.
        if (rank <= FACE)
          context.report({ node, message: `${from} imports ${name}, which is outside src/.` })
        return
      }
      if (to === 'host' && from !== 'host' && from !== 'cli') {
        context.report({ node, message: `${from} runs in a page too and must not import host/, which needs Node.` })
        return
      }
      if (to !== from && !(RANK.get(to) < rank)) {
        context.report({
          node,
          message: `${from} must not import ${to}: data flows ${FLOORS.map((names) => names.join(' and ')).join(' -> ')}.`,
        })
      }
    }

    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal),
    }
  },
}

/** src/index.ts is the only file that passes on what it does not define. */
const noBarrel = {
  create(context) {
    const floor = floorOf(context.filename, context.cwd)
    if (floor === undefined || floor === 'index.ts') return {}
    const report = (node) =>
      context.report({
        node,
        message: 'Import from the file that defines it; only src/index.ts passes exports on.',
      })
    return {
      ExportNamedDeclaration: (node) => node.source && report(node),
      ExportAllDeclaration: report,
      Program(node) {
        if (/(^|[\\/])index\.ts$/.test(context.filename)) report(node)
      },
    }
  },
}

export default {
  meta: { name: 'cinsim' },
  rules: { 'exact-math': exactMath, direction, 'no-barrel': noBarrel },
}
