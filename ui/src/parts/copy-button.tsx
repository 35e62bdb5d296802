import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon';

const SAID_FOR_MS = 1_500;

/** Copies what the recorder said, as it said it. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (outcome !== 'idle') {
      const timer = setTimeout(() => setOutcome('idle'), SAID_FOR_MS);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [outcome]);
  const copy = () => {
    // There is no clipboard on a page that came over plain HTTP from another host.
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    written.then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  };
  return (
    <button class="quiet small copy" onClick={copy} aria-label={`Copy ${label}`} title={title(outcome, label)}>
      <Icon name={outcome === 'copied' ? 'check' : outcome === 'refused' ? 'warn' : 'copy'} />
    </button>
  );
}

function title(outcome: 'idle' | 'copied' | 'refused', label: string): string {
  return { idle: `copy ${label}`, copied: 'copied', refused: 'the browser allows no copying here' }[outcome];
}
