/**
 * Owns the builds of the screens: files for the browser (dist), beside them the engine's door by itself (`--mode explore`, for journeys
 * and parity), and the page maker for the server (dist-ssr).
 */
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'

/** Fonts of the first paint; all others come when a text asks for them. */
const preloaded = /be-vietnam-pro-(latin|vietnamese)-(400)-normal.*\.woff2$/

/** What the first drawing leans on, in three files that `main.ts` brings to life one by one. `main.ts` and the styles stay by themselves. */
const chunks = [
  { name: 'duckdb', test: /node_modules[\\/](?:\.pnpm[\\/])?(@duckdb|apache-arrow|flatbuffers)/ },
  { name: 'wake', test: /preload-helper/ },
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, tags: ['$initial' as const] },
  { name: 'libraries', test: /node_modules|libraries\.ts$/, tags: ['$initial' as const] },
  { name: 'own', test: /src[\\/](?!main\.ts|drill[\\/]).*\.tsx?$/, tags: ['$initial' as const] },
]

/** The page asks for these files at once, though nothing names them before `main.ts` runs. */
const early: Plugin = {
  name: 'early',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => /(react|libraries|begin|rolldown-runtime|wake)-[\w-]+\.js$/.test(file))
        .map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', href: `/${file}` }, injectTo: 'head' as const })),
  },
}

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

/** As an entry of the same build it would draw all that it needs into the first script. */
const door = {
  emptyOutDir: false,
  copyPublicDir: false,
  rolldownOptions: { preserveEntrySignatures: 'allow-extension' as const, input: { explore: 'src/drill/explore.ts' } },
}

export default defineConfig(({ isSsrBuild, mode }) => ({
  plugins: [react(), fonts, early],
  build: {
    target: 'es2023',
    // A style inside the page would need a hash in the security policy for each build.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    copyPublicDir: !isSsrBuild,
    reportCompressedSize: false,
    ...(mode === 'explore'
      ? door
      : isSsrBuild
        ? {}
        : {
            rolldownOptions: {
              input: { index: 'index.html', begin: 'src/begin.tsx' },
              output: { codeSplitting: { groups: chunks } },
            },
          }),
  },
  ssr: { noExternal: true },
  server: { proxy: Object.fromEntries(['/events', '/api', '/healthz', '/readyz'].map((path) => [path, server])) },
}))
