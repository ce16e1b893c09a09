import { IconDownload, IconSitemap } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { SessionDetail } from '../../../core/api.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { goAlong } from '../../components/go-along.ts';
import { Loading } from '../../components/loading.tsx';
import { notifyDone } from '../../components/notify.ts';
import { ScreenFrame } from '../../components/screen.tsx';
import { Tag } from '../../components/tag.tsx';
import { useCall } from '../../components/use-call.ts';
import { useTold } from '../../components/use-told.ts';
import { deviceIdWords } from '../../format/identity.ts';
import { formatSeconds } from '../../format/numbers.ts';
import { formatExactTime } from '../../format/times.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { LineDetail, type Selection } from './line-detail.tsx';
import { SessionState } from './session-state.tsx';
import { type TimelineItem, timelineOf } from './timeline.ts';
import { TimelineEntry } from './timeline-entry.tsx';
import '../../components/status.css';
import './session-screen.css';

/** One session: what went over the wire, and what became of each command. */
export default function SessionScreen({ sessionId }: { readonly sessionId: string }) {
  const { state, reload } = useCall('session', { sessionId });
  // A session that goes on later may still be told that it waited in vain.
  const mayGrow =
    state.kind === 'answer' && (state.answer.state === 'open' || state.answer.state === 'suspended');
  useTold('sessionsChanged', reload, () => mayGrow);
  useTold('devicesChanged', reload, () => mayGrow);
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
  const { sessionId, deviceId, transcript, state } = session;
  const items = useMemo(
    () => timelineOf(transcript, { open: state === 'open', deviceId }),
    [transcript, state, deviceId],
  );
  const [selected, setSelected] = useState<Selection>({ item: 0 });
  const item = items[selected.item];
  const beginning = items.find((each) => each.kind === 'package1')?.beginning;
  const exportSession = async () => {
    const result = await call('exportSession', { sessionId });
    if (result.kind === 'fault') return result.fault;
    if (result.answer.kind === 'saved') notifyDone(texts.session.exported, result.answer.file);
    return undefined;
  };
  return (
    <ScreenFrame
      title={session.label}
      kicker={texts.session.title}
      tags={
        <>
          <SessionState state={state} />
          {beginning && <Tag>{texts.session.began[beginning.kind]}</Tag>}
        </>
      }
      subtitle={<Summary session={session} items={items} />}
      actions={
        <>
          <ActionButton
            hotkey="E"
            needs="exportSession"
            icon={<IconDownload size="1.0625rem" />}
            onRun={exportSession}
          >
            {texts.session.export}
          </ActionButton>
          <ActionButton
            hotkey="D"
            icon={<IconSitemap size="1.0625rem" />}
            onRun={() => goTo({ name: 'device', deviceId })}
          >
            {texts.session.of}
          </ActionButton>
        </>
      }
    >
      {session.fault && <FaultNotice fault={session.fault} />}
      <div className="split">
        <section className="timeline panel" aria-label={texts.session.timeline} onKeyDown={goAlong}>
          {items.length === 0 && <EmptyState title={texts.session.empty} />}
          <ol>
            {items.map((each, index) => (
              <TimelineEntry
                // biome-ignore lint/suspicious/noArrayIndexKey: a transcript only grows at its end
                key={index}
                item={each}
                deviceId={deviceId}
                selected={index === selected.item ? (selected.part ?? 'whole') : undefined}
                onSelect={(part) => setSelected({ item: index, part })}
              />
            ))}
          </ol>
        </section>
        {item && (
          <LineDetail
            item={item}
            part={selected.part}
            deviceId={deviceId}
            interactions={session.interactions}
          />
        )}
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
      <span className="mono">{deviceIdWords(session.deviceId)}</span>
      {` · ${formatExactTime(session.openedAt)}`}
      {session.endedAt !== undefined && ` · ${formatSeconds((session.endedAt - session.openedAt) / 1000)}`}
      {` · ${texts.session.summary(rounds, commands)}`}
    </>
  );
}
