import type { ListReading } from '../../../core/order/reading.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { useCall } from '../../components/use-call.ts';
import { texts } from '../../texts.ts';
import './list-reading-dialog.css';

const words = texts.batches.list;

interface ListReadingDialogProps {
  readonly batchId: string;
  readonly onClose: () => void;
}

/** Which list a batch was made of, and where the value of each variable came from. */
export default function ListReadingDialog({ batchId, onClose }: ListReadingDialogProps) {
  const { state } = useCall('batchList', { batchId });
  return (
    <Dialog
      title={words.title}
      onClose={onClose}
      actions={
        <ActionButton tone="primary" hotkey="Enter" onRun={onClose}>
          {texts.common.close}
        </ActionButton>
      }
    >
      {state.kind === 'loading' && <Loading />}
      {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
      {state.kind === 'answer' && (
        <>
          <p className="mono list-reading__name">{state.answer.name}</p>
          {state.answer.reading ? (
            <Reading reading={state.answer.reading} />
          ) : (
            <p className="dim">{words.plain}</p>
          )}
        </>
      )}
    </Dialog>
  );
}

function Reading({ reading }: { readonly reading: ListReading }) {
  const { sheet, encoding, heading, mapping } = reading;
  const manner = [
    ...(sheet === undefined ? [] : [words.sheet(sheet)]),
    ...(encoding === undefined ? [] : [words.encoding(encoding)]),
    ...(heading === 'none' ? [words.noHeading] : []),
  ];
  return (
    <>
      {manner.length > 0 && <p className="dim">{manner.join(' · ')}</p>}
      <table className="list-reading__columns">
        <thead>
          <tr>
            <th scope="col">{texts.newBatch.variable}</th>
            <th scope="col">{texts.newBatch.comesFrom}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(mapping).map(([variable, source]) => (
            <tr key={variable}>
              <th scope="row">{variable}</th>
              <td>{source.kind === 'column' ? source.column : words.constant(source.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
