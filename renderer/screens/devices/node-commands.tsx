import { useState } from 'react';
import type { TreeNodeView } from '../../../core/api-inspect.ts';
import type { AccessType } from '../../../core/mo/object-schema.ts';
import type { QueuedWork } from '../../../core/provisioning/queued-work.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { useStagedCommands } from '../../stores/staged-commands.ts';
import { texts } from '../../texts.ts';
import { CommandDialog, type CommandDraft, emptyDraft } from './command-dialog.tsx';

const words = texts.deviceCommands;

/** What can be done with a node: each becomes a staged command. What its description forbids is not offered. */
export function NodeCommands(props: { readonly deviceId: string; readonly node: TreeNodeView }) {
  const { deviceId, node } = props;
  const { stage } = useStagedCommands();
  const [draft, setDraft] = useState<CommandDraft>();
  const { clientUri, described, role } = node;
  if (clientUri === undefined) return null;
  if (role === 'object')
    return (
      <div className="node-detail__copy">
        <ActionButton
          size="sm"
          needs="queueCommands"
          onRun={() => setDraft({ ...emptyDraft, kind: 'DEFAULT', target: node.moid })}
        >
          {words.giveDefault}
        </ActionButton>
        <ActionButton
          size="sm"
          needs="queueCommands"
          onRun={() => setDraft({ ...emptyDraft, kind: 'SHOW', target: node.moid })}
        >
          {words.showForm}
        </ActionButton>
        {draft && (
          <CommandDialog
            deviceId={deviceId}
            draft={draft}
            onClose={() => setDraft(undefined)}
            onStage={(work) => {
              stage(deviceId, work);
              setDraft(undefined);
            }}
          />
        )}
      </div>
    );
  const may = (access: AccessType) => described === undefined || described.access.includes(access);
  const put = (work: QueuedWork) => {
    stage(deviceId, work);
    setDraft(undefined);
  };
  const resource = `watch-${node.name === '' ? 'object' : node.name}`
    .replaceAll(/[^\w.-]/g, '_')
    .slice(0, 100);
  return (
    <div className="node-detail__copy">
      {(may('Get') || role === 'instance') && (
        <ActionButton
          size="sm"
          needs="queueCommands"
          onRun={() => put({ kind: 'GET', targets: [clientUri] })}
        >
          {words.read}
        </ActionButton>
      )}
      {role === 'node' && (may('Replace') || may('Add')) && (
        <ActionButton
          size="sm"
          needs="queueCommands"
          onRun={() => setDraft({ ...emptyDraft, kind: 'place', target: clientUri, data: dataOf(node) })}
        >
          {words.change}
        </ActionButton>
      )}
      {may('Exec') && role === 'node' && described?.access.includes('Exec') && (
        <ActionButton
          size="sm"
          needs="queueCommands"
          onRun={() => put({ kind: 'EXEC', target: clientUri, asynchronous: true })}
        >
          {words.execute}
        </ActionButton>
      )}
      {(role === 'instance' || (may('Delete') && described?.scope !== 'permanent')) && (
        <ActionButton
          size="sm"
          needs="queueCommands"
          onRun={() => put({ kind: 'DELETE', target: clientUri })}
        >
          {words.delete}
        </ActionButton>
      )}
      {(may('Get') || role === 'instance') && (
        <ActionButton
          size="sm"
          needs="queueCommands"
          onRun={() => put({ kind: 'SUB', target: clientUri, resource })}
        >
          {words.subscribe}
        </ActionButton>
      )}
      {(may('Get') || role === 'instance') && (
        <ActionButton size="sm" needs="queueCommands" onRun={() => put({ kind: 'UNSUB', target: clientUri })}>
          {words.unsubscribe}
        </ActionButton>
      )}
      {draft && (
        <CommandDialog deviceId={deviceId} draft={draft} onClose={() => setDraft(undefined)} onStage={put} />
      )}
    </div>
  );
}

/** The node with its value as MOData, to be changed. */
function dataOf({ name, value }: TreeNodeView): string {
  const shown = value?.kind === 'shown' ? value.value : undefined;
  switch (shown?.kind) {
    case 'number':
    case 'boolean':
      return `{ ${JSON.stringify(name)}: ${shown.text} }`;
    case 'text':
    case 'date':
    case 'time':
      return JSON.stringify({ [name]: shown.text }, undefined, 1).replaceAll('\n', ' ');
    default:
      return JSON.stringify({ [name]: '' });
  }
}
