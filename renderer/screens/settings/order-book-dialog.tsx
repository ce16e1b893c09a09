import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { WholeNumber } from '../../components/whole-number.tsx';
import '../../components/form-styles.ts';
import { IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import { leaseLimits, type OrderBookState } from '../../../core/api-order-book.ts';
import type { Fault } from '../../../core/errors.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { useOrderBook } from '../../stores/order-book.ts';
import { texts } from '../../texts.ts';

/** Connects the bench to an order book, once main has seen that it can be reached. */
export default function OrderBookDialog(props: {
  readonly state: OrderBookState;
  readonly onClose: () => void;
}) {
  const { state, onClose } = props;
  const known = state.kind === 'none' ? undefined : state;
  const [address, setAddress] = useState(known?.address ?? '');
  const [password, setPassword] = useState('');
  const [benchName, setBenchName] = useState(known?.benchName ?? '');
  const [lease, setLease] = useState<number>(known?.leaseSeconds ?? leaseLimits.usual);
  const [authority, setAuthority] = useState('');
  const [newIdentity, setNewIdentity] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const isReady =
    address.trim() !== '' &&
    benchName.trim() !== '' &&
    lease >= leaseLimits.least &&
    lease <= leaseLimits.most;
  const connect = async () => {
    setFault(undefined);
    const refused = await useOrderBook.getState().connect({
      address: address.trim(),
      password,
      benchName: benchName.trim(),
      leaseSeconds: lease,
      ...(authority.trim() === '' ? {} : { authorityPem: authority }),
      ...(newIdentity ? { newIdentity } : {}),
    });
    setFault(refused);
    if (refused) return;
    notifyDone(texts.orderBook.connected, address.trim());
    onClose();
  };
  const connectOnEnter = {
    onKeyDown: (event: { readonly key: string }) => {
      if (event.key === 'Enter' && isReady) void connect();
    },
  };
  return (
    <Dialog
      title={texts.orderBook.dialogTitle}
      lead={texts.orderBook.dialogLead}
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          hotkey="Enter"
          icon={<IconPlugConnected size="1.0625rem" />}
          disabled={!isReady}
          onRun={connect}
        >
          {texts.orderBook.connectNow}
        </DialogActions>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      <TextInput
        label={texts.orderBook.address}
        placeholder={texts.orderBook.addressHint}
        value={address}
        maxLength={500}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setAddress(event.currentTarget.value)}
        {...connectOnEnter}
      />
      <TextInput
        type="password"
        label={texts.orderBook.password}
        description={texts.orderBook.passwordHint}
        value={password}
        maxLength={1000}
        autoComplete="off"
        onChange={(event) => setPassword(event.currentTarget.value)}
        {...connectOnEnter}
      />
      <TextInput
        label={texts.orderBook.benchName}
        description={texts.orderBook.benchNameHint}
        value={benchName}
        maxLength={60}
        onChange={(event) => setBenchName(event.currentTarget.value)}
        {...connectOnEnter}
      />
      <WholeNumber
        label={texts.orderBook.lease}
        description={texts.orderBook.leaseHint}
        min={leaseLimits.least}
        max={leaseLimits.most}
        value={lease}
        onValue={setLease}
        {...connectOnEnter}
      />
      <Textarea
        label={texts.orderBook.authority}
        description={texts.orderBook.authorityHint}
        value={authority}
        rows={3}
        spellCheck={false}
        onChange={(event) => setAuthority(event.currentTarget.value)}
      />
      <Checkbox
        label={texts.orderBook.newIdentity}
        description={texts.orderBook.newIdentityHint}
        checked={newIdentity}
        onChange={(event) => setNewIdentity(event.currentTarget.checked)}
      />
    </Dialog>
  );
}
