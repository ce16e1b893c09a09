import type { SessionSummary } from '../../../core/api.ts';
import type { GridColumn } from '../../components/virtual-grid.tsx';
import { deviceIdWords } from '../../format/identity.ts';
import { formatNumber, formatSeconds, formatWholeSeconds } from '../../format/numbers.ts';
import { formatExactTime, formatMoment } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { SessionState } from './session-state.tsx';

/** The columns of the list of sessions; an open one has taken its time so far. */
export function sessionColumns(now: number): readonly GridColumn<SessionSummary>[] {
  return [
    {
      key: 'device',
      header: texts.sessions.device,
      width: 'minmax(12rem, 1fr)',
      cell: (session) => (
        <span className="two-lines">
          <b className="ellipsis">{session.label}</b>
          <span className="mono dim ellipsis">{deviceIdWords(session.deviceId)}</span>
        </span>
      ),
    },
    {
      key: 'state',
      header: texts.sessions.state,
      width: 'minmax(10rem, 1.7fr)',
      cell: ({ state, fault }) => (
        <>
          <SessionState state={state} />{' '}
          {fault && (
            <span className="cause" title={fault.message}>
              {fault.message}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'commands',
      header: texts.sessions.commandsDone,
      width: '7.75rem',
      align: 'end',
      cell: (session) => formatNumber(session.commandsDone),
    },
    {
      key: 'packages',
      header: texts.sessions.packages,
      width: '5.25rem',
      align: 'end',
      wideOnly: true,
      cell: (session) => <span className="dim">{formatNumber(session.packages)}</span>,
    },
    {
      key: 'opened',
      header: texts.sessions.opened,
      width: '11rem',
      align: 'end',
      cell: ({ openedAt }) => (
        <span className="dim" title={formatExactTime(openedAt)}>
          {formatMoment(openedAt, now)}
        </span>
      ),
    },
    {
      key: 'took',
      header: texts.sessions.took,
      width: '7.25rem',
      align: 'end',
      cell: (session) => <span className="dim">{tookWords(session, now)}</span>,
    },
  ];
}

function tookWords({ openedAt, endedAt, state }: SessionSummary, now: number): string {
  if (endedAt !== undefined) return formatSeconds((endedAt - openedAt) / 1000);
  if (state !== 'open') return texts.common.none;
  return texts.sessions.soFar(formatWholeSeconds(Math.max(0, (now - openedAt) / 1000)));
}
