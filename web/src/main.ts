/**
 * Starts the screens in the browser. Libraries and our own code come to life one after another, each in a task of its own: on a slow
 * tablet one long task would keep a finger waiting. Their files were asked for by the page itself (`modulepreload`).
 */
import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/parts.css'
import './shell/rail.css'
import './shell/shell.css'
import './charts/spark/spark.css'
import './pages/overview/overview.css'

/** Lets the browser paint and listen before the next piece of work. */
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

async function start(): Promise<void> {
  await rest()
  await import('react-dom/client')
  await rest()
  await import('./libraries.ts')
  await rest()
  const { begin } = await import('./begin.tsx')
  await rest()
  await begin(rest)
}

void start()
