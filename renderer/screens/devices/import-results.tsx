import { TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { useState } from 'react';
import type { SchemaImport } from '../../../core/api-inspect.ts';
import type { Fault } from '../../../core/errors.ts';
import { visibleText } from '../../../core/inspect/visible-text.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Tag } from '../../components/tag.tsx';
import { texts } from '../../texts.ts';
import './import-results.css';

const words = texts.devices;
type Unnamed = Extract<SchemaImport, { readonly kind: 'read' }>['unnamed'][number];

/** So many faults of a file are told; whoever mends the first of them looks again. */
const faultsShown = 20;

/** What came of files that were to be imported: what is in the library now, and what is wrong with the others. */
export function ImportResults({ files }: { readonly files: readonly SchemaImport[] }) {
  const refused = files.filter((file) => file.kind === 'refused');
  const read = files.filter((file) => file.kind === 'read');
  const unnamed = read.flatMap((file) => file.unnamed.map((each) => ({ ...each, fileName: file.fileName })));
  const imported = read.reduce((sum, file) => sum + file.imported.length, 0);
  return (
    <div className="import-results">
      <p className="import-results__counts">
        {imported > 0 && <Tag tone="ok">{words.importedCount(imported)}</Tag>}
        {refused.length > 0 && <Tag tone="bad">{words.refusedCount(refused.length)}</Tag>}
      </p>
      {refused.map((file) => (
        <section key={file.fileName} className="import-results__file">
          <h3>{visibleText(file.fileName)}</h3>
          <p className="cause">{words.refusedFile}</p>
          <Faults faults={file.faults} />
        </section>
      ))}
      {unnamed.length > 0 && (
        <section className="import-results__file">
          <h3>{words.unnamedTitle}</h3>
          <p className="dim">{words.unnamedLead}</p>
          {unnamed.map((each) => (
            <NameSchema key={`${each.token} ${each.rootIndex}`} unnamed={each} fileName={each.fileName} />
          ))}
        </section>
      )}
      {read
        .filter((file) => file.imported.length > 0 || file.warnings.length > 0)
        .map((file) => (
          <section key={file.fileName} className="import-results__file">
            <h3>{visibleText(file.fileName)}</h3>
            <ul className="mono">
              {file.imported.map((moid) => (
                <li key={moid}>{moid}</li>
              ))}
            </ul>
            {file.warnings.length > 0 && (
              <details>
                <summary>{words.warnings(file.warnings.length)}</summary>
                <Faults faults={file.warnings} />
              </details>
            )}
          </section>
        ))}
    </div>
  );
}

function Faults({ faults }: { readonly faults: readonly Fault[] }) {
  return (
    <ul className="import-results__faults">
      {faults.slice(0, faultsShown).map((fault, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: faults of a file do not change their places
        <li key={index}>
          <span className="mono dim">{texts.common.place(fault.place?.line, fault.place?.column)}</span>{' '}
          {fault.message} <span className="dim">{fault.remedy}</span>
        </li>
      ))}
    </ul>
  );
}

/** Says the MOID of an object whose file does not. */
function NameSchema({ unnamed, fileName }: { readonly unnamed: Unnamed; readonly fileName: string }) {
  const { token, rootIndex, summary } = unnamed;
  const [moid, setMoid] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [named, setNamed] = useState(false);
  const save = async () => {
    const result = await call('nameSchema', { token, rootIndex, moid: moid.trim() });
    setWrong(result.kind === 'fault' ? result.fault.message : undefined);
    setNamed(result.kind === 'answer');
  };
  const label = words.unnamedObject(summary.root, summary.nodes);
  return (
    <div className="name-schema">
      <TextInput
        label={`${visibleText(fileName)}: ${label}`}
        placeholder={words.moidPlaceholder}
        value={moid}
        error={wrong}
        maxLength={1000}
        spellCheck={false}
        disabled={named}
        onChange={(event) => setMoid(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void save();
        }}
      />
      {named ? (
        <Tag tone="ok">{words.named}</Tag>
      ) : (
        <ActionButton size="sm" disabled={moid.trim() === ''} onRun={save}>
          {words.nameIt}
        </ActionButton>
      )}
    </div>
  );
}
