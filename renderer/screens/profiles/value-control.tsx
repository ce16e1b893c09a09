import { NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { type KeyboardEvent, useState } from 'react';
import { fitsFormat, formatWords } from '../../../core/mo/leaf-formats.ts';
import type { NodeFormat } from '../../../core/mo/object-schema.ts';
import type { DataNode } from '../../../core/provisioning/configuration-tree.ts';
import type { Writable } from '../../../core/provisioning/profile-edits.ts';
import { texts } from '../../texts.ts';
import { variablesIn } from './known-names.ts';
import { OctetsControl } from './octets-control.tsx';
import type { ProfileEditor } from './use-profile-editor.ts';
import { VariableInput } from './variable-input.tsx';

const words = texts.profileObjects;

interface ValueControlProps {
  readonly editor: ProfileEditor;
  readonly node: DataNode;
  readonly onChange: (value: Writable) => void;
  /** Enter leaves to the node after this one, Escape to this one. */
  readonly onLeave: (next: boolean) => void;
}

/** The value of a leaf, edited by its format; wherever a text can stand, `{{variables}}` can. */
export function ValueControl({ editor, node, onChange, onLeave }: ValueControlProps) {
  const { value = null, schema } = node;
  const format = formatOf(node);
  if (format === 'node') return null;
  const variables = variablesIn(editor);
  const isText = typeof value === 'string';
  const fits = (isText && value.includes('{{')) || fitsFormat(format, value);
  const leave = (event: KeyboardEvent<HTMLElement>) => {
    const several = event.currentTarget instanceof HTMLTextAreaElement;
    const isEnter = event.key === 'Enter' && !several;
    if (!isEnter && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onLeave(isEnter);
  };
  const shared = {
    label: words.value,
    variables,
    onKeyDown: leave,
    fault: fits ? undefined : words.notOfFormat(formatWords(format)),
  };
  const take = (next: Writable | undefined) => onChange(next ?? '');
  switch (format) {
    case 'bool':
      return (
        <>
          <NativeSelect
            label={words.value}
            value={isText && value !== 'true' && value !== 'false' ? 'variable' : String(value)}
            data={Object.entries(words.bools).map(([each, label]) => ({ value: each, label }))}
            onKeyDown={leave}
            onChange={(event) => {
              const next = event.currentTarget.value;
              onChange(next === 'variable' ? `{{${variables[0] ?? ''}}}` : next === 'true');
            }}
          />
          {isText && value !== 'true' && value !== 'false' && (
            <VariableInput {...shared} label={words.bools.variable} value={value} onChange={take} />
          )}
        </>
      );
    case 'int':
    case 'float':
      return <NumberValue {...shared} format={format} value={value} onChange={take} />;
    case 'b64':
    case 'bin':
      return <OctetsControl {...shared} value={value} mime={schema?.mime} onChange={take} />;
    case 'null':
      return (
        <p className="dim" data-value>
          {words.noValue}
        </p>
      );
    case 'xml':
      return <VariableInput {...shared} several value={value} onChange={take} />;
    case 'chr':
    case 'date':
    case 'time':
      return (
        <VariableInput
          {...shared}
          value={value}
          onChange={take}
          several={isText && value.includes('\n')}
          hint={format === 'chr' ? undefined : words.formatHint(formatWords(format))}
        />
      );
  }
}

/** A number as it is typed; what is none yet, or a variable, is a text. */
function NumberValue(
  props: Omit<Parameters<typeof VariableInput>[0], 'onChange'> & {
    readonly format: 'int' | 'float';
    readonly onChange: (value: Writable) => void;
  },
) {
  const { format, value, onChange, ...others } = props;
  const [typed, setTyped] = useState(String(value));
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (numberOf(typed, format) !== value) setTyped(String(value));
  }
  return (
    <VariableInput
      {...others}
      hint={words.formatHint(formatWords(format))}
      value={typed}
      onChange={(next) => {
        const text = typeof next === 'string' ? next : '';
        setTyped(text);
        onChange(numberOf(text, format));
      }}
    />
  );
}

function numberOf(text: string, format: 'int' | 'float'): number | string {
  return text !== '' && fitsFormat(format, text) ? Number(text) : text;
}

/** The format of a leaf; of one that no description knows, what its value looks like. */
function formatOf({ schema, value }: DataNode): NodeFormat {
  if (schema && schema.format !== 'node') return schema.format;
  switch (typeof value) {
    case 'number':
      return 'float';
    case 'boolean':
      return 'bool';
    default:
      return value === null ? 'null' : 'chr';
  }
}
