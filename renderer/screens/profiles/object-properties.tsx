import { Checkbox, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconTrash } from '@tabler/icons-react';
import { type KeyboardEvent, useMemo } from 'react';
import { carry, permit, removeConfiguration } from '../../../core/provisioning/configuration-edits.ts';
import { fetchedBy } from '../../../core/provisioning/configuration-uses.ts';
import { removeItem } from '../../../core/provisioning/profile-edits.ts';
import { renameConfiguration } from '../../../core/provisioning/profile-renames.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Tag } from '../../components/tag.tsx';
import { moidShort } from '../../format/identity.ts';
import { texts } from '../../texts.ts';
import { NameControl } from './form-controls.tsx';
import { configurationsIn, permitsIn, variablesIn } from './known-names.ts';
import { type EditedObject, targetParts, withInstance } from './object-model.ts';
import { OnlyInText } from './profile-part.tsx';
import type { Description } from './use-description.ts';
import { memberOf, type ProfileEditor } from './use-profile-editor.ts';
import { VariableInput } from './variable-input.tsx';

const words = texts.profileObjects;

interface ObjectPropertiesProps {
  readonly editor: ProfileEditor;
  readonly object: EditedObject;
  readonly description: Description['kind'];
  readonly names: readonly string[];
  readonly onName: (name: string | undefined) => void;
  readonly onLeave: () => void;
}

/** A management object of a profile as a whole: what it is called, where it goes, how it gets there. */
export function ObjectProperties(props: ObjectPropertiesProps) {
  const { editor, object, description, names, onName, onLeave } = props;
  const { name, target, moid } = object;
  const path = ['configurations', name];
  const member = memberOf(editor, path, ['target', 'data']);
  const parts = targetParts(target);
  const carried = configurationsIn(editor).some((each) => each.name === name && each.carried);
  const permits = permitsIn(editor);
  const fetched = useMemo(() => fetchedBy(editor.read.tree, name), [editor.read, name]);
  const leave = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onLeave();
  };
  return (
    <section className="data-properties object-properties" aria-label={words.settingsOf(name)}>
      <div className="detail__head">
        <h2 className="kicker">{words.settings}</h2>
        <Tag>{description === 'known' ? words.described : words.undescribed}</Tag>
      </div>
      <NameControl
        label={words.name}
        hint={words.nameHint}
        value={name}
        pattern={/^(?!__proto__$)[\w-]+$/}
        taken={names}
        onRename={(newName) => {
          editor.change((now) => renameConfiguration(now, name, newName));
          onName(newName);
        }}
      />
      {parts && (
        <TextInput
          label={words.instance}
          description={words.instanceHint}
          classNames={{ input: 'mono-input' }}
          spellCheck={false}
          value={parts.instance}
          onKeyDown={leave}
          onChange={(event) => member('target').onChange(withInstance(target, event.currentTarget.value))}
        />
      )}
      <VariableInput
        label={words.target}
        hint={moid === '' ? words.targetHint : moidShort(moid)}
        variables={variablesIn(editor)}
        needed
        onKeyDown={leave}
        {...member('target')}
      />
      <Checkbox
        label={words.carried}
        description={words.carriedHint}
        checked={carried}
        onChange={(event) => {
          const { checked } = event.currentTarget;
          editor.change((now) => carry(now, name, checked));
        }}
      />
      <p className="dim data-properties__note">
        {fetched.length > 0 ? words.fetchedBy(fetched.join(', ')) : words.fetchedByNone}
      </p>
      {moid !== '' && (
        <Checkbox
          label={words.permitted}
          description={words.permittedHint}
          checked={permits.includes(moid)}
          onChange={(event) => {
            const { checked } = event.currentTarget;
            const at = permits.indexOf(moid);
            editor.change((now) => (checked ? permit(now, moid) : removeItem(now, ['permits'], at)));
          }}
        />
      )}
      <OnlyInText editor={editor} path={path} known={['target', 'data']} />
      <ActionButton
        size="sm"
        icon={<IconTrash size="1rem" />}
        onRun={() => {
          editor.change((now) => removeConfiguration(now, name));
          onName(undefined);
        }}
      >
        {words.removeObject}
      </ActionButton>
    </section>
  );
}
