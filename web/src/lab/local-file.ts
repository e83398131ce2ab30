/**
 * Owns bringing in files of the reader's own: they are read in this tab and sent nowhere. What cannot be read is said with the way
 * out; an encoding is never guessed.
 */
import type { Engine } from '../drill/engine/contract.ts'

export type FileTrouble =
  | 'kind'
  | 'parquet'
  | 'json'
  | 'old-excel'
  | 'empty'
  | 'encoding'
  | 'too-large'
  | 'no-header'
  | 'locked'
  | 'broken-sheet'
  | 'unreadable'

export class FileFault extends Error {
  readonly trouble: FileTrouble
  /** The engine's own words, where it has some. */
  readonly said: string | null
  constructor(trouble: FileTrouble, said: string | null = null) {
    super(trouble)
    this.trouble = trouble
    this.said = said
  }
}

export type OwnFile = { table: string; file: string; bytes: number }

/** Workbooks are unpacked in memory whole. */
const mostSheetBytes = 40 * 2 ** 20
const mostBytes = 2 * 2 ** 30

/** `Số liệu quý 1.csv` as `so_lieu_quy_1`. */
export function tableName(file: string, taken: ReadonlySet<string>): string {
  const plain = file
    .replace(/\.[^.]*$/, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 50)
  const base = /^[a-z]/.test(plain) ? plain : `tep_${plain}`.replace(/_$/, '')
  for (let n = 1; ; n++) {
    const wanted = n === 1 ? base : `${base}_${n}`
    if (!taken.has(wanted)) return wanted
  }
}

const startsWith = (head: Uint8Array, ...bytes: number[]) => bytes.every((byte, i) => head[i] === byte)

/** What a file is by its first bytes, not by its name. */
export function kindOf(head: Uint8Array, name: string): 'text' | 'xlsx' | 'utf-16' | FileTrouble {
  if (head.length === 0) return 'empty'
  if (startsWith(head, 0x50, 0x41, 0x52, 0x31)) return 'parquet'
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) return 'old-excel'
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04)) return /\.xls[xm]$/i.test(name) ? 'xlsx' : 'kind'
  if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) return 'utf-16'
  if (/\.parquet$/i.test(name)) return 'parquet'
  if (/\.(json|ndjson|jsonl|geojson)$/i.test(name)) return 'json'
  if (head.includes(0)) return 'kind'
  return 'text'
}

/** Whether bytes are UTF-8; a letter cut at the end does not count. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** @throws FileFault */
export async function openFile(file: File, engine: Engine, taken: ReadonlySet<string>): Promise<OwnFile> {
  if (file.size > mostBytes) throw new FileFault('too-large')
  const head = new Uint8Array(await file.slice(0, 64 * 1024).arrayBuffer())
  const kind = kindOf(head, file.name)
  const table = tableName(file.name, taken)
  const held = `own_${table}.csv`
  let options = ''
  if (kind === 'xlsx') {
    if (file.size > mostSheetBytes) throw new FileFault('too-large')
    await engine.addFile(held, await sheetAsCsv(file))
    options = `, delim = ',', quote = '"', escape = '"', header = true`
  } else if (kind === 'utf-16') {
    if (file.size > mostSheetBytes) throw new FileFault('too-large')
    const label = head[0] === 0xff ? 'utf-16le' : 'utf-16be'
    await engine.addFile(held, new TextEncoder().encode(new TextDecoder(label).decode(await file.arrayBuffer())))
  } else if (kind === 'text') {
    if (!isUtf8(head)) throw new FileFault('encoding')
    await engine.addFile(held, file)
  } else throw new FileFault(kind)
  try {
    await engine.addTable(table, `FROM read_csv(${literal(held)}, sample_size = 20000, null_padding = true${options})`)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    if (/unicode|utf-?8|byte sequence/i.test(said)) throw new FileFault('encoding', said)
    throw new FileFault('unreadable', said)
  }
  return { table, file: file.name, bytes: file.size }
}

/** In a worker of its own, which ends with the work: a workbook may unpack to many times its size. */
async function sheetAsCsv(file: File): Promise<Uint8Array> {
  const worker = new Worker(new URL('./sheet-worker.ts', import.meta.url), { type: 'module', name: 'sheet' })
  try {
    const answer = await new Promise<{ csv: Uint8Array } | { trouble: FileTrouble }>((resolve) => {
      worker.addEventListener('message', (event: MessageEvent<{ csv: Uint8Array } | { trouble: FileTrouble }>) =>
        resolve(event.data),
      )
      worker.addEventListener('error', () => resolve({ trouble: 'broken-sheet' }))
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
      worker.postMessage(file)
    })
    if ('trouble' in answer) throw new FileFault(answer.trouble)
    return answer.csv
  } finally {
    worker.terminate()
  }
}
