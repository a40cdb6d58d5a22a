/** The lab in a real browser, as a class and a researcher use it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { strFromU8, unzipSync } from 'fflate'
import type { Download, Page } from 'playwright-core'
import { beforeAll, expect, vi } from 'vitest'
import { desk } from '../cli/cinsim.ts'
import { digestOf, labInBrowser, serveLab, state, TINY } from '../support/labPage.ts'
import { testWith } from '../support/programs.ts'

vi.setConfig({ testTimeout: 150_000, hookTimeout: 120_000 })
const { cinsim, write, read, folder } = desk()
const path = (name: string): string => join(folder, name)
/** As a file it is as large as it says, however slow the machine. */
const lab = labInBrowser('scenarios/classroom.yaml')
let page: Page
let complaints: string[]

beforeAll(async () => {
  if (lab.hasBrowser) ({ page, complaints } = await lab.open({ acceptDownloads: true }))
})

const setLever = async (on: Page, name: string, value: string): Promise<void> => {
  const field = on.locator(`[data-lever="${name}"] .value`)
  await field.fill(value)
  await field.press('Enter')
}
const saved = async (click: () => Promise<void>, on = page): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
  const [download]: [Download, unknown] = await Promise.all([on.waitForEvent('download'), click()])
  return { name: download.suggestedFilename(), bytes: readFileSync((await download.path())!) }
}
const tab = (on: Page, name: string): Promise<void> => on.locator(`#tab-${name}`).click()

testWith('chromium', 'it opens, plays, a lever shows its effect, and digests and tables are those of the command line', async () => {
  await page.goto(lab.served.url)
  await state(page, /Both worlds have the same policy/)
  expect(await digestOf(page, 'yours')).toBe(await digestOf(page, 'baseline'))
  expect(await page.locator('.network canvas').count()).toBeGreaterThan(0)
  expect(await page.locator('.network figcaption').innerText()).toMatch(/[1-9]\d* running collaborations/)

  // By keyboard alone.
  const play = page.getByRole('button', { name: /Play/ })
  // The page itself tells when it is there: whoever asks now and then misses the half second of a quarter.
  const passes = page.evaluate((wanted) => new Promise<void>((resolve) => {
    const quarter = document.querySelector('.quarter')!
    new MutationObserver(() => quarter.textContent === wanted && resolve()).observe(quarter, { childList: true, characterData: true, subtree: true })
  }), '2013Q3')
  await play.focus()
  await page.keyboard.press('Enter')
  await passes
  await page.getByRole('button', { name: /Pause/ }).press('Enter')
  await page.getByRole('button', { name: 'A quarter on' }).press('Enter')
  expect(await page.locator('.quarter').innerText()).not.toBe('2018Q4')
  const marked = async (): Promise<number> => Number(await page.locator('.chart .now line').first().getAttribute('x1'))
  const before = await marked()
  await page.getByRole('slider', { name: 'Quarter' }).press('End')
  expect(await page.locator('.quarter').innerText()).toBe('2018Q4')
  // The charts' own line goes along.
  expect(await marked()).toBeGreaterThan(before)

  await setLever(page, 'fund.budget', '60')
  await state(page, /Both worlds are whole/)
  await page.locator('.answer').filter({ hasText: /From 12 pairs of worlds/ }).waitFor()
  expect(await page.locator('.answer strong').innerText()).toMatch(/^About [\d.]+ more innovations a year \(95 % sure: .*\), for .* M yuan of public money a year more/)
  expect(await page.locator('.effect[data-metric=publicCost]').innerText()).toMatch(/^\+\d.* million yuan per quarter against the baseline/)

  const series = await saved(async () => {
    await page.locator('.menu summary', { hasText: 'Save' }).click()
    await page.getByRole('button', { name: 'series.csv' }).click()
  })
  write('city.yaml', 'version: 1\nname: city\nregion: classroom\nscale: 1\nquarters: 24\nburnIn: 12\nseed: classroom\narms: { yours: { fund: { budget: 60 } } }\n')
  expect(cinsim('run', 'city.yaml', '--out', 'city', '--replications', '1', '--quiet').status).toBe(0)
  const rows = parse(read('city/runs.csv'), { columns: true }) as Record<string, string>[]
  for (const arm of ['baseline', 'yours']) expect(await digestOf(page, arm), arm).toBe(rows.find((row) => row['arm'] === arm)!['digest'])
  expect(series.bytes.toString()).toBe(read('city/series.csv'))

  const picture = await saved(() => page.getByRole('button', { name: 'PNG: innovations' }).click())
  expect(picture.bytes.subarray(1, 4).toString()).toBe('PNG')
  expect((await saved(() => page.getByRole('button', { name: 'SVG: innovations' }).click())).bytes.toString()).toMatch(/^<svg [^]*<path/)
})

