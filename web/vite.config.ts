/** Owns the two builds of the screens: files for the browser (dist) and the page maker for the server (dist-ssr). */
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'

/** Fonts of the first paint; all others come when a text asks for them. */
const preloaded = /be-vietnam-pro-(latin|vietnamese)-(400)-normal.*\.woff2$/

/** Chunks that `main.ts` brings to life one by one; the page asks for them at once. */
const libraries = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
  { name: 'router', test: /node_modules[\\/]@tanstack[\\/](react-router|router-core|history|store|react-store)[\\/]/ },
  { name: 'answers', test: /node_modules[\\/](@trpc|@tanstack[\\/](query-core|react-query))[\\/]/ },
]
/** What the first drawing leans on, so that the page can ask for all of it at once. */
const early: Plugin = {
  name: 'early',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle = {} }) => {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const found = new Set(
        chunks.filter(({ facadeModuleId }) => facadeModuleId?.endsWith('begin.tsx')).map(({ fileName }) => fileName),
      )
      for (const name of found)
        for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) found.add(next)
      for (const { fileName, isEntry } of chunks) if (isEntry) found.delete(fileName)
      return [...found].map((file) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', href: `/${file}` },
        injectTo: 'head' as const,
      }))
    },
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

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [react(), fonts, early],
  build: {
    target: 'es2023',
    // A style inside the page would need a hash in the security policy for each build.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    copyPublicDir: !isSsrBuild,
    reportCompressedSize: false,
    ...(isSsrBuild ? {} : { rolldownOptions: { output: { codeSplitting: { groups: libraries } } } }),
  },
  ssr: { noExternal: true },
  server: { proxy: Object.fromEntries(['/events', '/api', '/healthz', '/readyz'].map((path) => [path, server])) },
}))
