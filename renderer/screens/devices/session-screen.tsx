import { IconSitemap } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { SessionDetail } from '../../../core/api.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { useCall } from '../../components/use-call.ts';
import { useTold } from '../../components/use-told.ts';
import { deviceIdWords } from '../../format/identity.ts';
import { formatNumber, formatSeconds } from '../../format/numbers.ts';
import { formatExactTime } from '../../format/times.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { SessionState } from './device-state.tsx';
import { laidOut, type TimelineItem, timelineOf } from './timeline.ts';
import { TimelineEntry } from './timeline-entry.tsx';
import './session-screen.css';

/** One session: what went over the wire, and what became of each command. */
export default function SessionScreen({ sessionId }: { readonly sessionId: string }) {
  const { state, reload } = useCall('session', { sessionId });
  useTold('devicesChanged', reload, () => state.kind === 'answer' && state.answer.state === 'open');
  if (state.kind === 'loading') return <Loading />;
  if (state.kind === 'fault')
    return (
      <ScreenFrame title={texts.session.title}>
        <FaultNotice fault={state.fault} />
      </ScreenFrame>
    );
  return <Session session={state.answer} />;
}

function Session({ session }: { readonly session: SessionDetail }) {
  const items = useMemo(() => timelineOf(session.transcript, session.state === 'open'), [session]);
  const [selected, setSelected] = useState(0);
  const item = items[Math.min(selected, items.length - 1)];
  return (
    <ScreenFrame
      title={deviceIdWords(session.deviceId)}
      kicker={texts.session.title}
      tags={<SessionState state={session.state} />}
      subtitle={<Summary session={session} items={items} />}
      actions={
        <ActionButton
          hotkey="D"
          icon={<IconSitemap size="1.0625rem" />}
          onRun={() => goTo({ name: 'device', deviceId: session.deviceId })}
        >
          {texts.session.of}
        </ActionButton>
      }
    >
      {session.fault && <FaultNotice fault={session.fault} />}
      <div className="split">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys */}
        <section className="timeline panel" aria-label={texts.session.timeline} tabIndex={0}>
          {items.length === 0 && <EmptyState title={texts.session.empty} />}
          <ol>
            {items.map((each, index) => (
              <TimelineEntry
                // biome-ignore lint/suspicious/noArrayIndexKey: a transcript only grows at its end
                key={index}
                item={each}
                selected={each === item}
                onSelect={() => setSelected(index)}
              />
            ))}
          </ol>
        </section>
        {item && <Raw item={item} />}
      </div>
    </ScreenFrame>
  );
}

function Summary(props: { readonly session: SessionDetail; readonly items: readonly TimelineItem[] }) {
  const { session, items } = props;
  const rounds = items.filter((item) => item.kind === 'package3').length;
  const commands = items
    .flatMap((item) => (item.kind === 'package2' ? item.commands : []))
    .filter((command) => command.name !== 'END').length;
  return (
    <>
      {formatExactTime(session.openedAt)}
      {session.endedAt !== undefined && ` · ${formatSeconds((session.endedAt - session.openedAt) / 1000)}`}
      {` · ${texts.session.summary(rounds, commands)}`}
    </>
  );
}

function Raw({ item }: { readonly item: TimelineItem }) {
  const { kind, text } = item.entry;
  const name =
    kind === 'repository'
      ? texts.session.repository
      : texts.session.package(kind === 'package1' ? 1 : kind === 'package2' ? 2 : 3);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
    <aside className="raw panel" aria-label={texts.session.raw(name)} tabIndex={0}>
      <h2 className="kicker">{texts.session.raw(name)}</h2>
      <p className="dim">
        {formatExactTime(item.entry.at)} · {formatNumber(new TextEncoder().encode(text).length)}{' '}
        {texts.session.octets}
      </p>
      <pre>{laidOut(text)}</pre>
    </aside>
  );
}
