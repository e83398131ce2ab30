/** Settings: typed, documented, refused with name, value and what is allowed. */
import { isAbsolute } from 'node:path'
import { expect, test } from 'vitest'
import { envExample, readEnv } from '../server/src/env.ts'

test('every setting has a preset, and folders are absolute', () => {
  const env = readEnv({})
  expect(env).toMatchObject({ PORT: 8484, HOST: '127.0.0.1', CITY: 'hochiminh', LOG_LEVEL: 'info', LANG: 'en' })
  expect(isAbsolute(env.DATA_DIR) && isAbsolute(env.KPIS_DIR)).toBe(true)
  expect(env.DATA_DIR).toMatch(/\/data$/)
})

test('an empty variable is one that was not given', () => {
  expect(readEnv({ PORT: '' }).PORT).toBe(8484)
})

test.each([
  ['PORT', '80a', '0..65535'],
  ['PORT', '70000', '0..65535'],
  ['PORT', '-1', '0..65535'],
  ['LOG_LEVEL', 'loud', 'fatal, error, warn, info, debug, trace, silent'],
  ['CITY', '../etc', 'the name of a folder under KPIS_DIR'],
  ['QUERY_TIMEOUT_MS', '5', '100..600000'],
])('%s=%s is refused by name and value, with what is allowed', (name, value, allowed) => {
  expect(() => readEnv({ [name]: value })).toThrow(
    expect.objectContaining({
      code: 'env/invalid',
      message: `Invalid setting ${name}: "${value}"; allowed: ${allowed}`,
      detail: { at: { field: name, value } },
    }),
  )
})

test('the language of the console follows LANG', () => {
  expect(['vi_VN.UTF-8', 'vi', 'en_US.UTF-8', 'C'].map((LANG) => readEnv({ LANG }).LANG)).toEqual([
    'vi',
    'vi',
    'en',
    'en',
  ])
})

// Written anew by: vitest run -u test/ingest-env.test.ts
test('.env.example tells of every setting', async () => {
  await expect(envExample()).toMatchFileSnapshot('../.env.example')
})