testWith('chromium', "a firm's life is told in both worlds, and money flows", async () => {
  await tab(page, 'firm')
  await page.locator('#view button').first().click()
  await page.locator('.parting').waitFor()
  expect(await page.locator('.parting').innerText()).toMatch(/The two lives part in 201\dQ\d|This firm is only there/)
  expect(await page.locator('.story').count()).toBe(2)
  await tab(page, 'money')
  expect(await page.locator('.flows svg').count()).toBe(2)
  expect(await page.getByRole('row', { name: /SME fund Firms/ }).innerText()).toMatch(/\+\d/)
  // While the money of a world is looked at that begins anew.
  await setLever(page, 'fund.budget', '90')
  await state(page, /Both worlds are whole/)
  await setLever(page, 'fund.budget', '60')
  await state(page, /Both worlds are whole/)
  await expect.poll(() => page.locator('.flows svg').count()).toBe(2)
})

testWith('chromium', 'a link holds everything, and opens elsewhere as it was', async () => {
  await page.locator('.menu summary', { hasText: 'Share' }).click()
  const link = page.locator('.sheet textarea')
  await expect.poll(() => link.inputValue()).toMatch(/#lab=/)
  const { page: other } = await lab.open()
  await other.goto(await link.inputValue())
  await state(other, /Both worlds are whole/)
  expect(await digestOf(other, 'yours')).toBe(await digestOf(page, 'yours'))
  await other.context().close()
  await page.keyboard.press('Escape')
})

testWith('chromium', 'a lesson runs to its end', async () => {
  await tab(page, 'lessons')
  await page.locator('.lessons ol button').nth(1).click()
  const panel = page.locator('.lesson')
  await panel.waitFor()
  // Its first step is about money.
  await expect.poll(() => page.locator('#tab-money').getAttribute('aria-selected')).toBe('true')
  for (let step = 0; step < 20; step++) {
    const prediction = panel.getByRole('button', { name: 'It rises' })
    if ((await prediction.count()) > 0) {
      expect(await page.locator('.covered').count()).toBe(1)
      await prediction.click()
      await panel.getByText(/As you predicted|You predicted/).waitFor({ timeout: 60_000 })
      expect(await page.locator('.covered').count()).toBe(0)
    }
    const next = panel.getByRole('button', { name: 'Next' })
    if ((await next.count()) === 0) break
    await next.click()
  }
  await panel.getByText('The finding behind it').waitFor()
  await panel.getByRole('button', { name: 'End the lesson' }).click()
  expect(await panel.count()).toBe(0)
})

testWith('chromium', 'an answer to the challenge is handed in, and the command line checks it', async () => {
  const { page: own } = await lab.open()
  await own.goto(lab.served.url)
  await state(own, /same policy/)
  await own.locator('summary', { hasText: /^Coordination$/ }).click()
  await setLever(own, 'coordination.supervision', '0.5')
  await tab(own, 'challenge')
  await own.getByText(/Within the budget/).waitFor()
  const hand = own.getByRole('button', { name: 'Hand in' })
  await expect.poll(() => hand.isEnabled(), { timeout: 60_000 }).toBe(true)
  await hand.click()
  const code = await own.locator('.code textarea').inputValue()
  await own.context().close()
  expect(cinsim('answer', code)).toMatchObject({ status: 0, stdout: expect.stringMatching(/coordination\.supervision\s+0\.5[^]*within the budget\nThe code tells the truth/) as string })
  expect(cinsim('answer', `${code.slice(0, -6)}AAAAAA`)).toMatchObject({ status: 2, stderr: expect.stringMatching(/damaged[^]*allowed/) as string })
})

testWith('chromium', 'a batch goes on after the page was closed, and its files are those of the command line', async () => {
  write('tiny.yaml', TINY)
  const tiny = await serveLab(path('tiny.yaml'))
  const { page: own } = await lab.open({ acceptDownloads: true })
  await own.goto(tiny.url)
  await state(own, /same policy/)
  await tab(own, 'batch')
  await own.getByRole('button', { name: 'Start' }).click()
  await own.getByText(/[1-9]\d* of 12 runs/).first().waitFor()
  await own.getByRole('button', { name: 'Pause' }).click()
  await own.reload()
  await state(own, /same policy/)
  await tab(own, 'batch')
  await own.getByRole('button', { name: 'Go on' }).click()
  const save = own.getByRole('button', { name: /Save all files/ })
  await save.waitFor({ timeout: 60_000 })
  const { bytes } = await saved(() => save.click(), own)
  await own.context().close()
  tiny.process.kill('SIGKILL')
  expect(cinsim('run', 'tiny.yaml', '--out', 'tiny', '--quiet').status).toBe(0)
  const files = unzipSync(new Uint8Array(bytes))
  const names = Object.keys(files).map((name) => name.replace('tiny/', ''))
  expect(names).toEqual(expect.arrayContaining(['runs.csv', 'series.csv', 'effects.csv', 'analysis.csv', 'groups.csv', 'scenario.yaml', 'manifest.json', 'datapackage.json']))
  for (const name of names) expect(strFromU8(files[`tiny/${name}`]!), name).toBe(read(`tiny/${name}`))
})

testWith('chromium', 'a run of a finished batch plays, with the digest of its row', async () => {
  const result = await serveLab(path('tiny'))
  const { page: own } = await lab.open()
  await own.goto(result.url)
  await own.getByRole('button', { name: 'Play: more 0 2' }).click()
  await own.locator('[data-same=true]').waitFor({ timeout: 60_000 })
  await own.context().close()
  result.process.kill('SIGKILL')
})

testWith('chromium', 'it opens without a network after the first visit', async () => {
  const { page: own } = await lab.open()
  await own.goto(new URL('/', lab.served.url).href)
  await state(own, /same policy/)
  await own.evaluate(() => navigator.serviceWorker.ready)
  await own.context().setOffline(true)
  await own.reload()
  await state(own, /same policy/)
  await own.context().close()
})

testWith('chromium', 'without WebGL the network is drawn plainly', async () => {
  const { page: own } = await lab.open()
  await own.addInitScript(() => {
    const get = HTMLCanvasElement.prototype.getContext
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith('webgl') ? null : (get as (...all: unknown[]) => unknown).call(this, kind, ...rest)
    } as typeof get
  })
  await own.goto(lab.served.url)
  await state(own, /same policy/)
  await own.getByText(/has no WebGL/).waitFor()
  const drawn = await own.locator('canvas.plain').evaluate((canvas) => (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, (canvas as HTMLCanvasElement).width, (canvas as HTMLCanvasElement).height).data.some((value) => value > 0))
  expect(drawn).toBe(true)
  await own.context().close()
})

testWith('chromium', 'nothing was refused or broke', () => {
  expect(complaints).toEqual([])
})

testWith('chromium', 'Ctrl-C ends the server', async () => {
  lab.served.process.kill('SIGINT')
  expect(await new Promise((resolve) => lab.served.process.on('exit', (code) => resolve(code)))).toBe(0)
})
