// Brings a bare checkout to life on any Node >= 18 with npm: installs with the pinned pnpm, builds web when its sources
// changed, finds a browser for the tests, then hands over to the pinned Node. Plain JavaScript: it runs before anything is installed.
import { spawnSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const windows = process.platform === 'win32'

const major = Number(process.versions.node.split('.')[0])
if (major < 18) stop(`La Bàn needs Node 18 or newer to start; this is ${process.version}.`)

/** Runs to the end, showing its output; stops us with its exit code if it fails. */
function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: windows, ...options })
  if (error) stop(`${command}: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

function stop(message) {
  console.error(message)
  process.exit(1)
}

function files(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (!entry.isDirectory()) return [path]
    return ['node_modules', 'dist', 'dist-ssr'].includes(entry.name) ? [] : files(path)
  })
}

/** Fingerprint of files by content, so that a fresh clone of the same commit needs no second build. */
function fingerprint(paths) {
  const hash = createHash('sha256')
  for (const path of paths.sort()) hash.update(path.slice(root.length)).update(readFileSync(path))
  return hash.digest('hex')
}

/** Does `work` unless the stamp says that it was done for the same inputs. */
function once(stamp, inputs, work) {
  const now = fingerprint(inputs)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, now)
}

export function install() {
  const inputs = [
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    ...['web', 'server', 'shared', 'test'].map((name) => `${name}/package.json`),
  ]
  const stamp = join(root, 'node_modules', '.la-ban-installed')
  once(
    stamp,
    inputs.map((path) => join(root, path)),
    () => {
      console.log('Installing …')
      run('npx', ['--yes', manifest.packageManager, 'install', '--frozen-lockfile'], {
        env: { ...process.env, CI: 'true' },
      })
    },
  )
}

const node = () => join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')

export function build() {
  const inputs = [...files(join(root, 'web')), ...files(join(root, 'shared', 'src')), join(root, 'pnpm-lock.yaml')]
  once(join(root, 'web', 'dist', '.built'), inputs, () => {
    console.log('Building the screens …')
    run('npx', ['--yes', manifest.packageManager, '--filter', '@laban/web', 'run', 'build'])
  })
}

/** Installs packages for the tests where we may: on Debian and its kin, as root. */
function debian(...packages) {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return
  console.log(`Installing ${packages.join(', ')} for the tests …`)
  const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  run('apt-get', ['update', '-qq'], quiet)
  run('apt-get', ['install', '-y', '-qq', ...packages], quiet)
}

/** PostgreSQL as the store's other engine, and strace to see what is synced. Without them the tests say loudly what they left out. */
function companions() {
  const missing = [
    ...(existsSync('/usr/lib/postgresql') ? [] : ['postgresql']),
    ...(existsSync('/usr/bin/strace') ? [] : ['strace']),
  ]
  if (missing.length > 0) debian(...missing)
}

/** Path of a Chromium for the tests; on Debian and its kin it is installed where we may. */
function browser() {
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  const found = () => places.find((path) => path && existsSync(path))
  if (!found()) debian('chromium')
  return found() ?? stop('The tests need Chromium: install the package "chromium", or set CHROMIUM to the path of one.')
}

const [task, ...rest] = process.argv.slice(2)
install()
if (task === 'start') {
  build()
  const child = spawn(node(), ['server/src/main.ts', ...rest], { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 0)))
} else if (task === 'test') {
  companions()
  const env = { ...process.env, CHROMIUM: browser() }
  build()
  run(
    node(),
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', ...rest],
    { env },
  )
} else if (task === 'build') {
  build()
} else {
  stop(`Unknown task: ${task}; allowed: start, test, build.`)
}
