/** Every action of the lab without a mouse: Tab goes where it is done, keys do it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, vi } from 'vitest'
import { desk } from '../cli/cinsim.ts'
import { labInBrowser, serveLab, state, TINY } from '../support/labPage.ts'
import { testWith } from '../support/programs.ts'

vi.setConfig({ testTimeout: 150_000, hookTimeout: 120_000 })
const { cinsim, write, folder } = desk()
const path = (name: string): string => join(folder, name)
write('tiny.yaml', TINY)
const lab = labInBrowser(path('tiny.yaml'))
let page: Page
let complaints: string[]

const MOST_TABS = 400

/** By the shorter way: back where it stands before. */
async function reach(wanted: Locator): Promise<void> {
  const key = await wanted.evaluate((element) => (element.compareDocumentPosition(document.activeElement!) & Node.DOCUMENT_POSITION_FOLLOWING ? 'Shift+Tab' : 'Tab'))
  for (let press = 0; press < MOST_TABS; press++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await wanted.page().keyboard.press(key)
  }
  throw new Error(`Tab does not reach ${String(wanted)}`)
}
const press = async (wanted: Locator, key = 'Enter'): Promise<void> => {
  await reach(wanted)
  await wanted.page().keyboard.press(key)
}
const type = async (wanted: Locator, text: string): Promise<void> => {
  await press(wanted, 'Control+A')
  await wanted.page().keyboard.type(text)
}
const saved = async (wanted: Locator): Promise<string> => {
  await reach(wanted)
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  expect(readFileSync((await download.path())!).length).toBeGreaterThan(100)
  return download.suggestedFilename()
}
const opened = async (wanted: Locator, file: string): Promise<void> => {
  await reach(wanted)
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')])
  await chooser.setFiles(file)
}
const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: typeof name === 'string' })
const menu = (name: string): Locator => page.locator('.menu summary', { hasText: name })
const tabTo = async (name: string): Promise<void> => {
  await reach(page.locator('[role=tab][aria-selected=true]'))
  for (let arrow = 0; arrow < 6 && !(await page.locator(`#tab-${name}`).evaluate((tab) => tab === document.activeElement)); arrow++) await page.keyboard.press('ArrowRight')
  await page.locator(`#tab-${name}[aria-selected=true]`).waitFor()
}

beforeAll(async () => {
  if (!lab.hasBrowser) return
  ;({ page, complaints } = await lab.open({ acceptDownloads: true }))
  // From now on the browser tells of choosers in place of showing them; a test that only waits for one may ask too late.
  page.on('filechooser', () => {})
})

testWith('chromium', 'scenarios are opened, by name and from a file, and another luck is chosen', async () => {
  await page.goto(lab.served.url)
  await state(page, /same policy/)
  await press(menu('Open'))
  await reach(page.locator('.sheet select'))
  await page.keyboard.type('no-policy')
  await press(button('Open this scenario'))
  await page.getByRole('heading', { name: "What would Beijing's small firms be without these programmes?" }).waitFor()
  // The menu is closed, and the keyboard is still at it.
  expect(await menu('Open').evaluate((element) => element === document.activeElement)).toBe(true)
  await press(menu('Open'))
  await opened(page.locator('.sheet input[type=file]'), path('tiny.yaml'))
  await page.getByRole('heading', { name: 'tiny' }).waitFor()
  await press(menu('Open'))
  await type(page.getByLabel('Luck'), '2')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.locator('[data-arm=yours]', { hasText: 'replication 2' }).waitFor()
})

testWith('chromium', 'levers are found, moved, undone, and set as in an arm', async () => {
  const differing = page.locator('.lever.differs')
  await press(page.locator('[id="fund.budget"]'), 'ArrowRight')
  await differing.first().waitFor()
  await press(differing.getByRole('button', { name: /^Undo/ }))
  await expect.poll(() => differing.count()).toBe(0)
  await press(button('more'))
  await expect.poll(() => differing.count()).toBe(1)
  await press(button('Undo all'))
  await expect.poll(() => differing.count()).toBe(0)
  await type(page.getByRole('searchbox', { name: 'Find a lever' }), 'coherence')
  await expect.poll(() => page.locator('.lever').count()).toBe(1)
  await press(page.locator('.lever .more summary'))
  await page.locator('.lever dl').waitFor()
  await type(page.getByRole('searchbox', { name: 'Find a lever' }), ' ')
  await page.keyboard.press('Backspace')
  await type(page.locator('[data-lever="fund.budget"] .value'), '60')
  await page.keyboard.press('Enter')
  await state(page, /Both worlds are whole/)
})

