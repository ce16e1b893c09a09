import { useState } from 'react';
import { type DecisionOutcome, decisionCalls, type RowChoice } from '../../../core/api-rows.ts';
import type { Fault } from '../../../core/errors.ts';
import type { Decision } from '../../../core/provisioning/row-decisions.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { useBatches } from '../../stores/batches.ts';
import { texts } from '../../texts.ts';
import { ReasonField } from './reason-field.tsx';
import './rows.css';

const words = texts.rows;

interface DecideDialogProps {
  readonly batchId: string;
  readonly decision: Decision;
  readonly choice: RowChoice;
  /** What it is about, in words: a row by its name, or how many. */
  readonly what: string;
  readonly onClose: () => void;
  /** Told once it is done. */
  readonly onDone?: () => void;
}

/** Asks once, and why; rows that cannot be are told before the others are. */
export default function DecideDialog(props: DecideDialogProps) {
  const { batchId, decision, choice, what, onClose } = props;
  const [reason, setReason] = useState(decision === 'retry' ? words.retryReason : '');
  const [fault, setFault] = useState<Fault>();
  const [refused, setRefused] = useState<DecisionOutcome>();
  const [busy, setBusy] = useState(false);
  const decide = async (others: boolean) => {
    if (busy) return;
    setBusy(true);
    const result = await call(decisionCalls[decision], { batchId, rows: choice, reason, others });
    setBusy(false);
    setFault(result.kind === 'fault' ? result.fault : undefined);
    if (result.kind === 'fault') return;
    const outcome = result.answer;
    if (outcome.changed === 0) {
      setRefused(outcome);
      return;
    }
    notifyDone(words.done[decision](outcome.changed), leadAfter(batchId, decision));
    props.onDone?.();
    onClose();
  };
  const isFit = reason.trim() !== '' && !busy;
  return (
    <Dialog
      title={words.question[decision](what)}
      lead={words.lead[decision]}
      onClose={onClose}
      actions={
        <>
          <ActionButton onRun={onClose}>{words.keep}</ActionButton>
          {refused ? (
            refused.able > 0 && (
              <ActionButton
                tone={decision === 'cancel' ? 'danger' : 'primary'}
                hotkey="Enter"
                disabled={!isFit}
                onRun={() => decide(true)}
              >
                {words.others(refused.able)}
              </ActionButton>
            )
          ) : (
            <ActionButton
              tone={decision === 'cancel' ? 'danger' : 'primary'}
              hotkey="Enter"
              disabled={!isFit}
              onRun={() => decide(false)}
            >
              {words.confirm[decision](what)}
            </ActionButton>
          )}
        </>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      {refused && <Refused outcome={refused} />}
      <ReasonField value={reason} onChange={setReason} onEnter={() => void decide(refused !== undefined)} />
    </Dialog>
  );
}

function Refused({ outcome: { refused, refusedCount } }: { readonly outcome: DecisionOutcome }) {
  const shown = refused.slice(0, 20);
  return (
    <section className="refused-rows" role="alert" aria-label={words.refused(refusedCount)}>
      <b>{words.refused(refusedCount)}</b>
      <ul>
        {shown.map(({ jobId, fault }) => (
          <li key={jobId}>{fault.message}</li>
        ))}
      </ul>
      {refusedCount > shown.length && <p className="dim">{words.refusedMore(refusedCount - shown.length)}</p>}
    </section>
  );
}

/** What becomes of it from here. */
export function leadAfter(batchId: string, decision: Decision | 'add'): string {
  if (decision === 'hold' || decision === 'cancel') return words.aside;
  return useBatches.getState().byId[batchId]?.state === 'running' ? words.running : words.resting;
}
