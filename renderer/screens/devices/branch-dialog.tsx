import type { BranchChoice } from '../../../core/api-inspect.ts';
import type { BranchEntry } from '../../../core/inspect/branch.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Tag } from '../../components/tag.tsx';
import { texts } from '../../texts.ts';
import './node-detail.css';

const words = texts.deviceTree;
const problemsShown = 30;

interface BranchDialogProps {
  readonly branch: Extract<BranchChoice, { readonly kind: 'read' }>;
  readonly onClose: () => void;
}

/** What is in a file of branches, checked against the descriptions. Nothing is sent. */
export function BranchDialog({ branch, onClose }: BranchDialogProps) {
  return (
    <Dialog
      title={words.branchTitle}
      lead={words.branchLead(branch.name)}
      onClose={onClose}
      actions={
        <ActionButton tone="primary" hotkey="Enter" onRun={onClose}>
          {texts.common.close}
        </ActionButton>
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