testWith('chromium', 'files and pictures are saved, and a link is made', async () => {
  for (const [name, file] of [[/^Scenario with/, 'tiny.yaml'], ['series.csv', 'series.csv'], ['runs.csv', 'runs.csv'], ['ledger.csv', 'ledger.csv'], [/GEXF/, /^tiny-.*\.gexf$/]] as const) {
    await press(menu('Save'))
    expect(await saved(page.locator('.sheet').getByRole('button', { name }))).toMatch(file)
  }
  expect(await saved(button('SVG: innovations'))).toBe('innovations.svg')
  expect(await saved(button('PNG: innovations'))).toBe('innovations.png')
  await press(page.locator('.choice > summary'))
  await press(page.locator('.choice input').first(), 'Space')
  await press(menu('Share'))
  await reach(page.locator('.sheet textarea'))
  await expect.poll(() => page.locator('.sheet textarea').inputValue()).toMatch(/#lab=/)
  await page.keyboard.press('Escape')
  await press(button('中文'))
  await press(button('English'))
})

testWith('chromium', 'the network is played and filtered, a firm found, its life and the money read', async () => {
  await press(button(/Play/))
  await press(button(/Pause/))
  await press(page.getByRole('slider', { name: 'Quarter' }), 'End')
  await press(button('A quarter back'), 'Space')
  await press(page.locator('.world.yours input'), 'ArrowLeft')
  await page.locator('.world.baseline.chosen').waitFor()
  const colour = page.getByLabel('Colour')
  await reach(colour)
  await page.keyboard.type('by sector')
  expect(await colour.inputValue()).toBe('sector')
  await tabTo('firm')
  const firm = page.locator('#view .tools button').first()
  const id = (await firm.innerText()).replace(/\D+/g, '')
  await press(firm)
  await page.locator('.parting').waitFor()
  await reach(page.locator('.story.yours ol'))
  await tabTo('network')
  await type(page.getByLabel('Find a firm'), id)
  await page.keyboard.press('Enter')
  await page.locator('.parting').waitFor()
  await tabTo('money')
  await press(page.locator('.money input').first(), 'ArrowDown')
  expect(await page.getByRole('radio', { name: 'loans, guarantees, stakes' }).isChecked()).toBe(true)
})

testWith('chromium', 'a batch is begun, paused, gone on with, saved and forgotten', async () => {
  await tabTo('batch')
  await type(page.getByRole('spinbutton', { name: 'Random worlds' }), '6')
  await press(button('Start'))
  await page.getByText(/[1-9]\d* of 18 runs/).first().waitFor()
  await press(button('Pause'))
  await press(button('Go on'))
  await button(/Save all files/).waitFor({ timeout: 60_000 })
  expect(await saved(button(/Save all files/))).toBe('tiny.zip')
  await press(button('Forget'))
  await expect.poll(() => page.locator('.batch tbody tr').count()).toBe(0)
})

testWith('chromium', 'a lesson is taken', async () => {
  await tabTo('lessons')
  await press(page.locator('.lessons ol button').nth(1))
  await page.locator('.lesson').waitFor()
  for (let step = 0; step < 20; step++) {
    if ((await button('It rises').count()) > 0) {
      await press(button('No clear change'))
      await page.getByText(/As you predicted|You predicted/).waitFor({ timeout: 60_000 })
    }
    if ((await button('Next').count()) === 0) break
    await press(button('Next'))
  }
  await press(button('End the lesson'))
  await expect.poll(() => page.locator('.lesson').count()).toBe(0)
})

testWith('chromium', 'an answer to the challenge is handed in', async () => {
  await tabTo('challenge')
  await press(page.getByRole('radio', { name: 'the most innovation' }), 'ArrowDown')
  await page.keyboard.press('ArrowUp')
  await press(page.locator('.challenge summary'))
  await press(button(/Try/))
  await page.getByText(/Within the budget/).waitFor()
  await expect.poll(() => button('Hand in').isEnabled(), { timeout: 60_000 }).toBe(true)
  await press(button('Hand in'))
  await reach(page.locator('.code textarea'))
  expect(await page.locator('.code textarea').inputValue()).toMatch(/.{40}/)
})

testWith('chromium', 'a lesson of the own opens, and what is wrong with a file is told and put away', async () => {
  write('lesson.yaml', 'title: 1\n')
  await tabTo('lessons')
  await opened(page.locator('.lessons input[type=file]'), path('lesson.yaml'))
  await page.locator('.lessons [role=alert]').waitFor()
  write('wrong.yaml', 'version: 1\nname: wrong\nregion: nowhere\n')
  await press(menu('Open'))
  await opened(page.locator('.sheet input[type=file]'), path('wrong.yaml'))
  await page.locator('.fault').waitFor()
  await press(page.locator('.fault button'))
  await expect.poll(() => page.locator('.fault').count()).toBe(0)
  expect(complaints).toEqual([])
})

testWith('chromium', 'a run of a finished batch plays', async () => {
  expect(cinsim('run', 'tiny.yaml', '--out', 'tiny', '--quiet').status).toBe(0)
  const result = await serveLab(path('tiny'))
  const { page: own } = await lab.open()
  await own.goto(result.url)
  await press(own.getByRole('button', { name: 'Play: more 0 2' }))
  await own.locator('[data-same=true]').waitFor({ timeout: 60_000 })
  result.process.kill('SIGKILL')
})
