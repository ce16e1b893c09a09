import { SegmentedControl } from '@mantine/core';
import '../../components/form-styles.ts';
import { useEffect, useState } from 'react';
import type { TextFile } from '../../../core/api.ts';
import type { NewRows, RowsCheck } from '../../../core/api-rows.ts';
import type { Fault } from '../../../core/errors.ts';
import type { ListProblem } from '../../../core/provisioning/device-list.ts';
import { call } from '../../bench.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { notifyDone } from '../../components/notify.ts';
import { useCall } from '../../components/use-call.ts';
import { texts } from '../../texts.ts';
import { FileDrop } from '../new-batch/file-drop.tsx';
import { readFile } from '../new-batch/read-file.ts';
import { RowsPreview } from '../new-batch/rows-preview.tsx';
import { leadAfter } from './decide-dialog.tsx';
import { ReasonField } from './reason-field.tsx';
import { ValueFields } from './value-fields.tsx';
import '../new-batch/new-batch-screen.css';
import './rows.css';

const words = texts.rows;
type Way = NewRows['kind'];

/** Adds rows to a batch: one that is typed, or those of a file, which is checked whole before the first is kept. */
export default function AddRowsDialog(props: { readonly batchId: string; readonly onClose: () => void }) {
  const { batchId, onClose } = props;
  const [way, setWay] = useState<Way>('typed');
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [file, setFile] = useState<TextFile>();
  const [reason, setReason] = useState('');
  const [problems, setProblems] = useState<readonly ListProblem[]>([]);
  const [fault, setFault] = useState<Fault>();
  const check = useFileCheck(batchId, way === 'file' ? file : undefined);
  const isReady = way === 'typed' ? Object.values(values).some(Boolean) : isFine(check);
  const isFit = isReady && reason.trim() !== '';
  const add = async () => {
    if (!isFit) return;
    const rows: NewRows = way === 'file' && file ? { kind: 'file', ...file } : { kind: 'typed', values };
    const result = await call('addRows', { batchId, rows, reason });
    setFault(result.kind === 'fault' ? result.fault : undefined);
    if (result.kind === 'fault') return;
    setProblems(result.answer.problems);
    if (result.answer.kind === 'problems') return;
    notifyDone(words.added(result.answer.rows), leadAfter(batchId, 'add'));
    onClose();
  };
  return (
    <Dialog
      title={words.addTitle}
      lead={words.addLead}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} hotkey="Enter" disabled={!isFit} onRun={add}>
          {words.addSave}
        </DialogActions>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      <SegmentedControl
        aria-label={words.addWays}
        withItemsBorders={false}
        value={way}
        onChange={(next) => setWay(next as Way)}
        data={[
          { value: 'typed', label: words.addTyped },
          { value: 'file', label: words.addFile },
        ]}
      />
      {way === 'typed' ? (
        <Typed
          batchId={batchId}
          values={values}
          problems={problems}
          onChange={(column, value) => setValues((all) => ({ ...all, [column]: value }))}
        />
      ) : (
        <>
          <FileDrop
            title={words.addFileTitle}
            hint={words.addFileHint}
            file={file}
            take={readFile}
            onFile={setFile}
          />
          <FileCheckResult check={check} />
        </>
      )}
      <ReasonField value={reason} onChange={setReason} onEnter={() => void add()} />
    </Dialog>
  );
}

function Typed(props: {
  readonly batchId: string;
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly ListProblem[];
  readonly onChange: (column: string, value: string) => void;
}) {
  const { state } = useCall('rowColumns', { batchId: props.batchId });
  if (state.kind === 'loading') return <Loading />;
  if (state.kind === 'fault') return <FaultNotice fault={state.fault} />;
  return <ValueFields {...props} columns={state.answer} />;
}

type FileCheck =
  | { readonly kind: 'none' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'checked'; readonly check: RowsCheck };

/** What main says of a file, as soon as there is one. */
function useFileCheck(batchId: string, file: TextFile | undefined): FileCheck {
  const [check, setCheck] = useState<FileCheck>({ kind: 'none' });
  useEffect(() => {
    if (!file) return setCheck({ kind: 'none' });
    let isCurrent = true;
    setCheck({ kind: 'checking' });
    void call('checkRows', { batchId, rows: { kind: 'file', ...file } }).then((result) => {
      if (!isCurrent) return;
      setCheck(result.kind === 'fault' ? result : { kind: 'checked', check: result.answer });
    });
    return () => {
      isCurrent = false;
    };
  }, [batchId, file]);
  return check;
}

function isFine(check: FileCheck): boolean {
  return check.kind === 'checked' && check.check.problems.every(({ severity }) => severity !== 'error');
}

function FileCheckResult({ check }: { readonly check: FileCheck }) {
  switch (check.kind) {
    case 'none':
      return null;
    case 'checking':
      return <Loading words={words.checking} />;
    case 'fault':
      return <FaultNotice fault={check.fault} />;
    case 'checked':
      return <Checked check={check.check} />;
  }
}

const mostProblems = 50;

function Checked({ check }: { readonly check: RowsCheck }) {
  const { problems, rows, provisionedBefore } = check;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return (
    <>
      <p role="status" className={errors > 0 ? 'cause' : undefined}>
        <b>{errors > 0 ? words.faults(errors) : words.fine(rows)}</b>
        {provisionedBefore > 0 && ` · ${words.before(provisionedBefore)}`}
      </p>
      {problems.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
        <section aria-label={words.faultsList} className="row-problems-frame" tabIndex={0}>
          <ul className="row-problems">
            {problems.slice(0, mostProblems).map(({ fault, severity, value }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: problems have no name, and are never moved
              <li key={index} className={severity === 'error' ? undefined : 'dim'}>
                <b>{words.place(fault.place?.line, fault.place?.columnName)}</b> {fault.message}{' '}
                {value !== undefined && <span className="mono">{value}</span>}
              </li>
            ))}
          </ul>
          {problems.length > mostProblems && (
            <p className="dim">{words.faultsMore(problems.length - mostProblems)}</p>
          )}
        </section>
      )}
      {rows > 0 && <RowsPreview check={check} />}
    </>
  );
}
