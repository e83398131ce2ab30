/** Builds the page on which linked charts are measured, ours and the peer's, from the very sources of the screens. */
import type { UserConfig } from 'vite'

const config: UserConfig = {
  root: import.meta.dirname,
  logLevel: 'warn',
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    outDir: process.env['BENCH_OUT'] ?? 'dist',
    emptyOutDir: true,
    reportCompressedSize: false,
  },
}

export default config
