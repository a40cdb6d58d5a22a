/** The lab's server answers this machine's browser with the files of its folder, and nobody with anything else. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PageServer, servePage } from '../../src/host/pageServer.ts'

const around = mkdtempSync(join(tmpdir(), 'cinsim-page-'))
const folder = join(around, 'page')
let server: PageServer

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<!doctype html>the page')
  writeFileSync(join(folder, 'assets/a b.js'), 'script')
  writeFileSync(join(around, 'secret.txt'), 'secret')
  symlinkSync(join(around, 'secret.txt'), join(folder, 'link.txt'))
  server = await servePage(folder, 0, new Map([['/opened/texts.json', '{"scenario.yaml":"größer"}']]))
})
afterAll(async () => {
  await server.close()
  rmSync(around, { recursive: true })
})

interface Answer {
  readonly status: number | undefined
  readonly headers: Record<string, unknown>
  readonly body: string
}

/** As it stands on the wire: no library tidies the path up. */
const ask = (path: string, { method = 'GET', host }: { method?: string; host?: string } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    request({ hostname, port, path, method, ...(host === undefined ? {} : { headers: { Host: host } }) }, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += chunk)).on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
    }).on('error', reject).end()
  })

test('texts are served beside the files, with their length in bytes', async () => {
  const { status, headers, body } = await ask('/opened/texts.json')
  expect([status, headers['content-type'], headers['content-length'], body]).toEqual([200, 'application/json', '28', '{"scenario.yaml":"größer"}'])
  expect((await ask('/opened/other.json')).status).toBe(404)
})

describe('the server of the page', () => {
  test('gives the files of the folder, with what a browser must know of them', async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
    expect(await ask('/')).toMatchObject({ status: 200, body: '<!doctype html>the page', headers: { 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' } })
    expect(await ask('/assets/a%20b.js?query')).toMatchObject({ status: 200, body: 'script', headers: { 'content-type': 'text/javascript; charset=utf-8' } })
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '', headers: { 'content-length': '23' } })
  })

  test('lets a page load and run nothing but its own files', async () => {
    const policy = String((await ask('/')).headers['content-security-policy'])
    expect(policy).toMatch(/default-src 'none'/)
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
  })

  test.each([
    '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '//secret.txt', '/link.txt', '/assets', '/nothing', '/%', '/%00', '/\\..\\secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt', 'http://elsewhere/',
  ])('has nothing at %s', async (path) => {
    const { status, body } = await ask(path)
    expect([status, body]).toEqual([404, 'There is no such file.\n'])
  })

  test.each(['elsewhere.example', 'localhost', '127.0.0.1', '127.0.0.1:1', '127.0.0.1.nip.io'])('refuses a page that calls it %j', async (host) => {
    expect((await ask('/', { host })).status).toBe(421)
  })

  test('refuses what is no question for a file', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await ask('/', { method })).status).toBe(405)
  })

  test('says in words that its port is taken', async () => {
    await expect(servePage(folder, Number(new URL(server.url).port))).rejects.toThrow(/port \d+ is taken.\n {2}allowed: another --port/)
  })
})
