import { useState } from 'react';
import type { CallResult, SavedFile } from '../../../core/api.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { notifyDone } from '../../components/notify.ts';

/** A document that is being written, or was to be. */
export interface DocumentState {
  readonly writing: boolean;
  readonly fault: Fault | undefined;
  /** Writes it; a person is asked where to. */
  readonly write: () => Promise<void>;
  /** Gives it up, and closes what asked for it. */
  readonly leave: () => void;
}

/**
 * Writes a document from a dialog.
 * @param ask the call that writes it
 * @param saved what is said when it is there
 */
export function useDocument(
  ask: () => Promise<CallResult<'saveReport' | 'saveLabels'>>,
  saved: string,
  onClose: () => void,
): DocumentState {
  const [writing, setWriting] = useState(false);
  const [fault, setFault] = useState<Fault>();
  return {
    writing,
    fault,
    async write() {
      setFault(undefined);
      setWriting(true);
      const result = await ask();
      setWriting(false);
      if (result.kind === 'answer') return settled(result.answer, saved, onClose);
      // Who gave it up knows.
      if (result.fault.code !== 'STOPPED') setFault(result.fault);
    },
    leave() {
      if (writing) void call('cancelDocument', {});
      else onClose();
    },
  };
}

function settled(answer: SavedFile, saved: string, onClose: () => void): void {
  if (answer.kind !== 'saved') return;
  notifyDone(saved, answer.file);
  onClose();
}
