/** Owns the buttons below the editor: run, stop, share, propose. */
import type { Ref } from 'react'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useWords } from '../words/words.ts'
import type { RunState } from './bench.ts'

type Props = {
  run: RunState
  runButton: Ref<HTMLButtonElement>
  onRun: () => void
  onStop: () => void
  onShare: () => Promise<'copied' | 'address' | 'long'>
  onPropose: () => void
}

export function Toolbar({ run, runButton, onRun, onStop, onShare, onPropose }: Props) {
  const { lab } = useWords()
  const [said, setSaid] = useState('')
  const isBusy = run.kind === 'running' || run.kind === 'fetching'
  const share = async () => {
    const how = await onShare()
    setSaid(how === 'copied' ? lab.shared : how === 'address' ? lab.sharedInAddress : lab.shareTooLong)
  }
  return (
    <div className="lab-tools no-print">
      {/* One button in one place, so that focus stays on it while it turns from one into the other. */}
      <Button
        ref={runButton}
        look="main"
        onClick={isBusy ? onStop : onRun}
        aria-keyshortcuts={isBusy ? undefined : 'Control+Enter'}
      >
        <Icon name={isBusy ? 'stop' : 'play'} size={16} filled />
        {isBusy ? lab.stop : lab.run}
      </Button>
      <kbd className="lab-tools__key">Ctrl Enter</kbd>
      <Button look="bare" onClick={() => void share()}>
        <Icon name="share" size={16} />
        {lab.share}
      </Button>
      <Button look="bare" onClick={onPropose}>
        {lab.propose}
      </Button>
      <output className="small quiet lab-tools__said">{said}</output>
    </div>
  )
}
