import { Checkbox, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconBellRinging, IconBinary } from '@tabler/icons-react';
import { useState } from 'react';
import type { Answers, DeviceDetail } from '../../../core/api.ts';
import { notificationWindow } from '../../../core/dm/choices.ts';
import { parseNotificationAddress } from '../../../core/dm/notification-address.ts';
import { type Fault, toFault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { texts } from '../../texts.ts';
import './notify-dialog.css';

interface NotifyDialogProps {
  readonly device: DeviceDetail;
  readonly onClose: () => void;
  /** Told when the notification is on its way. */
  readonly onAsked: () => unknown;
}

/** Notifies a device in another way than with one press: at another address, for its objects, or as octets. */
export default function NotifyDialog({ device, onClose, onAsked }: NotifyDialogProps) {
  const { deviceId, label, notifiedAt } = device;
  const [address, setAddress] = useState(notifiedAt ?? '');
  const [wrong, setWrong] = useState<string>();
  const [requestMos, setRequestMos] = useState(false);
  const [hex, setHex] = useState<Answers['notificationHex']>();
  const [fault, setFault] = useState<Fault>();
  const [sending, setSending] = useState(false);
  const send = async () => {
    const problem = problemOf(address);
    setWrong(problem);
    if (problem !== undefined || sending) return;
    setSending(true);
    const elsewhere = address.trim() === notifiedAt ? {} : { address: address.trim() };
    const result = await call('notify', { deviceId, requestMos, ...elsewhere });
    setSending(false);
    if (result.kind === 'fault') setFault(result.fault);
    else await onAsked();
  };
  const showHex = async () => {
    const result = await call('notificationHex', { deviceId, requestMos });
    if (result.kind === 'answer') setHex(result.answer);
    setFault(result.kind === 'fault' ? result.fault : undefined);
  };
  return (
    <Dialog
      title={texts.notifications.dialogTitle}
      lead={
        notifiedAt === undefined
          ? texts.notifications.noAddressLead(label)
          : texts.notifications.dialogLead(label)
      }
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          hotkey="Enter"
          icon={<IconBellRinging size="1.0625rem" />}
          onRun={send}
        >
          {texts.notifications.send}
        </DialogActions>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      <TextInput
        label={texts.notifications.address}
        description={texts.notifications.addressHint}
        placeholder={texts.notifications.addressPlaceholder}
        value={address}
        error={wrong}
        maxLength={2000}
        spellCheck={false}
        onChange={(event) => {
          setAddress(event.currentTarget.value);
          setWrong(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void send();
        }}
      />
      <Checkbox
        label={texts.notifications.requestMos}
        description={texts.notifications.requestMosHint}
        checked={requestMos}
        onChange={(event) => {
          setRequestMos(event.currentTarget.checked);
          // Octets that were made without this option would say something else.
          setHex(undefined);
        }}
      />
      <fieldset className="other-means">
        <legend>{texts.notifications.otherMeans}</legend>
        <p className="dim">{texts.notifications.otherMeansHint}</p>
        {hex ? (
          <>
            <code className="other-means__hex">{hex.hex}</code>
            <p className="dim">
              {`${texts.notifications.octets(hex.octets)}. ${texts.notifications.hexLife(notificationWindow / 60_000)}`}
            </p>
            <CopyButton text={hex.hex} words={texts.notifications.copyHex} />
          </>
        ) : (
          <ActionButton size="sm" icon={<IconBinary size="1rem" />} onRun={showHex}>
            {texts.notifications.showHex}
          </ActionButton>
        )}
      </fieldset>
    </Dialog>
  );
}

/** What is wrong with an address, in words; undefined where it can be used. */
function problemOf(address: string): string | undefined {
  if (address.trim() === '') return texts.notifications.addressMissing;
  try {
    parseNotificationAddress(address.trim());
    return undefined;
  } catch (thrown) {
    return toFault(thrown).message;
  }
}
