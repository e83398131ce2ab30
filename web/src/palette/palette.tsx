export function Palette(_props: { isOpen: boolean; onOpenChange: (open: boolean) => void }) {
  return null
}
