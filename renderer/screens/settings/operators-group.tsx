import { SegmentedControl } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconPencil, IconUserPlus } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { OperatorView } from '../../../core/api-operators.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { notifyFault } from '../../components/notify.ts';
import { Tag } from '../../components/tag.tsx';
import { useCall } from '../../components/use-call.ts';
import { useSignInState } from '../../stores/operators.ts';
import { texts } from '../../texts.ts';
import { Group, Row } from './settings-parts.tsx';
import './operators-group.css';

const OperatorDialog = lazy(() => import('./operators-dialog.tsx'));

type Asked = { readonly kind: 'add' } | { readonly kind: 'change'; readonly person: OperatorView };

const idleChoices = [2, 5, 10, 30, 0] as const;

/** The people of the bench. Without any, whoever is there may do everything. */
export function OperatorsGroup() {
  const people = useCall('operators', {});
  const [asked, setAsked] = useState<Asked>();
  const here = useSignInState();
  const { reload } = people;
  // Whoever was named first is there from then on, and what is shown is what they may see.
  useEffect(() => {
    if (here?.kind === 'signedIn') void reload();
  }, [here, reload]);
  if (people.state.kind === 'fault') return <FaultNotice fault={people.state.fault} />;
  const list = people.state.kind === 'answer' ? people.state.answer : [];
  const isOff = list.length === 0;
  return (
    <Group title={texts.operators.group}>
      {isOff ? (
        <Row name={texts.operators.offName} hint={texts.operators.offHint}>
          <ActionButton
            icon={<IconUserPlus size="1.0625rem" />}
            needs="addOperator"
            onRun={() => setAsked({ kind: 'add' })}
          >
            {texts.operators.firstEngineer}
          </ActionButton>
        </Row>
      ) : (
        <>
          <ul className="operators" aria-label={texts.operators.names}>
            {list.map((person) => (
              <Person
                key={person.operatorId}
                person={person}
                onChange={() => setAsked({ kind: 'change', person })}
              />
            ))}
          </ul>
          <div className="settings__control">
            <ActionButton
              icon={<IconUserPlus size="1.0625rem" />}
              needs="addOperator"
              onRun={() => setAsked({ kind: 'add' })}
            >
              {texts.operators.add}
            </ActionButton>
          </div>
          <IdleMinutes />
        </>
      )}
      <Suspense>
        {asked && (
          <OperatorDialog
            person={asked.kind === 'change' ? asked.person : undefined}
            isFirst={isOff}
            onClose={() => setAsked(undefined)}
            onDone={() => {
              setAsked(undefined);
              void reload();
            }}
          />
        )}
      </Suspense>
    </Group>
  );
}

function Person({ person, onChange }: { readonly person: OperatorView; readonly onChange: () => void }) {
  const { name, role, hasPin, hasBadge, disabledAt } = person;
  return (
    <li className="operators__person">
      <b className="ellipsis">{name}</b>
      <span>{texts.operators.roles[role]}</span>
      <span className="dim">{texts.operators.waysIn(hasPin, hasBadge)}</span>
      {disabledAt !== undefined && <Tag tone="warn">{texts.operators.disabled}</Tag>}
      <span className="operators__change">
        <IconAction label={texts.operators.change(name)} onRun={onChange}>
          <IconPencil size="1.0625rem" />
        </IconAction>
      </span>
    </li>
  );
}

function IdleMinutes() {
  const { state, reload } = useCall('security', {});
  if (state.kind !== 'answer') return null;
  const save = async (minutes: number) => {
    const result = await call('saveIdleMinutes', { minutes });
    if (result.kind === 'fault') notifyFault(result.fault);
    await reload();
  };
  return (
    <Row name={texts.operators.idleName} hint={texts.operators.idleHint}>
      <SegmentedControl
        aria-label={texts.operators.idleName}
        withItemsBorders={false}
        value={String(state.answer.idleMinutes)}
        onChange={(value) => void save(Number(value))}
        data={idleChoices.map((minutes) => ({
          value: String(minutes),
          label: texts.operators.idle(minutes),
        }))}
      />
    </Row>
  );
}
