import type { BranchChoice } from '../../../core/api-inspect.ts';
import type { BranchEntry } from '../../../core/inspect/branch.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { notifyDone } from '../../components/notify.ts';
import { Tag } from '../../components/tag.tsx';
import { texts } from '../../texts.ts';
import './node-detail.css';

const words = texts.deviceTree;
const problemsShown = 30;

interface BranchDialogProps {
  readonly deviceId: string;
  readonly branch: Extract<BranchChoice, { readonly kind: 'read' }>;
  readonly onClose: () => void;
}

/** What is in a file of branches, checked against the descriptions. Nothing is sent before a person says so. */
export function BranchDialog({ deviceId, branch, onClose }: BranchDialogProps) {
  const queue = async (notify: boolean) => {
    const result = await call('queueBranch', { deviceId, importId: branch.importId, notify });
    if (result.kind === 'fault') return result.fault;
    const { commands, notification } = result.answer;
    notifyDone(
      texts.deviceCommands.queuedToast(commands.length),
      texts.deviceCommands.notifications[notification],
    );
    onClose();
    return undefined;
  };
  return (
    <Dialog
      title={words.branchTitle}
      lead={words.branchLead(branch.name)}
      onClose={onClose}
      actions={
        <>
          <ActionButton hotkey="Enter" onRun={onClose}>
            {texts.common.close}
          </ActionButton>
          <ActionButton needs="queueBranch" onRun={() => queue(false)}>
            {texts.deviceCommands.queue(branch.entries.length)}
          </ActionButton>
          <ActionButton tone="primary" needs="queueBranch" onRun={() => queue(true)}>
            {texts.deviceCommands.queueAndNotify}
          </ActionButton>
        </>
      }
    >
      <ul className="branch-entries">
        {branch.entries.map((entry) => (
          <Entry key={entry.clientUri} entry={entry} />
        ))}
      </ul>
    </Dialog>
  );
}

function Entry({ entry }: { readonly entry: BranchEntry }) {
  const { clientUri, values, hasSchema, problems, effect, differences } = entry;
  const standing =
    effect === 'changes' ? words.branchEffects.changes(differences) : words.branchEffects[effect];
  return (
    <li className="branch-entry">
      <p className="mono node-detail__uri">{clientUri}</p>
      <p className="dim">
        {words.branchValues(values)} · {standing}
      </p>
      {hasSchema ? (
        <Tag tone={problems.length === 0 ? 'ok' : 'warn'}>
          {problems.length === 0 ? words.branchFits : words.branchProblems(problems.length)}
        </Tag>
      ) : (
        <Tag>{words.branchNoSchema}</Tag>
      )}
      {problems.length > 0 && (
        <ul className="branch-entry__problems">
          {problems.slice(0, problemsShown).map(({ path, kind, detail }) => (
            <li key={`${path.join('/')} ${kind}`}>
              <bdi className="mono">{path.length === 0 ? words.atRoot : path.join('/')}</bdi>: {detail}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
