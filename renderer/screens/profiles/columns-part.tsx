import { IconPlus, IconTable, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { putMember } from '../../../core/provisioning/configuration-edits.ts';
import { setMember } from '../../../core/provisioning/profile-edits.ts';
import { sampleRow } from '../../../core/provisioning/sample-row.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { goAlong } from '../../components/go-along.ts';
import { IconAction } from '../../components/icon-action.tsx';
import { texts } from '../../texts.ts';
import { ColumnProperties } from './column-properties.tsx';
import { freeName, rawOf, textOf } from './form-model.ts';
import { HistoryActions, type PartProps } from './profile-part.tsx';
import { StructureLine } from './structure-line.tsx';

const words = texts.profileParts;

/** The columns that the device list must have, with what their values are. */
export function ColumnsPart({ editor }: PartProps) {
  const columns = rawOf(editor.value(['columns']));
  const names = Object.keys(columns);
  const [wanted, setWanted] = useState<string>();
  const name = wanted !== undefined && names.includes(wanted) ? wanted : names[0];
  const add = () => {
    const free = freeName(words.newColumn, names);
    editor.change((now) => putMember(now, 'columns', free, {}));
    setWanted(free);
  };
  if (name === undefined)
    return (
      <div className="fill panel">
        <EmptyState
          title={words.columnsEmptyTitle}
          lead={words.columnsEmptyLead}
          icon={<IconTable size="1.75rem" stroke={1.5} />}
        >
          <ActionButton tone="primary" size="lg" hotkey="A" icon={<IconPlus size="1.25rem" />} onRun={add}>
            {words.addColumn}
          </ActionButton>
        </EmptyState>
      </div>
    );
  const sample = sampleRow(columns);
  return (
    <div className="forms-part columns-part">
      <section className="form-structure panel" aria-label={words.columnsTitle}>
        <nav
          className="form-structure__parts columns-part__names"
          aria-label={words.columnsTitle}
          onKeyDown={goAlong}
        >
          <ol>
            {names.map((each) => {
              const { type = 'text', unique, generate } = rawOf(columns[each]);
              const faults = editor.faultsIn(['columns', each]).length;
              return (
                <StructureLine
                  key={each}
                  current={each === name}
                  faults={faults}
                  onChoose={() => setWanted(each)}
                >
                  <b>{each}</b>{' '}
                  <span className="dim">
                    {words.columnShort[textOf(type)] ?? textOf(type)}
                    {unique === true && ` · ${words.uniqueShort}`}
                    {generate !== undefined && ` · ${words.madeShort}`}
                  </span>
                </StructureLine>
              );
            })}
          </ol>
        </nav>
        <div className="form-structure__foot">
          <ActionButton size="sm" hotkey="A" icon={<IconPlus size="1rem" />} onRun={add}>
            {words.addColumn}
          </ActionButton>
          <HistoryActions document={editor.document} />
        </div>
      </section>
      <section className="form-properties panel" aria-label={name}>
        <div className="form-properties__head">
          <h2 className="mono">{name}</h2>
          <IconAction
            label={words.removeColumn}
            hotkey="Delete"
            onRun={() => editor.change((now) => setMember(now, ['columns'], name, undefined))}
          >
            <IconTrash size="1.0625rem" />
          </IconAction>
        </div>
        <ColumnProperties
          key={name}
          editor={editor}
          name={name}
          names={names}
          sample={sample[name] ?? ''}
          onName={setWanted}
        />
      </section>
    </div>
  );
}
