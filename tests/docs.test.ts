/** The commands and files that README.md and docs/ show, tried in the order in which a reader meets them. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { blocksOf, commandsOf, isNpm, readersFolder, saveBlock } from './support/commands.ts'

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name))
    .sort(),
]

describe('reading a page', () => {
  const page = [
    '```sh',
    'npm ci && npx cinsim run a.yaml \\',
    '  --quiet    # comment',
    '',
    '# only a comment',
    'cinsim list levers',
    '```',
    '<!-- test: file b.yaml -->',
    '',
    '```yaml',
    'a: 1',
    '```',
    '<!-- test: skip needs a key -->',
    '```sh',
    'cinsim replay',
    '```',
  ].join('\n')

  test('finds the blocks and how to treat them', () => {
    expect(blocksOf(page).map(({ line, language, note, detail }) => [line, language, note, detail])).toEqual([
      [1, 'sh', 'run', ''],
      [8, 'yaml', 'file', 'b.yaml'],
      [13, 'sh', 'skip', 'needs a key'],
    ])
  })

  test('finds the commands', () => {
    expect(commandsOf(blocksOf(page)[0]!)).toEqual(['npx cinsim run a.yaml --quiet', 'cinsim list levers'])
  })
})

describe.each(pages)('%s', (page) => {
  const markdown = readFileSync(page, 'utf8')
  const blocks = blocksOf(markdown)

  test('links lead to files that exist', () => {
    const targets = [...markdown.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
      (match) => match[1] as string,
    )
    expect(targets.filter((target) => !existsSync(join(page, '..', target)))).toEqual([])
  })

  test('npm scripts exist', () => {
    const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object }).scripts
    const named = [...markdown.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] as string)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })

  test('every skipped block says why', () => {
    expect(blocks.filter((block) => block.note === 'skip' && block.detail === '')).toEqual([])
  })

  const hasCommands = blocks.some((block) => block.note === 'run' && block.language === 'sh' && commandsOf(block).length > 0)
  describe.runIf(hasCommands)(
    'commands',
    () => {
      const { folder, run } = readersFolder()
      afterAll(() => rmSync(folder, { recursive: true }))

      for (const block of blocks) {
        if (block.note === 'file') {
          test(`line ${block.line}: save ${block.detail}`, () => saveBlock(folder, block))
        }
        if (block.language !== 'sh' || block.note !== 'run') continue
        for (const command of commandsOf(block)) {
          test(`line ${block.line}: ${command}`, { timeout: 120_000 }, () => {
            const { status, stdout, stderr } = run(command)
            expect(status, `${stdout}\n${stderr}`).toBe(0)
          })
        }
      }
    },
  )
})

test('a command of npm is told from one of ours', () => {
  expect(['npm ci', 'npm test', 'npm run test:full', 'npx cinsim run', 'cinsim run'].map(isNpm)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})
