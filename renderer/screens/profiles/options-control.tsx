import { TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { ActionButton } from '../../components/action-button.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { texts } from '../../texts.ts';
import { freeName, listOf, memberOrder, type Raw, rawOf, textOf } from './form-model.ts';
import { type FormEditor, issueAt } from './use-form-editor.ts';

interface OptionsControlProps {
  readonly editor: FormEditor;
  /** The path of the field. */
  readonly path: readonly (string | number)[];
  readonly raw: Raw;
}

/** The options of a choice, in their order: what is kept of each, and what people read. */
export function OptionsControl({ editor, path, raw }: OptionsControlProps) {
  const options = listOf(raw.options).map(rawOf);
  const at = [...path, 'options'];
  const add = () => {
    const values = options.map(({ value }) => textOf(value));
    const value = freeName('option', values);
    editor.insert(at, options.length, { value, label: texts.forms.newOption });
  };
  return (
    <fieldset className="form-options">
      <legend>{texts.forms.options}</legend>
      {options.map((option, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: options are known by their places
        <div key={index} className="form-options__option">
          {(['value', 'label'] as const).map((name) => (
            <TextInput
              key={name}
              size="xs"
              aria-label={texts.forms.optionPart(
                name === 'value' ? texts.forms.optionValue : texts.forms.optionLabel,
                index + 1,
              )}
              classNames={name === 'value' ? { input: 'mono-input' } : {}}
              spellCheck={name === 'label'}
              value={textOf(option[name])}
              error={issueAt(editor, [...at, index, name])}
              onChange={(event) =>
                editor.set([...at, index], name, event.currentTarget.value, memberOrder.option)
              }
            />
          ))}
          <span className="form-options__actions">
            {index > 0 && (
              <IconAction
                label={texts.forms.optionPart(texts.forms.moveUp, index + 1)}
                onRun={() => editor.swap(at, index, index - 1)}
              >
                <IconArrowUp size="1rem" />
              </IconAction>
            )}
            {index < options.length - 1 && (
              <IconAction
                label={texts.forms.optionPart(texts.forms.moveDown, index + 1)}
                onRun={() => editor.swap(at, index, index + 1)}
              >
                <IconArrowDown size="1rem" />
              </IconAction>
            )}
            {options.length > 1 && (
              <IconAction
                label={texts.forms.optionPart(texts.forms.remove, index + 1)}
                onRun={() => editor.remove(at, index)}
              >
                <IconTrash size="1rem" />
              </IconAction>
            )}
          </span>
        </div>
      ))}
      <ActionButton size="sm" icon={<IconPlus size="1rem" />} onRun={add}>
        {texts.forms.addOption}
      </ActionButton>
    </fieldset>
  );
}
