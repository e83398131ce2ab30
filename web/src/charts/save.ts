/** Owns handing a file to the reader. */
export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has begun once the event loop turns.
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}
