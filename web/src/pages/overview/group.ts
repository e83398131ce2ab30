/** Owns the order in which the groups are read: money and people decide the day, the rest explains it. */
import type { Group } from '@laban/shared'

export const groupOrder = ['finance', 'people', 'land', 'governance', 'economy'] as const satisfies Group[]
