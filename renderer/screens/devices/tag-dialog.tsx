import { TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconTag } from '@tabler/icons-react';
import { useState } from 'react';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useCall } from '../../components/use-call.ts';
import { texts } from '../../texts.ts';

const words = texts.devices;

/** Puts a tag on devices, or takes it off. */
export function TagDialog(props: { readonly deviceIds: readonly string[]; readonly onClose: () => void }) {
  const { deviceIds, onClose } = props;
  const [tag, setTag] = useState('');
  const [fault, setFault] = useState<Fault>();
  const { state } = useCall('tags', {});
  const known = state.kind === 'answer' ? state.answer.map((each) => each.tag) : [];
  const change = async (how: 'add' | 'remove') => {
    const result = await call('tagDevices', { deviceIds, tag, how });
    // The tags are on the devices to be seen: nothing more has to be said.
    if (result.kind === 'fault') setFault(result.fault);
    else onClose();
  };
  return (
    <Dialog
      title={words.tagTitle}
      lead={words.tagLead(deviceIds.length)}
      onClose={onClose}
      actions={
        <>
          <ActionButton onRun={onClose}>{texts.common.cancel}</ActionButton>
          <ActionButton disabled={!known.includes(tag)} onRun={() => change('remove')}>
            {words.tagRemove}
          </ActionButton>
          <ActionButton
            tone="primary"
            hotkey="Enter"
            icon={<IconTag size="1.0625rem" />}
            disabled={tag.trim() === ''}
            onRun={() => change('add')}
          >
            {words.tagAdd}
          </ActionButton>
        </>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      <TextInput
        label={words.tagField}
        description={words.tagHint}
        value={tag}
        maxLength={60}
        onChange={(event) => setTag(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && tag.trim() !== '') void change('add');
        }}
      />
      {known.length > 0 && (
        <fieldset className="device-tags device-tags--known">
          <legend>{words.tagKnown}</legend>
          {known.map((each) => (
            <ActionButton key={each} size="sm" onRun={() => setTag(each)}>
              <bdi>{each}</bdi>
            </ActionButton>
          ))}
        </fieldset>
      )}
    </Dialog>
  );
}
