import type { AuditRow } from '../../../core/api-audit.ts';
import type { GridColumn } from '../../components/virtual-grid.tsx';
import { deviceIdWords, iccidShort } from '../../format/identity.ts';
import { formatNumber } from '../../format/numbers.ts';
import { formatExactTime, formatMoment } from '../../format/times.ts';
import { texts } from '../../texts.ts';

/** The columns of the audit log. */
export const auditColumns: readonly GridColumn<AuditRow>[] = [
  {
    key: 'time',
    header: texts.audit.time,
    width: '8.5rem',
    cell: (row) =>
      'unreadable' in row ? (
        texts.common.none
      ) : (
        <span className="dim" title={formatExactTime(row.at)}>
          {formatMoment(row.at, Date.now())}
        </span>
      ),
  },
  {
    key: 'what',
    header: texts.audit.what,
    width: 'minmax(12rem, 2.4fr)',
    cell: (row) => <What row={row} />,
  },
  {
    key: 'device',
    header: texts.audit.device,
    width: 'minmax(8rem, 1fr)',
    cell: (row) => <Device row={row} />,
  },
  {
    key: 'batch',
    header: texts.audit.batch,
    width: 'minmax(7rem, 0.7fr)',
    wideOnly: true,
    cell: (row) => ('unreadable' in row ? null : <span className="dim ellipsis">{row.batchName ?? ''}</span>),
  },
  {
    key: 'who',
    header: texts.audit.who,
    width: 'minmax(6rem, 0.7fr)',
    cell: (row) =>
      'unreadable' in row ? null : (
        <span className={row.actor.kind === 'operator' ? 'ellipsis' : 'dim ellipsis'}>
          {texts.audit.actor(row.actor)}
        </span>
      ),
  },
  {
    key: 'number',
    header: texts.audit.number,
    width: '5rem',
    align: 'end',
    wideOnly: true,
    cell: ({ sequence }) => <span className="dim">{formatNumber(sequence)}</span>,
  },
];

function What({ row }: { readonly row: AuditRow }) {
  if ('unreadable' in row) return <span className="cause">{texts.audit.unreadable}</span>;
  const words = texts.audit.act(row.act);
  return (
    <span className="audit__act" title={words}>
      {words}
    </span>
  );
}

function Device({ row }: { readonly row: AuditRow }) {
  if ('unreadable' in row) return null;
  const { deviceId, label, card } = row.subject;
  const iccid = card?.iccid;
  if (deviceId === undefined)
    return iccid === undefined ? null : <span className="mono dim">{iccidShort(iccid)}</span>;
  return (
    <span className="two-lines">
      <span className="ellipsis">{label ?? deviceIdWords(deviceId)}</span>
      {label !== undefined && <span className="mono dim ellipsis">{deviceIdWords(deviceId)}</span>}
    </span>
  );
}
