import { useEffect, useState } from 'react';
import { texts } from '../texts.ts';

const said = 2000;

/** Copies a text to the clipboard, and says for a moment what came of it. */
export function useCopy(text: string): {
  readonly copy: () => Promise<void>;
  readonly copied: boolean;
  /** What came of it; missing while nothing was copied lately. */
  readonly words: string | undefined;
} {
  const [outcome, setOutcome] = useState<'copied' | 'notCopied'>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), said);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      // Whatever the clipboard's reason is, the person can only be told that nothing was copied.
      setOutcome('notCopied');
    }
  };
  return { copy, copied: outcome === 'copied', words: outcome && texts.common[outcome] };
}
