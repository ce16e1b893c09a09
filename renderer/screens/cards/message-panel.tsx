import { IconBraces, IconListTree, IconMailOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { CardMessageView, CardView } from '../../../core/api-cards.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyIcon } from '../../components/copy-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Fact } from '../../components/fact.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Tag } from '../../components/tag.tsx';
import { UsageBar } from '../../components/usage-bar.tsx';
import { moidShort } from '../../format/identity.ts';
import { useProductionLocked } from '../../stores/operators.ts';
import { texts } from '../../texts.ts';
import { notRead } from './card-words.ts';
import { MessageTree } from './message-tree.tsx';
import './message-panel.css';
import { visibleLines } from '../../../core/inspect/visible-text.ts';

/** The other side of a card: the bootstrap message as a device would take it. */
export function MessagePanel({ view }: { readonly view: CardView }) {
  const { message } = view;
  const [raw, setRaw] = useState(false);
  const locked = useProductionLocked();
  return (
    <section className="message panel" aria-label={texts.cards.message}>
      <div className="side-head">
        <h2>{texts.cards.message}</h2>
        {message && !locked && (
          <ActionButton
            tone="subtle"
            size="sm"
            hotkey="J"
            icon={raw ? <IconListTree size="1rem" /> : <IconBraces size="1rem" />}
            onRun={() => setRaw(!raw)}
          >
            {raw ? texts.cards.decoded : texts.cards.raw}
          </ActionButton>
        )}
      </div>
      {message ? (
        <section
          className="message__body"
          aria-label={raw ? texts.cards.raw : texts.cards.decoded}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
          tabIndex={0}
        >
          <Size message={message} />
          {locked && <p className="dim">{texts.operators.messageLocked}</p>}
          {!locked && (raw ? <Raw text={message.text} /> : <Decoded message={message} />)}
        </section>
      ) : (
        <EmptyState
          {...(notRead(view.card)
            ? { title: texts.cards.unreadMessage, lead: texts.cards.unreadMessageLead }
            : { title: texts.cards.noMessage, lead: texts.cards.noMessageLead })}
          icon={<IconMailOff size="1.75rem" stroke={1.5} />}
        />
      )}
    </section>
  );
}

function Size({ message: { octets, room, sha256 } }: { readonly message: CardMessageView }) {
  return (
    <div className="message__size">
      <p>{texts.cards.room(octets, room)}</p>
      <UsageBar label={texts.cards.messageRoom} octets={octets} most={room} />
      <p className="message__digest">
        <span className="dim">{texts.cards.sha256}</span>
        <span className="mono ellipsis" title={sha256}>
          {sha256}
        </span>
        <CopyIcon text={sha256} label={texts.cards.copySha256} />
      </p>
    </div>
  );
}

function Raw({ text }: { readonly text: string }) {
  return text === '' ? (
    <p className="dim">{texts.cards.rawMissing}</p>
  ) : (
    <pre className="message__raw">{visibleLines(text)}</pre>
  );
}

function Decoded({ message: { accounts, objects, fault } }: { readonly message: CardMessageView }) {
  if (fault)
    return (
      <>
        <h3>{texts.cards.refused}</h3>
        <FaultNotice fault={fault} />
      </>
    );
  return (
    <>
      {accounts.map((account) => (
        <section key={account.instance} className="message__part" aria-label={texts.cards.account}>
          <h3 className="kicker">{texts.cards.account}</h3>
          <dl className="facts">
            <Fact name={texts.cards.server}>
              <b>{account.name}</b>
              <br />
              <span className="mono">{account.serverUri}</span>
            </Fact>
            <Fact name={texts.cards.serverId} mono>
              {account.serverId}
            </Fact>
            <Fact name={texts.cards.permitted}>
              {account.permittedMoids.length === 0 ? (
                texts.cards.permittedNone
              ) : (
                <span className="message__moids">
                  {account.permittedMoids.map((moid) => (
                    <span key={moid} title={moid}>
                      <Tag>{moidShort(moid)}</Tag>
                    </span>
                  ))}
                </span>
              )}
            </Fact>
          </dl>
        </section>
      ))}
      <section className="message__part" aria-label={texts.cards.objects}>
        <h3 className="kicker">{texts.cards.objects}</h3>
        {objects.length === 0 ? (
          <p className="dim">{texts.cards.noObjects}</p>
        ) : (
          objects.map((object) => <MessageTree key={object.clientUri} object={object} />)
        )}
      </section>
    </>
  );
}
