/** Words of the catalogue page, in English. */
import type { catalogue as room } from '../vi/catalogue.ts'

export const catalogue: typeof room = {
  title: 'Catalogue of indicators',
}
