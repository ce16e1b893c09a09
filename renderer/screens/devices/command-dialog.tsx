import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { type KeyboardEvent, useState } from 'react';
import { type QueuedWork, queuedWorkSchema } from '../../../core/provisioning/queued-work.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { texts } from '../../texts.ts';
import './commands-panel.css';
import { UriField } from './uri-field.tsx';

const words = texts.deviceCommands;
type Kind = QueuedWork['kind'];
const kinds = Object.keys(words.kinds) as Kind[];

/** What stands in the dialog's fields. */
export interface CommandDraft {
  readonly kind: Kind;
  /** One a line where the command takes several. */
  readonly target: string;
  readonly data: string;
  readonly resource: string;
  readonly asynchronous: boolean;
  readonly form: string;
}

export const emptyDraft: CommandDraft = {
  kind: 'GET',
  target: '',
  data: '',
  resource: '',
  asynchronous: false,
  form: '',
};

interface CommandDialogProps {
  readonly deviceId: string;
  readonly draft: CommandDraft;
  readonly onClose: () => void;
  readonly onStage: (work: QueuedWork) => void;
}

/** Any command by hand; what is wrong with it is said in the field that it is in. */
export function CommandDialog({ deviceId, draft: from, onClose, onStage }: CommandDialogProps) {
  const [draft, setDraft] = useState(from);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const change = (part: Partial<CommandDraft>) => {
    setDraft({ ...draft, ...part });
    setFaults({});
  };
  const stage = () => {
    const read = readDraft(draft);
    if (read.kind === 'work') onStage(read.work);
    else setFaults(read.faults);
  };
  /** Enter is a new line in a field of several lines: there, Ctrl+Enter stages. */
  const stageByEnter = (event: KeyboardEvent) => {
    if (
      event.key !== 'Enter' ||
      (!(event.ctrlKey || event.metaKey) && !(event.target instanceof HTMLInputElement))
    )
      return;
    event.preventDefault();
    stage();
  };
  const { kind } = draft;
  const several = kind === 'GET' || kind === 'HPUT' || kind === 'HPOST';
  const shared = { spellCheck: false, maxLength: 20_000 } as const;
  return (
    <Dialog
      title={words.dialogTitle}
      lead={words.dialogLead}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} hotkey="Enter" onRun={stage}>
          {words.stage}
        </DialogActions>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the fields take the keys; this only hears them */}
      <div className="command-fields" onKeyDown={stageByEnter}>
        <NativeSelect
          label={words.command}
          value={kind}
          onChange={(event) => change({ kind: event.currentTarget.value as Kind })}
          data={kinds.map((each) => ({ value: each, label: words.kinds[each] }))}
        />
        {kind === 'SHOW' ? (
          <TextInput
            label={words.form}
            value={draft.form}
            error={faults.form}
            onChange={(event) => change({ form: event.currentTarget.value })}
            {...shared}
          />
        ) : kind === 'DEFAULT' ? (
          <TextInput
            label={words.moid}
            classNames={{ input: 'mono' }}
            value={draft.target}
            error={faults.target}
            onChange={(event) => change({ target: event.currentTarget.value })}
            {...shared}
          />
        ) : (
          <UriField
            key={several ? 'several' : 'one'}
            deviceId={deviceId}
            label={several ? words.targets : words.target}
            value={draft.target}
            error={faults.target}
            plain={kind === 'place'}
            several={several}
            onChange={(target) => change({ target })}
          />
        )}
        {(kind === 'place' || kind === 'DEFAULT') && (
          <Textarea
            label={words.data}
            description={words.dataHint}
            classNames={{ input: 'mono' }}
            rows={5}
            value={draft.data}
            error={faults.data}
            onChange={(event) => change({ data: event.currentTarget.value })}
            {...shared}
          />
        )}
        {(kind === 'HPUT' || kind === 'HPOST' || kind === 'SUB') && (
          <TextInput
            label={words.resource}
            description={words.resourceHint}
            value={draft.resource}
            error={faults.resource}
            onChange={(event) => change({ resource: event.currentTarget.value })}
            {...shared}
          />
        )}
        {kind === 'EXEC' && (
          <Checkbox
            label={words.asynchronous}
            description={words.asynchronousHint}
            checked={draft.asynchronous}
            onChange={(event) => change({ asynchronous: event.currentTarget.checked })}
          />
        )}
      </div>
    </Dialog>
  );
}

type DraftReading =
  | { readonly kind: 'work'; readonly work: QueuedWork }
  /** By field. */
  | { readonly kind: 'faults'; readonly faults: Readonly<Record<string, string>> };

/** Reads what stands in the fields. */
export function readDraft(draft: CommandDraft): DraftReading {
  const { kind, resource } = draft;
  const target = draft.target.trim();
  const lines = target
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  switch (kind) {
    case 'GET':
      return checked({ kind, targets: lines });
    case 'HPUT':
    case 'HPOST':
      return checked({ kind, targets: lines, resource });
    case 'place':
    case 'DEFAULT': {
      const data = jsonOf(draft.data);
      if (data === undefined) return { kind: 'faults', faults: { data: words.notJson } };
      return checked(kind === 'place' ? { kind, target, data } : { kind, moid: target, data });
    }
    case 'DELETE':
    case 'UNSUB':
      return checked({ kind, target });
    case 'EXEC':
      return checked({ kind, target, asynchronous: draft.asynchronous });
    case 'SUB':
      return checked({ kind, target, resource });
    case 'SHOW':
      return checked({ kind, form: draft.form.trim(), seconds: 900 });
  }
}

function checked(work: QueuedWork): DraftReading {
  const read = queuedWorkSchema.safeParse(work);
  if (read.success) return { kind: 'work', work: read.data };
  const faults = read.error.issues.map(({ path, message }) => [fieldOf(String(path[0] ?? '')), message]);
  return { kind: 'faults', faults: Object.fromEntries(faults) as Record<string, string> };
}

function fieldOf(member: string): string {
  return member === 'targets' || member === 'moid' ? 'target' : member;
}

function jsonOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? (json as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
