/** Broken scenario files on a disk, given to the real commands all at once: each is told, nothing is written. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { desk } from './cinsim.ts'

const { folder, cinsim, files } = desk()

const head = 'version: 1\nname: broken\nregion: classroom\n'
const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]', ...[...'bcdefghi'].map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]}, `.repeat(10)}1]`)]

/** What follows the head (or the whole file, when it has a name) and where the first mistake is told. */
const broken: readonly (readonly [lines: string, at: string])[] = [
  // Keys
  ['quartrs: 8', '4:1'], ['Quarters: 8', '4:1'], ['fund: { budget: 8 }', '4:1'], ['quarters: 8\nquarters: 9', '5:1'],
  ['policy: { fund: { budgt: 8 } }', '4:19'], ['policy: { fnd: { budget: 8 } }', '4:11'], ['policy: { fund: 8 }', '4:17'],
  ['parameters: { learn: { transferRat: 0.1 } }', '4:24'], ['parameters: { lern: { transferRate: 0.1 } }', '4:15'],
  ['mechanisms: { lern: off }', '4:15'], ['mechanisms: { trade: off }', '4:15'], ['mechanisms: { learn: maybe }', '4:22'],
  ['arms: { more: { fun: { budget: 8 } } }', '4:17'], ['arms: { baseline: { fund: { budget: 9 } } }', '4:'], ['arms: { more: { trail: {} } }', '4:17'],
  ['arms: [more]', '4:7'], ['policy: []', '4:9'], ['constructor: 8', '4:1'],
  // Types, ranges, counts
  ['quarters: ten', '4:11'], ['quarters: 2.5', '4:11'], ['quarters: 0', '4:11'], ['quarters: -4', '4:11'], ['burnIn: -1', '4:9'],
  ['quarters: 100000', '4:11'], ['replications: 1000000000', '4:15'], ['replications: -1', '4:15'], ['replications: .nan', '4:15'],
  ['scale: 3', '4:8'], ['scale: 0', '4:8'], ['scale: 0.01', '4:8'], ['scale: .inf', '4:8'], ['seed: [1]', '4:7'], ['name: ../up', '4:1'],
  ['policy: { fund: { budget: 800 million } }', '4:27'], ['policy: { fund: { budget: -1 } }', '4:27'],
  ['policy: { fund: { budget: 1e9 } }', '4:27'], ['policy: { guarantee: { governmentShare: 40% } }', '4:41'],
  ['policy: { guarantee: { governmentShare: 0.7, bankShare: 0.7 } }', '4:'], ['policy: { fund: { budget: true } }', '4:27'],
  ['parameters: { learn: { transferRate: -1 } }', '4:38'], ['question: { a: 1 }', '4:11'],
  // Dates
  ['start: 2013Q5', '4:8'], ['start: soon', '4:8'], ['policy: { fund: { budget: { 2013Q7: 9 } } }', '4:29'],
  ['policy: { fund: { budget: { 2012: 9 } } }', '4:29'], ['policy: { fund: { budget: {} } }', '4:27'],
  // Expressions
  ['policy: { fund: { budget: "inovations + 1" } }', '4:27'], ['policy: { fund: { budget: "800 *" } }', '4:27'],
  ['policy: { fund: { budget: "import(1)" } }', '4:27'], ["policy: { fund: { budget: \"f(x) = 1\" } }", '4:27'],
  [`policy: { fund: { budget: "${'1 + '.repeat(4000)}1" } }`, '4:27'], ['outcomes: { cost: publicCst / innovations }', '4:19'],
  ['outcomes: { firms: 1 + 1 }', '4:20'], ['arms: { a: { trial: { where: "colour > 1", policy: { fund: { matching: 0 } } } } }', '4:30'],
  ['arms: { a: { trial: { share: 2, policy: { fund: { matching: 0 } } } } }', '4:30'],
  ['arms: { a: { trial: { share: 0.5, policy: { fund: { budget: 9 } } } } }', '4:53'],
  // YAML
  ['arms:\n\tmore: {}', '5:1'], ['arms: { more: {', '5:1'], ['mechanisms: [', '5:1'], [bomb.join('\n'), '1:1'], ['arms: &a { more: *a }', '4:'], ['? [a, b]\n: 1', '4:'],
  // Other files
  ['extends: nowhere.yaml', '4:10'], ['extends: 5', '4:10'], ['region: classrom', '4:1'],
]

const whole: Readonly<Record<string, string | Uint8Array>> = {
  empty: '',
  'only-comment': '# nothing\n',
  'a-list': '- 1\n- 2\n',
  'a-text': 'hello\n',
  'two-documents': `${head}---\n${head}`,
  'other-version': head.replace('1', '2'),
  'no-version': 'name: x\nregion: classroom\n',
  'no-region': 'version: 1\nname: x\n',
  'no-such-region': head.replace('classroom', 'classrom'),
  'no-such-region-file': head.replace('classroom', 'none.yaml'),
  circle: `${head}extends: circle.yaml\n`,
  binary: Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1),
  latin: Uint8Array.from(Buffer.from('name: Zürich\n', 'latin1')),
  huge: `${head}# ${'x'.repeat(600_000)}\n`,
}

let paths: string[] = []
beforeAll(() => {
  const save = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content)
    return name
  }
  paths = [
    ...broken.map(([lines], index) => save(`${index}.yaml`, `${head}${lines}\n`)),
    ...Object.entries(whole).map(([name, content]) => save(`${name}.yaml`, content)),
    'nowhere.yaml', 'folder.yaml', 'loop.yaml', '/dev/zero',
  ]
  mkdirSync(join(folder, 'folder.yaml'))
  symlinkSync('loop.yaml', join(folder, 'loop.yaml'))
  if (process.getuid?.() !== 0) {
    chmodSync(join(folder, save('secret.yaml', head)), 0)
    paths.push('secret.yaml')
  }
})

test('there are more than sixty', () => expect(paths.length).toBeGreaterThan(60))

let told = ''
let before: string[] = []
beforeAll(() => {
  before = files()
  told = refused('check')
  // Some eighty files, each with its region: seconds, and more when other tests run beside it.
}, 60_000)

function refused(command: string): string {
  const { status, stdout, stderr } = cinsim(command, ...paths)
  expect([status, stdout]).toEqual([2, ''])
  return stderr
}

test('check and run tell the same, without a stack trace, and write nothing', () => {
  expect(refused('run')).toBe(told)
  expect(told).not.toMatch(/\n {4}at |fault of cinsim/)
  expect(files()).toEqual(before)
})

const titled = broken.map(([lines, at], index) => [lines.length > 70 ? `${lines.slice(0, 70)}...` : lines, index, at] as const)
test.each(titled)('%j is told where it stands, with what is allowed', (_lines, index, at) => {
  const own = told.split(/^(?=\S+\.yaml:|\/dev)/m).filter((each) => each.startsWith(`${index}.yaml:`))
  expect(own[0]).toMatch(new RegExp(`^${index}\\.yaml:${at}`))
  expect(own[0]).toMatch(/^ {2}allowed: /m)
})

test('every other file that cannot be read is named', () => {
  for (const path of paths.slice(broken.length)) expect(told).toMatch(new RegExp(`^${path}[: ]`, 'm'))
})
