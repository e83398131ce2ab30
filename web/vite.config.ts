/** Owns the two builds of the screens: files for the browser (dist) and the page maker for the server (dist-ssr). */
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'

/** Fonts of the first paint; all others come when a text asks for them. */
const preloaded = /be-vietnam-pro-(latin|vietnamese)-(400)-normal.*\.woff2$/

const fonts: Plugin = {
  name: 'preload-fonts',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => preloaded.test(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: true },
          injectTo: 'head-prepend' as const,
        })),
  },
}

const server = process.env['LABAN_SERVER'] ?? 'http://127.0.0.1:8484'

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [react(), fonts],
  build: {
    target: 'es2023',
    // A style inside the page would need a hash in the security policy for each build.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    copyPublicDir: !isSsrBuild,
    reportCompressedSize: false,
    // All that the first paint needs in one file: fewer requests, and it compresses better.
    ...(isSsrBuild
      ? {}
      : {
          rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial' as const] }] } } },
        }),
  },
  ssr: { noExternal: true },
  server: { proxy: Object.fromEntries(['/events', '/api', '/healthz', '/readyz'].map((path) => [path, server])) },
}))
