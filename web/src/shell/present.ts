/** Owns what the server has written on the root element about who the page is drawn for. Who signs in or out gets a new page. */
import { createContext, use } from 'react'

export type Here = {
  /** Anybody may be anybody here, and every page says so. */
  demo: boolean
  /** Name of who is signed in; null: nobody. */
  name: string | null
  /** Name of the person through whose eyes is looked; null: own. */
  seeing: string | null
}

export const PresentContext = createContext<Here>({ demo: false, name: null, seeing: null })
export const usePresent = (): Here => use(PresentContext)

export function presentOfPage(): Here {
  const { demo, person, seeing } = document.documentElement.dataset
  return { demo: demo !== undefined, name: person ?? null, seeing: seeing ?? null }
}
