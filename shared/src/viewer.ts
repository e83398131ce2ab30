/** Owns who asks. Permission is an argument of `compile`; screens only show what came through. */
export const roles = ['public', 'viewer'] as const
export type Role = (typeof roles)[number]

export type Viewer = {
  role: Role
  /** Units whose subtrees may be read; `all`: no row is cut. */
  scope: 'all' | readonly string[]
  /** Audiences that may be read. */
  clearance: readonly ('public' | 'internal' | 'restricted')[]
}

export const publicViewer: Viewer = { role: 'public', scope: 'all', clearance: ['public'] }

export const mayRead = (viewer: Viewer, { audience }: { audience: Viewer['clearance'][number] }): boolean =>
  viewer.clearance.includes(audience)
