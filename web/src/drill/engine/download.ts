/** Owns the bringing of a file from our own server: how far it is, giving it up, and what it means when it does not come. */
import type { FailureCode, Words } from '@laban/shared'
import { Failure } from '@laban/shared'

const gone: Words = {
  vi: 'Gói dữ liệu này không còn; hãy tải lại',
  en: 'This extract is no longer there; load it again',
}

const broken: Words = {
  vi: 'Đường truyền bị đứt khi đang tải gói dữ liệu; hãy thử lại',
  en: 'The connection broke while the extract was loading; try again',
}

/** @param bytes  size that was announced */
export type Wanted = { address: string; bytes: number }

export type DownloadOptions = {
  /** Share of the bytes that are here, 0..1. */
  onProgress?: ((share: number) => void) | undefined
  signal?: AbortSignal | undefined
}

type Told = { error?: { code?: FailureCode; words?: Words } }

async function refusal(response: Response): Promise<Failure> {
  const told = await response.json().then(
    (body: Told) => body.error,
    () => undefined,
  )
  if (response.status === 404) return new Failure('extract/gone', told?.words ?? gone)
  if (told?.code && told.words) return new Failure(told.code, told.words)
  return new Failure('extract/interrupted', broken)
}

/**
 * @throws Failure extract/gone, access/denied, access/unknown-viewer, extract/interrupted; the signal's reason where it was given up
 */
export async function download({ address, bytes }: Wanted, options: DownloadOptions = {}): Promise<Uint8Array> {
  const { onProgress, signal } = options
  try {
    const response = await fetch(address, { signal: signal ?? null })
    if (!response.ok || !response.body) throw await refusal(response)
    const whole = new Uint8Array(Number(response.headers.get('content-length') ?? bytes))
    const reader = response.body.getReader()
    let here = 0
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      if (here + value.length > whole.length) throw new Failure('extract/interrupted', broken)
      whole.set(value, here)
      here += value.length
      onProgress?.(here / whole.length)
    }
    if (here !== whole.length) throw new Failure('extract/interrupted', broken)
    return whole
  } catch (error) {
    signal?.throwIfAborted()
    throw error instanceof Failure ? error : new Failure('extract/interrupted', broken, { cause: error })
  }
}
