import { NativeSelect, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { useEffect, useState } from 'react';
import type { BatchCheck } from '../../../core/api-orders.ts';
import type { ColumnSource, ListChoice } from '../../../core/order/column-mapping.ts';
import type { MappedVariable } from '../../../core/order/match-columns.ts';
import { Tag } from '../../components/tag.tsx';
import { texts } from '../../texts.ts';

interface ColumnPartProps {
  readonly check: BatchCheck;
  readonly reading: ListChoice;
  readonly onReading: (reading: ListChoice) => void;
}

const constant = 'constant';
const samples = 3;

/** Which column each variable comes from, beside the first values that it gets so. */
export function ColumnPart({ check, reading, onReading }: ColumnPartProps) {
  const { mapping, made, columns } = check;
  const change = (variable: string, source: ColumnSource) =>
    onReading({ ...reading, mapping: { ...reading.mapping, [variable]: source } });
  const used = new Set(mapping.map(({ source }) => (source?.kind === 'column' ? source.column : undefined)));
  const unused = columns.filter((column) => !used.has(column));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
    <section className="columns" aria-label={texts.newBatch.columns} tabIndex={0}>
      <table>
        <caption className="dim">
          {mapping.some(({ by }) => by === 'remembered')
            ? texts.newBatch.remembered
            : texts.newBatch.columnsLead}
        </caption>
        <thead>
          <tr>
            <th scope="col">{texts.newBatch.variable}</th>
            <th scope="col">{texts.newBatch.comesFrom}</th>
            <th scope="col" className="columns__wide">
              <span className="visually-hidden">{texts.newBatch.kind}</span>
            </th>
            <th scope="col">{texts.newBatch.firstValues}</th>
          </tr>
        </thead>
        <tbody>
          {mapping.map((variable) => (
            <VariableRow key={variable.variable} mapped={variable} check={check} onChange={change} />
          ))}
          {made.map(({ name, example }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="dim">{texts.newBatch.madeLater}</td>
              <td className="columns__wide" />
              <td className="dim">{texts.newBatch.madeLike(example)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {unused.length > 0 && <p className="dim">{texts.newBatch.notUsed(unused)}</p>}
    </section>
  );
}

interface VariableRowProps {
  readonly mapped: MappedVariable;
  readonly check: BatchCheck;
  readonly onChange: (variable: string, source: ColumnSource) => void;
}

function VariableRow({ mapped, check, onChange }: VariableRowProps) {
  const { variable, source, by, required } = mapped;
  const { columns, firstLines } = check;
  const chosen =
    source === undefined ? '' : source.kind === 'constant' ? constant : `column ${source.column}`;
  const index = source?.kind === 'column' ? columns.indexOf(source.column) : -1;
  const values = index < 0 ? [] : firstLines.slice(0, samples).map(({ cells }) => cells[index] ?? '');
  return (
    <tr data-missing={source === undefined || undefined}>
      <th scope="row">
        {variable}
        {!required && <span className="dim"> {texts.newBatch.optional}</span>}
      </th>
      <td>
        <NativeSelect
          size="xs"
          aria-label={texts.newBatch.comesFromFor(variable)}
          value={chosen}
          data={[
            ...(source === undefined ? [{ value: '', label: texts.newBatch.nothingYet }] : []),
            ...[...new Set(columns)].map((column) => ({ value: `column ${column}`, label: column })),
            { value: constant, label: texts.newBatch.sameForAll },
          ]}
          onChange={({ currentTarget: { value } }) => {
            if (value === constant) onChange(variable, { kind: 'constant', value: '' });
            else if (value !== '')
              onChange(variable, { kind: 'column', column: value.slice('column '.length) });
          }}
        />
      </td>
      <td className="columns__wide">
        {by && <Tag tone={by === 'name' ? 'ok' : 'plain'}>{texts.newBatch.matched[by]}</Tag>}
      </td>
      <td>
        {source?.kind === 'constant' ? (
          <ConstantField
            variable={variable}
            value={source.value}
            onChange={(value) => onChange(variable, { kind: 'constant', value })}
          />
        ) : (
          <span className="mono columns__values" title={values.join('\n')}>
            {values.join(' · ')}
          </span>
        )}
      </td>
    </tr>
  );
}

const restAfterKey = 400;

/** The value of every row; it is taken over after the last key, for the whole list is checked anew with it. */
function ConstantField(props: {
  readonly variable: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { variable, value, onChange } = props;
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), restAfterKey);
    return () => clearTimeout(timer);
  });
  return (
    <TextInput
      size="xs"
      aria-label={texts.newBatch.valueFor(variable)}
      value={typed}
      maxLength={4096}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
