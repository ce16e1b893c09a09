import { NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconFilePlus, IconPlus } from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { ActionButton } from '../../components/action-button.tsx';
import { goAlong } from '../../components/go-along.ts';
import { IconAction } from '../../components/icon-action.tsx';
import type { ProfileDocument } from '../../stores/profiles-document.ts';
import { texts } from '../../texts.ts';
import {
  type Chosen,
  chosenAt,
  fieldsOf,
  kindOf,
  newField,
  newPage,
  pagesOf,
  pathOf,
  type Raw,
  textOf,
} from './form-model.ts';
import { HistoryActions } from './profile-part.tsx';
import { StructureLine } from './structure-line.tsx';
import type { FormEditor } from './use-form-editor.ts';

interface FormStructureProps {
  readonly document: ProfileDocument;
  readonly editor: FormEditor;
  readonly names: readonly string[];
  readonly chosen: Chosen;
  readonly onName: (name: string) => void;
  readonly onAdd: () => void;
  readonly onChoose: (chosen: Chosen) => void;
}

/** What a form is made of: its pages and their fields, in the order in which they are asked. */
export function FormStructure(props: FormStructureProps) {
  const { document, editor, names, chosen, onName, onAdd, onChoose } = props;
  const pages = pagesOf(editor.raw);
  const addPage = () => {
    const index = chosen.kind === 'form' ? pages.length : chosen.page + 1;
    editor.insert(['pages'], index, newPage(editor.raw));
    onChoose({ kind: 'page', page: index });
  };
  const addField = () => {
    const page = chosen.kind === 'form' ? Math.max(0, pages.length - 1) : chosen.page;
    const field = chosen.kind === 'field' ? chosen.field + 1 : fieldsOf(pages[page] ?? {}).length;
    editor.insert(['pages', page, 'fields'], field, newField(editor.raw));
    onChoose({ kind: 'field', page, field });
  };
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || step === undefined) return goAlong(event);
    event.preventDefault();
    moveChosen(editor, chosen, step, onChoose);
  };
  return (
    <section className="form-structure panel" aria-label={texts.forms.structure}>
      <div className="form-structure__head">
        <NativeSelect
          className="form-structure__form"
          aria-label={texts.forms.form}
          value={editor.name}
          data={[...names]}
          onChange={(event) => onName(event.currentTarget.value)}
        />
        <IconAction label={texts.forms.addForm} onRun={onAdd}>
          <IconFilePlus size="1.0625rem" />
        </IconAction>
      </div>
      <nav className="form-structure__parts" aria-label={texts.forms.structure} onKeyDown={move}>
        <ol>
          <Line
            chosen={chosen}
            is={{ kind: 'form' }}
            faults={faultsAt(editor, { kind: 'form' })}
            onChoose={onChoose}
          >
            {textOf(editor.raw.title) || texts.forms.formSettings}
          </Line>
          {pages.map((page, index) => (
            <PageLines
              // biome-ignore lint/suspicious/noArrayIndexKey: pages are known by their places
              key={index}
              page={page}
              index={index}
              editor={editor}
              chosen={chosen}
              onChoose={onChoose}
            />
          ))}
        </ol>
      </nav>
      <div className="form-structure__foot">
        <ActionButton size="sm" hotkey="A" icon={<IconPlus size="1rem" />} onRun={addField}>
          {texts.forms.addField}
        </ActionButton>
        <ActionButton size="sm" hotkey="P" icon={<IconPlus size="1rem" />} onRun={addPage}>
          {texts.forms.addPage}
        </ActionButton>
        <HistoryActions document={document} />
      </div>
    </section>
  );
}

function PageLines(props: {
  readonly page: Raw;
  readonly index: number;
  readonly editor: FormEditor;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}) {
  const { page, index, editor, chosen, onChoose } = props;
  const is = { kind: 'page', page: index } as const;
  return (
    <>
      <Line
        chosen={chosen}
        is={is}
        faults={faultsAt(editor, is)}
        conditional={page.when !== undefined}
        onChoose={onChoose}
      >
        {index + 1}. {textOf(page.title)}
      </Line>
      {fieldsOf(page).map((field, at) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: fields are known by their places
          key={at}
          chosen={chosen}
          is={{ kind: 'field', page: index, field: at }}
          faults={faultsAt(editor, { kind: 'field', page: index, field: at })}
          conditional={field.when !== undefined}
          onChoose={onChoose}
        >
          {textOf(field.label)} <span className="dim">{texts.forms.kinds[kindOf(field)]}</span>
        </Line>
      ))}
    </>
  );
}

function Line(props: {
  readonly chosen: Chosen;
  readonly is: Chosen;
  readonly faults: number;
  readonly conditional?: boolean;
  readonly onChoose: (chosen: Chosen) => void;
  readonly children: ReactNode;
}) {
  const { chosen, is, faults, conditional = false, onChoose, children } = props;
  const current = pathOf(chosen).join('.') === pathOf(is).join('.');
  return (
    <StructureLine
      depth={is.kind}
      current={current}
      faults={faults}
      conditional={conditional}
      onChoose={() => onChoose(is)}
    >
      {children}
    </StructureLine>
  );
}

function faultsAt(editor: FormEditor, is: Chosen): number {
  const wanted = pathOf(is).join('.');
  return editor.issues.filter(({ path }) => pathOf(chosenAt(path)).join('.') === wanted).length;
}

/** Lets what is chosen change places with its neighbour, and keeps it chosen. */
export function moveChosen(
  editor: FormEditor,
  chosen: Chosen,
  step: number,
  onChoose: (chosen: Chosen) => void,
): void {
  if (chosen.kind === 'form') return;
  const pages = pagesOf(editor.raw);
  const isPage = chosen.kind === 'page';
  const index = isPage ? chosen.page : chosen.field;
  const count = isPage ? pages.length : fieldsOf(pages[chosen.page] ?? {}).length;
  const to = index + step;
  if (to < 0 || to >= count) return;
  editor.swap(isPage ? ['pages'] : ['pages', chosen.page, 'fields'], index, to);
  onChoose(isPage ? { kind: 'page', page: to } : { ...chosen, field: to });
}
