import { IconCheck, IconChevronRight, IconCopy } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { DeviceDetail, SessionSummary } from '../../../core/api.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { iccidGroups } from '../../format/identity.ts';
import { formatAgo, formatDateTime, formatExactTime } from '../../format/times.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { SessionState } from './device-state.tsx';
import type { TreeRow } from './object-tree.ts';

interface DeviceSideProps {
  readonly device: DeviceDetail;
  readonly node: TreeRow | undefined;
  readonly now: number;
}

/** Beside the tree: the selected node in full, the device's sessions, and its card. */
export function DeviceSide({ device, node, now }: DeviceSideProps) {
  const { sessions, card } = device;
  return (
    <aside className="detail panel" aria-label={texts.devices.device}>
      {device.objects.length > 0 && (
        <Part title={texts.devices.node}>
          {node ? (
            <NodeDetail key={node.id} node={node} now={now} />
          ) : (
            <p className="dim">{texts.devices.selectNode}</p>
          )}
        </Part>
      )}
      <Part title={texts.devices.sessions}>
        {sessions.length === 0 && <p className="dim">{texts.devices.noSessions}</p>}
        <ul className="sessions">
          {sessions.map((session) => (
            <SessionEntry key={session.sessionId} session={session} />
          ))}
        </ul>
      </Part>
      {card && (
        <Part title={texts.devices.card}>
          <dl className="facts">
            {card.iccid !== undefined && <Fact name={texts.devices.iccid} value={iccidGroups(card.iccid)} />}
            <Fact name={texts.devices.atr} value={card.atr} />
            <Fact name={texts.batches.facts.digest} value={card.digest} />
          </dl>
          <p className="dim">{texts.devices.written(formatDateTime(card.writtenAt))}</p>
        </Part>
      )}
    </aside>
  );
}

function NodeDetail({ node, now }: { readonly node: TreeRow; readonly now: number }) {
  return (
    <div className="node-detail">
      <h3>{node.name || texts.devices.onlyInstance}</h3>
      {node.role !== 'object' && (
        <p className="dim" title={texts.devices.kindHint}>
          {texts.devices.kinds[node.kind]}
          {node.kind === 'node' && `, ${texts.devices.children(node.children)}`}
        </p>
      )}
      {node.kind !== 'node' && <pre className="node-detail__value">{String(node.value)}</pre>}
      <div>
        <p className="facts__name">{texts.devices.clientUri}</p>
        <p className="mono">{node.clientUri}</p>
      </div>
      {node.reportedAt !== undefined && node.sessionId !== undefined && (
        <p className="dim" title={formatExactTime(node.reportedAt)}>
          {texts.devices.reported(formatAgo(node.reportedAt, now))}
        </p>
      )}
      <CopyButton text={node.clientUri} />
    </div>
  );
}

function CopyButton({ text }: { readonly text: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      // Whatever the clipboard's reason is, the person can only be told that nothing was copied.
      setOutcome('refused');
    }
  };
  return (
    <ActionButton
      size="sm"
      hotkey="C"
      icon={outcome === 'copied' ? <IconCheck size="1rem" /> : <IconCopy size="1rem" />}
      onRun={copy}
    >
      {outcome === 'copied'
        ? texts.common.copied
        : outcome === 'refused'
          ? texts.common.notCopied
          : texts.devices.copyUri}
    </ActionButton>
  );
}

function SessionEntry({ session }: { readonly session: SessionSummary }) {
  return (
    <li>
      <button
        type="button"
        className="session-entry"
        onClick={() => goTo({ name: 'session', sessionId: session.sessionId })}
      >
        <span className="session-entry__words">
          <span>{formatExactTime(session.openedAt)}</span>
          <span className="session-entry__line">
            <SessionState state={session.state} />
            <span className="dim">{texts.devices.packages(session.packages)}</span>
          </span>
          {session.fault && <span className="cause">{session.fault.message}</span>}
        </span>
        <IconChevronRight size="1.0625rem" aria-hidden="true" />
      </button>
    </li>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="device-part" aria-label={title}>
      <h2 className="kicker">{title}</h2>
      {children}
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="mono">{value}</dd>
    </div>
  );
}
