import { SegmentedControl, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconUserCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { OperatorView } from '../../../core/api-operators.ts';
import type { CallRequest } from '../../../core/api-requests.ts';
import type { Fault } from '../../../core/errors.ts';
import { badgeLength, longestOperatorName, pinLength } from '../../../core/operators/pin.ts';
import { type Role, roles } from '../../../core/operators/role.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { texts } from '../../texts.ts';

interface OperatorDialogProps {
  /** Who is changed; missing where somebody is added. */
  readonly person: OperatorView | undefined;
  readonly isFirst: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

type Change = Omit<CallRequest<'changeOperator'>, 'operatorId'>;

/** Names an operator, or changes one. The first is an engineer, and is signed in. */
export default function OperatorDialog({ person, isFirst, onClose, onDone }: OperatorDialogProps) {
  const [name, setName] = useState(person?.name ?? '');
  const [role, setRole] = useState<Role>(person?.role ?? (isFirst ? 'engineer' : 'technician'));
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [badge, setBadge] = useState('');
  const [fault, setFault] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const differ = again !== '' && pin !== again;
  const ready = name.trim() !== '' && pin === again && !busy && (!isFirst || pin !== '');

  const change = async (what: Change) => {
    if (person === undefined) return;
    setBusy(true);
    const result = await call('changeOperator', { operatorId: person.operatorId, ...what });
    setBusy(false);
    if (result.kind === 'fault') setFault(result.fault);
    else onDone();
  };
  const save = async () => {
    if (!ready) return;
    const ways = { ...(pin === '' ? {} : { pin }), ...(badge === '' ? {} : { badge: badge.trim() }) };
    if (person) {
      await change({
        ...ways,
        ...(name.trim() === person.name ? {} : { name: name.trim() }),
        ...(role === person.role ? {} : { role }),
      });
      return;
    }
    setBusy(true);
    const result = await call('addOperator', { name: name.trim(), role, ...ways });
    setBusy(false);
    if (result.kind === 'fault') setFault(result.fault);
    else onDone();
  };
  const saveOnEnter = {
    onKeyDown: (event: { readonly key: string }) => {
      if (event.key === 'Enter') void save();
    },
  };
  return (
    <Dialog
      title={titleOf(person, isFirst)}
      lead={leadOf(person, isFirst)}
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          hotkey="Enter"
          icon={<IconUserCheck size="1.0625rem" />}
          disabled={!ready}
          onRun={save}
        >
          {isFirst ? texts.operators.saveFirst : texts.operators.save}
        </DialogActions>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      <TextInput
        label={texts.operators.name}
        description={texts.operators.nameHint}
        value={name}
        maxLength={longestOperatorName}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
        {...saveOnEnter}
      />
      {!isFirst && (
        <div>
          <SegmentedControl
            aria-label={texts.operators.role}
            withItemsBorders={false}
            value={role}
            onChange={(value) => setRole(value as Role)}
            data={roles.map((value) => ({ value, label: texts.operators.roles[value] }))}
          />
          <p className="dim">{texts.operators.roleHints[role]}</p>
        </div>
      )}
      <TextInput
        type="password"
        inputMode="numeric"
        label={person?.hasPin ? texts.operators.pinNew : texts.operators.pin}
        description={texts.operators.pinHint}
        value={pin}
        maxLength={pinLength.most}
        autoComplete="off"
        onChange={(event) => setPin(event.currentTarget.value)}
        {...saveOnEnter}
      />
      {pin !== '' && (
        <TextInput
          type="password"
          inputMode="numeric"
          label={texts.operators.pinAgain}
          value={again}
          error={differ ? texts.operators.pinsDiffer : undefined}
          maxLength={pinLength.most}
          autoComplete="off"
          onChange={(event) => setAgain(event.currentTarget.value)}
          {...saveOnEnter}
        />
      )}
      <TextInput
        type="password"
        // A scanner ends a code with Enter: here it is a code that is taken, not one that is looked for.
        data-takes-badge
        label={person?.hasBadge ? texts.operators.badgeNew : texts.operators.badge}
        description={texts.operators.badgeHint}
        value={badge}
        maxLength={badgeLength.most}
        autoComplete="off"
        onChange={(event) => setBadge(event.currentTarget.value)}
      />
      {person && <Removals person={person} busy={busy} onChange={change} />}
    </Dialog>
  );
}

function Removals(props: {
  readonly person: OperatorView;
  readonly busy: boolean;
  readonly onChange: (what: Change) => Promise<void>;
}) {
  const { person, busy, onChange } = props;
  const isDisabled = person.disabledAt !== undefined;
  return (
    <div className="settings__control">
      {person.hasBadge && (
        <ActionButton size="sm" disabled={busy} onRun={() => onChange({ badge: null })}>
          {texts.operators.removeBadge}
        </ActionButton>
      )}
      {person.hasPin && (
        <ActionButton size="sm" disabled={busy} onRun={() => onChange({ pin: null })}>
          {texts.operators.removePin}
        </ActionButton>
      )}
      <ActionButton size="sm" disabled={busy} onRun={() => onChange({ disabled: !isDisabled })}>
        {isDisabled ? texts.operators.enable : texts.operators.disable}
      </ActionButton>
    </div>
  );
}

function titleOf(person: OperatorView | undefined, isFirst: boolean): string {
  if (person) return texts.operators.dialogChange(person.name);
  return isFirst ? texts.operators.dialogFirst : texts.operators.dialogAdd;
}

function leadOf(person: OperatorView | undefined, isFirst: boolean): string {
  if (person) return texts.operators.dialogChangeLead;
  return isFirst ? texts.operators.dialogFirstLead : texts.operators.dialogAddLead;
}
