/** The lab in a real browser: it opens, simulates, a lever moves, and both worlds are those of the command line. */
import { type ChildProcess, spawn } from 'node:child_process'
import { parse } from 'csv-parse/sync'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { desk, main } from '../cli/cinsim.ts'
import { openBrowser } from '../support/browser.ts'
import { programs, testWith } from '../support/programs.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
const { cinsim, write, read } = desk()
let server: ChildProcess
let url = ''
let browser: Browser | undefined
let page: Page
/** What a user would see in red in the browser's console. */
const complaints: string[] = []

beforeAll(async () => {
  server = spawn(process.execPath, [main, 'lab'])
  url = await new Promise((resolve) => server.stdout!.on('data', (text) => resolve(/http\S+/.exec(String(text))![0])))
  const executablePath = programs.chromium.find()
  if (executablePath === undefined) return
  browser = await openBrowser(executablePath)
  page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
})
afterAll(async () => {
  await browser?.close()
  server.kill('SIGKILL')
})

const status = (text: RegExp): Promise<void> => page.getByRole('status').filter({ hasText: text }).waitFor({ timeout: 90_000 })
const digestOf = async (arm: string): Promise<string> => /digest ([0-9a-f]+)/.exec(await page.locator(`[data-arm=${arm}]`).innerText())![1]!

testWith('chromium', 'the page opens, plays, shows what a lever does, and comes to the digests of the command line', async () => {
  await page.goto(url)
  await status(/Both worlds have the same policy/)
  expect(await digestOf('yours')).toBe(await digestOf('baseline'))
  expect(await page.locator('.network canvas').count()).toBeGreaterThan(0)
  expect(await page.locator('.network figcaption').innerText()).toMatch(/[1-9]\d* running collaborations/)
  // By keyboard alone.
  await page.getByLabel('fund.budget, million yuan per year').focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('60')
  await page.keyboard.press('Enter')
  await status(/Both runs are whole/)
  expect(await page.locator('[data-metric=publicCost]').innerText()).toMatch(/^\+\d.* million yuan per quarter against the baseline/)

  write('city.yaml', `version: 1\nname: city\nregion: classroom\nscale: 1\nquarters: 24\nburnIn: 12\nseed: classroom\narms: { yours: { fund: { budget: 60 } } }\n`)
  expect(cinsim('run', 'city.yaml', '--out', 'city', '--replications', '1', '--quiet').status).toBe(0)
  const rows = parse(read('city/runs.csv'), { columns: true }) as Record<string, string>[]
  for (const arm of ['baseline', 'yours']) expect(await digestOf(arm), arm).toBe(rows.find((row) => row['arm'] === arm)!['digest'])

  await page.getByRole('button', { name: 'Undo: fund.budget' }).click()
  await status(/Both worlds have the same policy/)
  expect(await digestOf('yours')).toBe(await digestOf('baseline'))
})

testWith('chromium', 'the page speaks Chinese, fits a phone, and nothing was refused or broke', async () => {
  await page.getByRole('button', { name: '中文' }).click()
  await status(/两个世界/)
  expect(await page.locator('html').getAttribute('lang')).toBe('zh')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  expect(complaints).toEqual([])
})

testWith('chromium', 'Ctrl-C ends the server', async () => {
  server.kill('SIGINT')
  expect(await new Promise((resolve) => server.on('exit', (code) => resolve(code)))).toBe(0)
})
