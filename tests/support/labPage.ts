/** The lab as it is served, and a browser that looks at it. */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { main } from '../cli/cinsim.ts'
import { openBrowser } from './browser.ts'
import { programs } from './programs.ts'

/** A scenario whose batch of two arms is done in seconds. */
export const TINY = 'version: 1\nname: tiny\nregion: classroom\nscale: 0.3\nquarters: 8\nburnIn: 8\nseed: tiny\nreplications: 6\narms: { more: { fund: { budget: 90 } } }\n'

interface Served {
  readonly url: string
  readonly process: ChildProcess
}

export async function serveLab(...args: readonly string[]): Promise<Served> {
  const server = spawn(process.execPath, [main, 'lab', ...args])
  const url = await new Promise<string>((resolve, reject) => {
    let told = ''
    const hear = (text: Buffer): void => {
      told += String(text)
      const found = /http\S+/.exec(told)
      if (found) resolve(found[0])
    }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
    server.on('exit', () => reject(new Error(told)))
  })
  return { url, process: server }
}

/** Undefined where there is no Chromium. */
const labBrowser = async (): Promise<Browser | undefined> => {
  const executablePath = programs.chromium.find()
  return executablePath === undefined ? undefined : openBrowser(executablePath)
}

/** `complaints` is what a user would see in red in the browser's console. */
async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const complaints: string[] = []
  const page = await (await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, ...options })).newPage()
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { page, complaints }
}

export const state = (page: Page, text: RegExp): Promise<void> => page.locator('.state').filter({ hasText: text }).waitFor({ timeout: 60_000 })

export const digestOf = async (page: Page, arm: string): Promise<string> => /digest ([0-9a-f]+)/.exec(await page.locator(`[data-arm=${arm}]`).innerText())![1]!

interface Opening {
  readonly served: Served
  /** A page in a context of its own; only where there is a Chromium. */
  open(options?: BrowserContextOptions): ReturnType<typeof openPage>
  readonly hasBrowser: boolean
}

const PATIENCE = 120_000

/** The lab, as called with these arguments, and a browser for the tests of a file, ended after them. */
export function labInBrowser(...args: readonly string[]): Opening {
  let served: Served | undefined
  let browser: Browser | undefined
  beforeAll(async () => {
    served = await serveLab(...args)
    browser = await labBrowser()
  }, PATIENCE)
  afterAll(async () => {
    await browser?.close()
    served?.process.kill('SIGKILL')
  }, PATIENCE)
  return {
    get served() {
      return served!
    },
    get hasBrowser() {
      return browser !== undefined
    },
    open: (options) => openPage(browser!, options),
  }
}
