/** Owns the few line drawings on buttons. Always beside or in place of a word that is in the label. */
const paths = {
  overview: 'M3 3h6v8H3zM11 3h6v5h-6zM11 10h6v7h-6zM3 13h6v4H3z',
  catalogue: 'M3 5h14M3 10h14M3 15h9',
  units: 'M7 3.5 10 5.2v3.6L7 10.5 4 8.8V5.2zM13 3.5l3 1.7v3.6l-3 1.7-3-1.7V5.2zM10 9l3 1.7v3.6L10 16l-3-1.7v-3.6z',
  peers: 'M4 17V9M8 17V4M12 17v-6M16 17V7',
  lab: 'M3 4.5h14v11H3zM6 8l2.5 2L6 12M10.5 12.5H14',
  play: 'M6 4l10 6-10 6z',
  stop: 'M5 5h10v10H5z',
  share: 'M8 12l4-4M7 9.5 4.8 11.7a2.5 2.5 0 0 0 3.5 3.5l2.2-2.2M13 10.5l2.2-2.2a2.5 2.5 0 0 0-3.5-3.5L9.5 7',
  copy: 'M7 7h9v10H7zM4 13V3h9',
  file: 'M5 3h7l3 3v11H5zM12 3v3h3',
  initiatives:
    'M7.5 14.5h5M8.2 17h3.6M10 3a5 5 0 0 1 3 9c-.4.4-.6.9-.6 1.5v1H7.6v-1c0-.6-.2-1.100-.6-1.500A5 5 0 0 1 10 3z',
  inbox: 'M3 11.500 5 4h10l2 7.500V16H3zM3 11.500h4l1 2h4l1-2h4',
  registers:
    'M4 5c0-1.100 2.700-2 6-2s6 .9 6 2-2.700 2-6 2-6-.9-6-2zM4 5v10c0 1.100 2.700 2 6 2s6-.9 6-2V5M4 10c0 1.100 2.700 2 6 2s6-.9 6-2',
  bell: 'M5 14h10l-1.200-2V9a3.800 3.800 0 0 0-7.600 0v3zM8.500 16.500h3',
  search: 'M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM13 13l4 4',
  more: 'M4 9.600h.8v.8H4zM9.600 9.600h.8v.8h-.8zM15.200 9.600h.8v.8h-.8z',
  chevron: 'M7.5 5l5 5-5 5',
  down: 'M5 7.5l5 5 5-5',
  star: 'M10 2.8l2.2 4.6 5 .7-3.6 3.5.9 5-4.5-2.4-4.5 2.4.9-5L2.8 8.1l5-.7z',
  close: 'M5 5l10 10M15 5 5 15',
  sun: 'M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6 16 16M16 4l-1.4 1.4M5.4 14.6 4 16',
  moon: 'M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3z',
  system: 'M3 4h14v9H3zM7 17h6M10 13v4',
  screen: 'M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5',
  keyboard: 'M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.5h7',
  clock: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 6v4l2.7 1.8',
  download: 'M10 3v9M6 8.5l4 4 4-4M3.5 16.5h13',
  table: 'M3 4h14v12H3zM3 8h14M8 8v8',
  person: 'M10 3.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM4 16.5c.6-3 3-4.5 6-4.5s5.400 1.500 6 4.500',
  chart: 'M3 3v14h14M6 13l3.5-4 3 2.2L17 6',
} as const

export type IconName = keyof typeof paths

export const Icon = ({ name, size = 20, filled = false }: { name: IconName; size?: number; filled?: boolean }) => (
  <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path
      d={paths[name]}
      fill={filled ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
)
