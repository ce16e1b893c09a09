import { useMemo } from 'react';
import { exampleValue } from '../../../core/order/generated-values.ts';
import { columnFault } from '../../../core/provisioning/column-values.ts';
import { columnSchema } from '../../../core/provisioning/profile.ts';
import { renameColumn } from '../../../core/provisioning/profile-renames.ts';
import { variablesOf } from '../../../core/provisioning/variables.ts';
import { texts } from '../../texts.ts';
import { ColumnSource, generateOf } from './column-source.tsx';
import { NameControl, NumberControl, TextControl, TickControl, WordControl } from './form-controls.tsx';
import { OnlyInText, PartFaults } from './profile-part.tsx';
import { memberOf, type ProfileEditor } from './use-profile-editor.ts';

const words = texts.profileParts;
const order = ['type', 'required', 'unique', 'maxLength', 'pattern', 'generate'];

interface ColumnPropertiesProps {
  readonly editor: ProfileEditor;
  readonly name: string;
  readonly names: readonly string[];
  /** A value that previews use. */
  readonly sample: string;
  readonly onName: (name: string) => void;
}

/** Everything about one column of the device list. */
export function ColumnProperties({ editor, name, names, sample, onName }: ColumnPropertiesProps) {
  const path = ['columns', name];
  const member = memberOf(editor, path, order);
  const raw = editor.value(path);
  const made = generateOf(raw);
  const example = made ? exampleValue(made) : sample;
  const { text } = editor.read;
  const uses = useMemo(
    () => [...variablesOf(text)].filter((each) => each.name === name).length,
    [text, name],
  );
  return (
    <div className="form-properties__controls">
      <NameControl
        label={words.columnName}
        hint={words.columnNameHint}
        value={name}
        pattern={/^(?!__proto__$)[A-Za-z_][\w-]*$/}
        taken={names}
        onRename={(newName) => {
          editor.change((now) => renameColumn(now, name, newName));
          onName(newName);
        }}
      />
      <p className="form-properties__hint dim">
        <span className="mono">{`{{${name}}}`}</span> {words.uses(uses)}
      </p>
      <ColumnSource editor={editor} path={['columns', name]} />
      <WordControl label={words.columnType} words={words.columnTypes} usual="text" {...member('type')} />
      {made === undefined && <TickControl label={words.required} usual {...member('required')} />}
      <TickControl label={words.unique} usual={false} {...member('unique')} />
      <div className="form-properties__pair">
        <NumberControl label={words.maxLength} {...member('maxLength')} />
        <TextControl label={words.pattern} hint={words.patternHint} mono {...member('pattern')} />
      </div>
      <p>
        {words.example}: <span className="mono">{example}</span>{' '}
        <span className="dim">
          {!fits(raw, example) ? words.exampleNone : made ? words.exampleMade : words.exampleHint}
        </span>
      </p>
      <PartFaults editor={editor} path={path} shown={order} />
      <OnlyInText editor={editor} path={path} known={order} />
    </div>
  );
}

function fits(raw: unknown, sample: string): boolean {
  const column = columnSchema.safeParse(raw);
  if (!column.success) return true;
  try {
    return columnFault(column.data, sample) === undefined;
  } catch {
    // A pattern that is none is said by its own control.
    return true;
  }
}
