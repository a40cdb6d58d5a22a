/** Debian's Chromium, as a machine without a screen and without a network runs it. */
import { type Browser, chromium } from 'playwright-core'

const QUIET = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export const openBrowser = (executablePath: string): Promise<Browser> => chromium.launch({ executablePath, args: QUIET })
