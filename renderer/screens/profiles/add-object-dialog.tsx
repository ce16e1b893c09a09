import { Checkbox, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useId, useState } from 'react';
import type { SchemaView } from '../../../core/api-inspect.ts';
import { nodeAddress, printNodeAddress } from '../../../core/dm/node-address.ts';
import { isMoid } from '../../../core/mo/object-schema.ts';
import { addConfiguration, beginningOf } from '../../../core/provisioning/configuration-edits.ts';
import { call } from '../../bench.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { moidShort } from '../../format/identity.ts';
import { texts } from '../../texts.ts';
import { freeName } from './form-model.ts';
import { configurationsIn } from './known-names.ts';
import { useDescriptions } from './use-description.ts';
import type { ProfileEditor } from './use-profile-editor.ts';

const words = texts.profileObjects;
const mostOffered = 50;

interface AddObjectDialogProps {
  readonly editor: ProfileEditor;
  readonly onClose: () => void;
  readonly onAdded: (name: string) => void;
}

/** Asks which management object a profile is to have: one of those that are described, or any other. */
export default function AddObjectDialog({ editor, onClose, onAdded }: AddObjectDialogProps) {
  const [typed, setTyped] = useState('');
  const [instance, setInstance] = useState('');
  const [carried, setCarried] = useState(true);
  const [offered, setOffered] = useState<readonly SchemaView[]>([]);
  const list = useId();
  useEffect(() => {
    void call('schemas', { search: '', offset: 0, limit: 500 }).then((result) => {
      if (result.kind === 'answer') setOffered(result.answer.rows);
    });
  }, []);
  const wanted = typed.trim();
  const found = offered.filter(({ moid, summary }) =>
    `${summary.root} ${moid}`.toLowerCase().includes(wanted.toLowerCase()),
  );
  const named = offered.find(({ moid }) => moid === wanted) ?? (found.length === 1 ? found[0] : undefined);
  const moid = named?.moid ?? wanted;
  const description = useDescriptions(isMoid(moid) ? [moid] : [])(isMoid(moid) ? moid : '');
  const ready = isMoid(moid) && description.kind !== 'loading';
  const add = () => {
    if (!ready) return;
    const schema = description.kind === 'known' ? description.schema : undefined;
    const root = schema?.root.name || words.rootOf(moidShort(moid));
    const name = freeName(
      nameFor(root),
      configurationsIn(editor).map((each) => each.name),
    );
    const data = { [root]: schema ? beginningOf(schema.root, carried ? 'whole' : 'written') : {} };
    const target = printNodeAddress(nodeAddress(moid, instance.trim()));
    editor.change((now) => addConfiguration(now, { name, moid, target, data, carried }));
    onAdded(name);
  };
  return (
    <Dialog
      title={words.addTitle}
      lead={words.addLead}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} icon={<IconPlus size="1.0625rem" />} disabled={!ready} onRun={add}>
          {words.addObject}
        </DialogActions>
      }
    >
      <form
        className="data-properties"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextInput
          label={words.which}
          description={words.whichHint}
          classNames={{ input: 'mono-input' }}
          spellCheck={false}
          autoComplete="off"
          list={list}
          value={typed}
          error={wanted !== '' && found.length === 0 && !isMoid(moid) ? words.whichWrong : undefined}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <datalist id={list}>
          {found.slice(0, mostOffered).map((each) => (
            <option key={each.moid} value={each.moid} label={each.summary.root} />
          ))}
        </datalist>
        <p className="dim" role="status">
          {isMoid(moid) && description.kind !== 'loading'
            ? description.kind === 'known'
              ? words.chosenDescribed(named?.summary.root ?? '', moid, named?.summary.nodes ?? 0)
              : words.chosenUndescribed(moid)
            : words.matching(found.length)}
        </p>
        <TextInput
          label={words.instance}
          description={words.instanceHint}
          classNames={{ input: 'mono-input' }}
          spellCheck={false}
          value={instance}
          onChange={(event) => setInstance(event.currentTarget.value)}
        />
        <Checkbox
          label={words.carried}
          description={words.carriedHint}
          checked={carried}
          onChange={(event) => setCarried(event.currentTarget.checked)}
        />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

/** `DevInfo` → `devInfo`. */
function nameFor(root: string): string {
  const letters = root.replaceAll(/[^\w-]/g, '');
  return letters === '' ? 'object' : letters.charAt(0).toLowerCase() + letters.slice(1);
}
