/** Links and files that mean harm, or are broken: a clear message, no code runs, and the page stays usable. */
import { deflateRawSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { beforeAll, expect, vi } from 'vitest'
import { labInBrowser, state } from '../support/labPage.ts'
import { testWith } from '../support/programs.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
const lab = labInBrowser()
let page: Page

beforeAll(async () => {
  if (lab.hasBrowser) ({ page } = await lab.open())
})

const SMALL = 'version: 1\nname: small\nregion: classroom\nscale: 0.3\nquarters: 2\nburnIn: 2\n'
const code = (value: unknown): string => deflateRawSync(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const link = (change: object): string => code({ version: 1, engine: 'x', texts: { 'scenario.yaml': SMALL }, levers: {}, replication: 0, ...change })
const SCRIPT = '<img src=x onerror="window.harmed=true"><script>window.harmed=true</script>'
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`

const DAMAGED = /damaged|no link of the lab/
const LINKS: Readonly<Record<string, readonly [string, RegExp]>> = {
  'not base64': ['***', DAMAGED],
  'empty': ['', DAMAGED],
  'random letters': ['abcdefgh', DAMAGED],
  'percent signs': ['%00%ff', DAMAGED],
  'a huge link': ['A'.repeat(300_000), /larger than any/],
  'a bomb': [code('x'.repeat(20_000_000)), /larger than any/],
  'not JSON': [code('hello'), DAMAGED],
  'a deep value': [code(nested(50_000)), DAMAGED],
  'null': [code('null'), DAMAGED],
  'a list': [code([]), DAMAGED],
  'a newer version': [link({ version: 2 }), /newer lab/],
  'a version that is text': [link({ version: '1' }), DAMAGED],
  'prototype keys': [code('{"__proto__":{"harmed":true},"version":1,"engine":"x","texts":{"scenario.yaml":"a"},"levers":{},"replication":0,"constructor":{}}'), DAMAGED],
  'levers that are texts': [link({ levers: { 'fund.budget': '1' } }), DAMAGED],
  'a replication below zero': [link({ replication: -1 }), DAMAGED],
  'a replication without end': [code('{"version":1,"engine":"x","texts":{"scenario.yaml":"a"},"levers":{},"replication":1e999}'), DAMAGED],
  'no scenario': [link({ texts: {} }), DAMAGED],
  'an unknown key': [link({ run: 'alert(1)' }), DAMAGED],
}
const FILES: Readonly<Record<string, readonly [string, RegExp]>> = {
  'script in the name': [`version: 1\nname: ${JSON.stringify(SCRIPT)}\nregion: classroom\n`, /name is /],
  'script in a key': [`${SMALL}${JSON.stringify(SCRIPT)}: 1\n`, /is not a key|not a key/],
  'a prototype key': [`${SMALL}__proto__: { harmed: true }\n`, /__proto__/],
  'a constructor lever': [`${SMALL}policy: { constructor: { prototype: 1 } }\n`, /constructor/],
  'aliases without end': [`a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n`, /values|too many|larger/],
  'a deep file': [`a: ${nested(3000)}\n`, /deep|nested|levels/],
  'a binary file': ['\0\x01\x02', /binary/],
  'an expression that calls': [`${SMALL}policy: { fund: { budget: "import('x')" } }\n`, /import|expression|not allowed/],
  'an expression with a loop': [`${SMALL}policy: { fund: { budget: "f(x) = f(x); f(1)" } }\n`, /expression|allowed|f\(/],
  'another file of this machine': [`version: 1\nname: a\nextends: ../../etc/passwd\n`, /there is no such file|no file/],
  'a region elsewhere': [`version: 1\nname: a\nregion: https://example.org/x.yaml\n`, /there is no such file|no file|no region/],
  'a billion quarters': [SMALL.replace('quarters: 2', 'quarters: 1000000000'), /quarters/],
  'a wrong version': [SMALL.replace('version: 1', 'version: 9'), /version/],
}

const harmed = (): Promise<boolean> => page.evaluate(() => (window as unknown as { harmed?: boolean }).harmed === true || ({} as { harmed?: boolean }).harmed === true)

testWith('chromium', `${Object.keys(LINKS).length} links`, async () => {
  for (const [name, [text, told]] of Object.entries(LINKS)) {
    await page.goto('about:blank')
    await page.goto(`${lab.served.url}#lab=${text}`)
    await page.locator('.fault').waitFor({ timeout: 30_000 })
    expect(await page.locator('.fault').innerText(), name).toMatch(told)
    expect(await harmed(), name).toBe(false)
    await page.locator('.lever').first().waitFor()
  }
  await state(page, /same policy/)
}, 240_000)

testWith('chromium', `${Object.keys(FILES).length} files`, async () => {
  await page.goto('about:blank')
  await page.goto(lab.served.url)
  await state(page, /same policy/)
  for (const [name, [text, told]] of Object.entries(FILES)) {
    await page.locator('.menu summary', { hasText: 'Open' }).click()
    await page.locator('.sheet input[type=file]').setInputFiles({ name: 'bad.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) })
    await page.locator('.fault').waitFor({ timeout: 30_000 })
    expect(await page.locator('.fault').innerText(), name).toMatch(told)
    expect(await harmed(), name).toBe(false)
    await page.locator('.fault button').click()
  }
  // Still there, and still playing the classroom.
  await state(page, /same policy/)
  await page.locator('[data-lever="fund.budget"] .value').fill('50')
  await page.locator('[data-lever="fund.budget"] .value').press('Enter')
  await state(page, /are whole/)
}, 240_000)

testWith('chromium', 'a link of another engine opens, and says so', async () => {
  await page.goto('about:blank')
  await page.goto(`${lab.served.url}#lab=${link({})}`)
  await page.getByText(/made with engine x/).waitFor()
  await state(page, /same policy/)
})
