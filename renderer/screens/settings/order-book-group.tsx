import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { OrderBookState } from '../../../core/api-order-book.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import { useOrderBook } from '../../stores/order-book.ts';
import { texts } from '../../texts.ts';
import { Group, Row } from './settings-parts.tsx';
import './order-book-group.css';

const OrderBookDialog = lazy(() => import('./order-book-dialog.tsx'));

type Shared = Exclude<OrderBookState, { readonly kind: 'none' }>;

const tones: Readonly<Record<Shared['kind'], Tone>> = {
  connecting: 'plain',
  connected: 'ok',
  lost: 'warn',
  refused: 'bad',
};

/** The order book that this bench shares with others, and who is there. */
export function OrderBookGroup() {
  const state = useOrderBook((store) => store.state);
  const [asked, setAsked] = useState<'connect' | 'disconnect'>();
  const [fault, setFault] = useState<Parameters<typeof FaultNotice>[0]['fault']>();
  useEffect(() => void useOrderBook.getState().load().then(setFault), []);
  if (fault) return <FaultNotice fault={fault} />;
  if (state === undefined) return null;
  const close = () => setAsked(undefined);
  return (
    <Group title={texts.orderBook.group}>
      {state.kind === 'none' ? (
        <Row name={texts.orderBook.ownName} hint={texts.orderBook.ownHint}>
          <ActionButton
            icon={<IconPlugConnected size="1.0625rem" />}
            needs="connectOrderBook"
            onRun={() => setAsked('connect')}
          >
            {texts.orderBook.connect}
          </ActionButton>
        </Row>
      ) : (
        <SharedBook state={state} onAsk={setAsked} />
      )}
      <Suspense>
        {asked === 'connect' && <OrderBookDialog state={state} onClose={close} />}
        {asked === 'disconnect' && <DisconnectDialog onClose={close} />}
      </Suspense>
    </Group>
  );
}

function SharedBook(props: {
  readonly state: Shared;
  readonly onAsk: (what: 'connect' | 'disconnect') => void;
}) {
  const { state, onAsk } = props;
  return (
    <>
      <Row
        name={texts.orderBook.sharedName}
        value={
          <span className="order-book__address">
            <Tag tone={tones[state.kind]}>{texts.orderBook.states[state.kind]}</Tag>
            <span className="mono ellipsis" title={state.address}>
              {state.address}
            </span>
          </span>
        }
        hint={texts.orderBook.sharedHint(state.benchName, state.leaseSeconds)}
      >
        <ActionButton needs="connectOrderBook" onRun={() => onAsk('connect')}>
          {texts.orderBook.change}
        </ActionButton>
        <ActionButton
          icon={<IconPlugConnectedX size="1.0625rem" />}
          needs="disconnectOrderBook"
          onRun={() => onAsk('disconnect')}
        >
          {texts.orderBook.disconnect}
        </ActionButton>
      </Row>
      {state.fault && <FaultNotice fault={state.fault} />}
      {state.unreadable.length > 0 && <p className="dim">{texts.orderBook.unreadable(state.unreadable)}</p>}
      {state.benches.length > 0 && (
        <ul className="order-book__benches" aria-label={texts.orderBook.benches}>
          {state.benches.map(({ name, isThis, live, inWork }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two benches may be called the same
            <li key={index}>
              <b>{name}</b>
              {isThis && <span className="dim">{texts.orderBook.thisBench}</span>}
              <Tag tone={live ? 'ok' : 'warn'}>{live ? texts.orderBook.live : texts.orderBook.gone}</Tag>
              <span className="dim">{texts.orderBook.inWork(inWork)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function DisconnectDialog({ onClose }: { readonly onClose: () => void }) {
  const disconnect = async () => {
    const fault = await useOrderBook.getState().disconnect();
    if (fault) return fault;
    notifyDone(texts.orderBook.disconnected, '');
    onClose();
    return undefined;
  };
  return (
    <Dialog
      title={texts.orderBook.disconnectTitle}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} hotkey="Enter" onRun={disconnect}>
          {texts.orderBook.disconnect}
        </DialogActions>
      }
    >
      <p>{texts.orderBook.disconnectLead}</p>
    </Dialog>
  );
}
