import { IconTrash } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { notifyDone } from '../../components/notify.ts';
import { ScreenFrame } from '../../components/screen.tsx';
import { Tag } from '../../components/tag.tsx';
import { useCall } from '../../components/use-call.ts';
import { useNow } from '../../components/use-now.ts';
import { moidShort } from '../../format/identity.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { NodeDetail } from './node-detail.tsx';
import { TreePanel } from './tree-panel.tsx';
import { useDeviceTree } from './use-device-tree.ts';
import './devices-screen.css';

const words = texts.devices;
const usersShown = 50;

/** The description of an object: its tree, and the devices that have it. */
export default function SchemaScreen({ moid }: { readonly moid: string }) {
  const { state } = useCall('schemas', { search: moid, offset: 0, limit: 50 });
  const tree = useDeviceTree({ kind: 'schema', moid });
  const { tree: opened, chosen } = useStore(tree.store);
  const [deleting, setDeleting] = useState(false);
  const now = useNow(60_000);
  const uri = useRef<string>(undefined);
  const keepUri = useCallback((clientUri: string | undefined) => {
    uri.current = clientUri;
  }, []);
  const copy = async () => {
    if (uri.current === undefined) return;
    await navigator.clipboard.writeText(uri.current);
    notifyDone(texts.common.copied, uri.current);
  };
  if (state.kind === 'loading') return <Loading />;
  const schema = state.kind === 'answer' ? state.answer.rows.find((each) => each.moid === moid) : undefined;
  const name = schema?.summary.root || moidShort(moid);
  return (
    <ScreenFrame
      title={name}
      kicker={words.schema}
      tags={schema && <Tag>{words.origins[schema.origin]}</Tag>}
      subtitle={
        <>
          <span className="mono">{moid}</span>
          {schema && ` · ${words.schemaNodes(schema.summary.nodes, schema.summary.depth)}`}
          {schema?.fileName !== undefined && ` · ${words.importedFrom(schema.fileName)}`}
        </>
      }
      actions={
        schema?.origin === 'imported' && (
          <ActionButton icon={<IconTrash size="1.0625rem" />} onRun={() => setDeleting(true)}>
            {words.deleteSchema}
          </ActionButton>
        )
      }
    >
      {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
      <div className="split">
        <TreePanel tree={tree} kind="schema" onCopy={() => void copy()} />
        <aside className="detail panel" aria-label={texts.deviceTree.detail}>
          <h2 className="kicker">{texts.deviceTree.detail}</h2>
          {opened && chosen >= 0 ? (
            <NodeDetail treeId={opened.treeId} row={chosen} now={now} onUri={keepUri} />
          ) : (
            <p className="dim">{texts.deviceTree.selectNode}</p>
          )}
          <Users moid={moid} />
        </aside>
      </div>
      {deleting && <DeleteDialog moid={moid} onClose={() => setDeleting(false)} />}
    </ScreenFrame>
  );
}

function Users({ moid }: { readonly moid: string }) {
  const { state } = useCall('schemaUsers', { moid, offset: 0, limit: usersShown });
  if (state.kind !== 'answer') return null;
  const { total, rows } = state.answer;
  return (
    <section className="device-part" aria-label={words.usersTitle}>
      <h2 className="kicker">{words.usersTitle}</h2>
      {total === 0 && <p className="dim">{words.noUsers}</p>}
      <ul className="schema-users">
        {rows.map(({ deviceId, label }) => (
          <li key={deviceId}>
            <button type="button" onClick={() => goTo({ name: 'device', deviceId })}>
              {label}
            </button>
          </li>
        ))}
      </ul>
      {total > rows.length && <p className="dim">{words.moreUsers(total - rows.length)}</p>}
    </section>
  );
}

function DeleteDialog({ moid, onClose }: { readonly moid: string; readonly onClose: () => void }) {
  const [fault, setFault] = useState<Fault>();
  const remove = async () => {
    const result = await call('deleteSchema', { moid });
    if (result.kind === 'fault') setFault(result.fault);
    else goTo({ name: 'devices', part: 'library' });
  };
  return (
    <Dialog
      title={words.deleteSchemaTitle}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} tone="danger" icon={<IconTrash size="1.0625rem" />} onRun={remove}>
          {words.deleteSchemaConfirm}
        </DialogActions>
      }
    >
      <p>{words.deleteSchemaLead(moid)}</p>
      {fault && <FaultNotice fault={fault} />}
    </Dialog>
  );
}
