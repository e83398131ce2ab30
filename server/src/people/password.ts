/**
 * Owns passwords, after NIST SP 800-63B-4: at least 15 characters where it is the only factor, anything may be typed, no rule about
 * kinds of characters, no ageing, a list of what is refused. Kept as argon2id with OWASP's second setting (19 MiB, 2 passes).
 */
import type { Argon2Parameters } from 'node:crypto'
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Failure } from '@laban/shared'

const derive = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>

export const shortest = 15
export const longest = 256
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }

/** Equal text typed on different keyboards is equal. */
const normal = (password: string): string => password.normalize('NFKC')

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/đ/gi, 'd')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')

const common = [
  'password',
  'passphrase',
  'matkhau',
  'dangnhap',
  'quantri',
  'admin',
  'administrator',
  'letmein',
  'welcome',
  'iloveyou',
  'anhyeuem',
  'emyeuanh',
  'toiyeuvietnam',
  'vietnam',
  'hochiminh',
  'thanhphohochiminh',
  'tphcm',
  'saigon',
  'thanhpho',
  'laban',
  'compass',
  'kpi',
  'solieu',
  'baocao',
  'ubnd',
  'uybannhandan',
  'phuong',
  'correcthorsebatterystaple',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwerty',
  '1q2w3e4r5t',
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  '9876543210',
].toSorted((one, other) => other.length - one.length)

/** Fewer characters than this beside known words are as good as none. */
const leastOwn = 6

/** What is left when words that everybody tries, and one character over and over, are taken out. */
function ownPart(password: string, context: readonly string[]): string {
  let left = plain(password)
  const words = [...context.flatMap((text) => text.split(/[\s@._-]+/).map(plain)), ...common]
  for (const word of words) if (word.length >= 3) left = left.replaceAll(word, '')
  return Array.from(left.replaceAll(/(19|20)\d\d/g, ''))
    .filter((one, i, all) => !isStep(all[i - 1], one))
    .join('')
}

/** The same character again, or the next one up or down: "aaa", "4567", "0987". */
const isStep = (before: string | undefined, one: string): boolean =>
  before !== undefined && (Math.abs(one.charCodeAt(0) - before.charCodeAt(0)) <= 1 || before + one === '90')

/** The same short piece over and over: "abcabcabcabcabc". */
const isRepeated = (password: string): boolean => /^(.{1,5})\1+.{0,4}$/su.test(password)

const refuse = (vi: string, en: string): Failure =>
  new Failure('input/refused', { vi, en }, { at: { field: 'password' } })

/**
 * @param context  words that an attacker would try for this person: account, name
 * @throws Failure input/refused, saying what would be accepted
 */
export function checkPassword(password: string, context: readonly string[]): void {
  const { length } = Array.from(normal(password))
  if (length < shortest)
    throw refuse(
      `Mật khẩu cần ít nhất ${shortest} ký tự; một câu dễ nhớ là tốt nhất`,
      `The password needs at least ${shortest} characters; a sentence you remember is best`,
    )
  if (length > longest)
    throw refuse(`Mật khẩu dài tối đa ${longest} ký tự`, `The password may have at most ${longest} characters`)
  // Text without Latin letters or digits has nothing to compare with the list.
  const own = plain(password) === '' ? normal(password) : ownPart(password, context)
  if (isRepeated(normal(password).toLowerCase()) || new Set(own).size < leastOwn)
    throw refuse(
      'Mật khẩu này dễ đoán: hãy dùng những từ không liên quan đến tên, tài khoản, thành phố hay dãy phím quen thuộc',
      'This password is easy to guess: use words that have nothing to do with the name, the account, the city or rows of keys',
    )
}

/** @returns a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash` */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive('argon2id', { message: normal(password), nonce, ...cost })
  const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${text(nonce)}$${text(tag)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** Of no password: what is compared with where there is no account, so that both take the same work. */
const nobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** @param kept  a PHC string; null: there is no account or it has no password, and the answer is no after the same work */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, salt, hash] = phc.exec(kept ?? nobody) ?? []
  if (hash === undefined) throw new Error('a password is kept in an unknown form')
  const expected = Buffer.from(hash, 'base64')
  const tag = await derive('argon2id', {
    message: normal(password),
    nonce: Buffer.from(salt!, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  })
  return timingSafeEqual(tag, expected) && kept !== null
}
