import { NativeSelect, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { type KeyboardEvent, useState } from 'react';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useCall } from '../../components/use-call.ts';
import { useTold } from '../../components/use-told.ts';
import { formatOctets } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';
import { versionIn } from './update-words.ts';
import './commands-panel.css';

const words = texts.devices;
const update = texts.deviceUpdates;

interface BulkUpdateDialogProps {
  readonly deviceIds: readonly string[];
  readonly onClose: () => void;
}

/** Begins an update of the firmware of many devices, with an image that all of them may read. */
export function BulkUpdateDialog({ deviceIds, onClose }: BulkUpdateDialogProps) {
  const { state, reload } = useCall('resources', { search: '', offset: 0, limit: 500 });
  useTold('resourcesChanged', reload);
  const [chosen, setChosen] = useState('');
  const [version, setVersion] = useState<string>();
  const [fault, setFault] = useState<Fault>();
  const rows = state.kind === 'answer' ? state.answer.rows : [];
  const images = rows.filter(({ deviceId, octets }) => deviceId === undefined && octets > 0);
  const image = chosen || (images[0]?.name ?? '');
  const expected = version ?? versionIn(image);
  const isReady = image !== '' && expected !== '';
  const begin = async () => {
    if (!isReady) return;
    const result = await call('beginBulkUpdate', { deviceIds, image, version: expected });
    if (result.kind === 'fault') setFault(result.fault);
    else onClose();
  };
  const beginByEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    void begin();
  };
  return (
    <Dialog
      title={words.bulkUpdateTitle}
      lead={words.bulkUpdateLead(deviceIds.length)}
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          hotkey="Enter"
          needs="beginBulkUpdate"
          disabled={!isReady}
          onRun={begin}
        >
          {words.bulkUpdateBegin}
        </DialogActions>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the fields take the keys; this only hears them */}
      <div className="command-fields" onKeyDown={beginByEnter}>
        {images.length === 0 ? (
          <p>{update.noSharedImage}</p>
        ) : (
          <NativeSelect
            label={update.image}
            value={image}
            onChange={(event) => {
              setChosen(event.currentTarget.value);
              setVersion(undefined);
            }}
            data={images.map(({ name, octets }) => ({
              value: name,
              label: `${name} (${formatOctets(octets)})`,
            }))}
          />
        )}
        <TextInput
          label={update.version}
          description={update.versionHint}
          value={expected}
          onChange={(event) => setVersion(event.currentTarget.value)}
          spellCheck={false}
          maxLength={200}
        />
      </div>
    </Dialog>
  );
}
