import { NativeSelect, SegmentedControl } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useState } from 'react';
import type { BatchCheck } from '../../../core/api-orders.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Tag } from '../../components/tag.tsx';
import { texts } from '../../texts.ts';
import { outcomeOf } from './check-outcome.ts';
import { ColumnPart } from './column-part.tsx';
import { ProblemList, ProfileFaults } from './problem-list.tsx';
import type { OpenList } from './read-file.ts';
import { RowsPreview } from './rows-preview.tsx';
import type { Order } from './use-order.ts';

type Part = 'columns' | 'problems' | 'rows';

interface CheckResultProps {
  readonly order: Order;
  readonly list: OpenList;
  readonly check: BatchCheck;
}

/** What the check of the whole files found: the verdict, which column is what, every problem, and the first lines. */
export function CheckResult({ order, list, check }: CheckResultProps) {
  const [chosen, setChosen] = useState<Part>();
  const { profileFaults, mapping, columns } = check;
  const problems = check.errors + check.warnings;
  const offered = [
    ...(mapping.length > 0 ? (['columns'] as const) : []),
    ...(problems > 0 ? (['problems'] as const) : []),
    ...(columns.length > 0 ? (['rows'] as const) : []),
  ];
  const shown = chosen !== undefined && offered.includes(chosen) ? chosen : firstPart(check);
  return (
    <div className="check">
      <Verdict check={check} />
      <ReadingHints order={order} check={check} />
      <section className="check__part panel">
        {profileFaults.length > 0 ? (
          <ProfileFaults faults={profileFaults} />
        ) : (
          <>
            <SegmentedControl
              className="check__filter"
              size="xs"
              withItemsBorders={false}
              aria-label={texts.newBatch.partsLabel}
              value={shown}
              onChange={(next) => setChosen(next as Part)}
              data={offered.map((part) => ({ value: part, label: texts.newBatch.parts[part] }))}
            />
            {shown === 'columns' && (
              <ColumnPart
                check={check}
                reading={order.reading}
                onReading={(reading) => {
                  // Whoever changes columns goes on with them, whatever comes of the one that was changed.
                  setChosen('columns');
                  order.setReading(reading);
                }}
              />
            )}
            {shown === 'problems' && <ProblemList list={list} check={check} />}
            {shown === 'rows' && <RowsPreview check={check} />}
          </>
        )}
      </section>
    </div>
  );
}

/** What is to be looked at first: what is missing, then what is wrong, then what was guessed. */
function firstPart({ mapping, errors, warnings }: BatchCheck): Part {
  if (mapping.some(({ source }) => source === undefined)) return 'columns';
  if (errors > 0) return 'problems';
  if (mapping.some(({ by }) => by !== 'name')) return 'columns';
  return warnings > 0 ? 'problems' : 'rows';
}

/** How the file is read, where there is a choice. */
function ReadingHints({ order, check }: { readonly order: Order; readonly check: BatchCheck }) {
  const { reading, setReading } = order;
  const { sheets, sheet, encodingOffered, headingDoubtful, heading } = check;
  // Columns of another sheet, or without their names, are other columns.
  const anew = (choice: Order['reading']) => setReading({ ...reading, ...choice, mapping: undefined });
  if (sheets.length < 2 && !encodingOffered && !headingDoubtful && heading === 'firstLine') return null;
  return (
    <div className="check__reading">
      {sheets.length > 1 && (
        <span className="check__sheet">
          <span aria-hidden="true">{texts.newBatch.sheet}</span>
          <NativeSelect
            size="xs"
            aria-label={texts.newBatch.sheet}
            value={sheet ?? ''}
            data={[...sheets]}
            onChange={({ currentTarget }) => anew({ sheet: currentTarget.value })}
          />
        </span>
      )}
      {encodingOffered && (
        <>
          <span>{texts.newBatch.readAsLead(encodingOffered)}</span>
          <ActionButton size="sm" onRun={() => anew({ encoding: encodingOffered })}>
            {texts.newBatch.readAs(encodingOffered)}
          </ActionButton>
        </>
      )}
      {headingDoubtful && (
        <>
          <span>{texts.newBatch.headingDoubtful}</span>
          <ActionButton size="sm" onRun={() => anew({ heading: 'none' })}>
            {texts.newBatch.readWithoutHeading}
          </ActionButton>
        </>
      )}
      {heading === 'none' && (
        <ActionButton size="sm" onRun={() => anew({ heading: 'firstLine' })}>
          {texts.newBatch.readWithHeading}
        </ActionButton>
      )}
    </div>
  );
}

function Verdict({ check }: { readonly check: BatchCheck }) {
  const { errors, warnings } = outcomeOf(check);
  const bad = errors > 0;
  const Icon = bad ? IconCircleX : IconCircleCheck;
  const { inEarlierBatches, provisionedBefore } = check;
  return (
    <div className="verdict" data-tone={bad ? 'bad' : 'ok'} role="status">
      <Icon size="1.875rem" stroke={1.75} aria-hidden="true" />
      <div>
        <h2>{bad ? texts.newBatch.faults(errors) : texts.newBatch.fine(check.rows)}</h2>
        <p>{bad ? texts.newBatch.faultsLead : texts.newBatch.fineLead}</p>
      </div>
      {warnings > 0 && (
        <Tag tone="warn">
          <IconAlertTriangle size="0.875rem" aria-hidden="true" />
          <span title={texts.newBatch.warningsLead}>{texts.newBatch.warnings(warnings)}</span>
        </Tag>
      )}
      {inEarlierBatches > 0 && (
        <Tag tone="warn">
          <IconAlertTriangle size="0.875rem" aria-hidden="true" />
          {provisionedBefore > 0
            ? texts.newBatch.before(provisionedBefore)
            : texts.newBatch.earlier(inEarlierBatches)}
        </Tag>
      )}
    </div>
  );
}
