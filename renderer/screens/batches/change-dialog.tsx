import { useState } from 'react';
import type { RowDetail } from '../../../core/api-rows.ts';
import type { Fault } from '../../../core/errors.ts';
import type { ListProblem } from '../../../core/provisioning/device-list.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { texts } from '../../texts.ts';
import { ReasonField } from './reason-field.tsx';
import { ValueFields } from './value-fields.tsx';
import './rows.css';

const words = texts.rows;

interface ChangeDialogProps {
  readonly row: RowDetail;
  readonly label: string;
  readonly onClose: () => void;
}

/** Changes the values of a row; what is wrong with one stands at its field. */
export default function ChangeDialog({ row, label, onClose }: ChangeDialogProps) {
  // What the row was when the dialog opened is what the person decides about.
  const [{ values: before, changedAt, jobId, columns, deviceFixed }] = useState(row);
  const [values, setValues] = useState(before);
  const [reason, setReason] = useState('');
  const [problems, setProblems] = useState<readonly ListProblem[]>([]);
  const [fault, setFault] = useState<Fault>();
  const changed = Object.entries(values).filter(([column, value]) => value !== before[column]);
  const isFit = changed.length > 0 && reason.trim() !== '';
  const change = async () => {
    if (!isFit) return;
    const result = await call('changeRow', { jobId, changedAt, values: Object.fromEntries(changed), reason });
    setFault(result.kind === 'fault' ? result.fault : undefined);
    if (result.kind === 'fault') return;
    setProblems(result.answer.problems);
    if (result.answer.kind === 'problems') return;
    notifyDone(words.changed, words.changedLine(result.answer.line));
    onClose();
  };
  return (
    <Dialog
      title={words.changeTitle(label)}
      lead={words.changeLead}
      onClose={onClose}
      actions={
        <>
          <ActionButton onRun={onClose}>{words.keep}</ActionButton>
          <ActionButton tone="primary" hotkey="Enter" disabled={!isFit} onRun={change}>
            {words.changeSave}
          </ActionButton>
        </>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      <ValueFields
        columns={columns}
        values={values}
        problems={problems}
        deviceFixed={deviceFixed}
        onChange={(column, value) => setValues((all) => ({ ...all, [column]: value }))}
      />
      <ReasonField value={reason} onChange={setReason} onEnter={() => void change()} />
    </Dialog>
  );
}
