import { IconShieldCheck, IconX } from '@tabler/icons-react';
import { useCallback, useEffect, useRef } from 'react';
import type { RefusalView } from '../../../core/api-server.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Fact } from '../../components/fact.tsx';
import { FaultCode, FaultNotice } from '../../components/fault-notice.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { usePlace } from '../../components/use-place.ts';
import { type GridColumn, VirtualGrid } from '../../components/virtual-grid.tsx';
import { deviceIdWords } from '../../format/identity.ts';
import { formatExactTime, formatMoment } from '../../format/times.ts';
import type { ServerPlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';

const columns: readonly GridColumn<RefusalView>[] = [
  {
    key: 'time',
    header: texts.server.time,
    width: '9.5rem',
    cell: ({ at }) => (
      <span className="dim" title={formatExactTime(at)}>
        {formatMoment(at, Date.now())}
      </span>
    ),
  },
  {
    key: 'device',
    header: texts.server.saysItIs,
    width: 'minmax(12.5rem, 0.8fr)',
    cell: ({ deviceId }) => <Claim deviceId={deviceId} />,
  },
  {
    key: 'why',
    header: texts.server.why,
    width: 'minmax(14rem, 2.2fr)',
    cell: ({ fault }) => (
      <span className="two-lines" title={`${fault.message} ${fault.remedy}`}>
        <span className="ellipsis">{fault.message}</span>
        <span className="dim ellipsis">{fault.remedy}</span>
      </span>
    ),
  },
  {
    key: 'code',
    header: texts.server.code,
    width: 'minmax(9rem, 15rem)',
    wideOnly: true,
    cell: ({ fault }) => <FaultCode code={fault.code} />,
  },
];

interface RefusalsPartProps {
  /** The newest first. */
  readonly refusals: readonly RefusalView[];
  readonly place: ServerPlace;
}

/** Requests that the server did not take, and what to do about each. */
export function RefusalsPart({ refusals, place }: RefusalsPartProps) {
  const latest = useRef(refusals);
  latest.current = refusals;
  const load = useCallback(async (offset: number, limit: number) => {
    const rows = latest.current.slice(offset, offset + limit);
    return { kind: 'answer', answer: { total: latest.current.length, rows } } as const;
  }, []);
  const { refresh, ...rows } = usePagedRows<RefusalView>('', load, keyOf, place.row);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other refusals are what is shown anew
  useEffect(() => void refresh(), [refresh, refusals]);
  usePlace(() => ({ name: 'server', part: 'refusals', row: rows.chosen() }));
  const selected = rows.active >= 0 ? rows.rowAt(rows.active) : undefined;
  return (
    <div className="split">
      <div className="fill panel">
        {rows.total === 0 && (
          <EmptyState
            title={texts.server.refusalsEmptyTitle}
            lead={texts.server.refusalsEmptyLead}
            icon={<IconShieldCheck size="1.75rem" stroke={1.5} />}
          />
        )}
        {rows.total !== undefined && rows.total > 0 && (
          <VirtualGrid
            label={texts.server.refusalsTitle}
            columns={columns}
            count={rows.total}
            rowAt={rows.rowAt}
            rowHeight={3.125}
            active={rows.active}
            above={rows.above}
            newRows={texts.server.newRefusals}
            onActive={rows.choose}
            onRange={rows.need}
          />
        )}
      </div>
      {selected && <RefusalDetail refusal={selected} onClose={() => rows.choose(-1)} />}
    </div>
  );
}

function RefusalDetail({
  refusal,
  onClose,
}: {
  readonly refusal: RefusalView;
  readonly onClose: () => void;
}) {
  return (
    <aside className="detail panel" aria-label={texts.server.refusal}>
      <div className="detail__head">
        <h2>{texts.server.refusal}</h2>
        <IconAction label={texts.common.close} hotkey="Escape" onRun={onClose}>
          <IconX size="1.0625rem" />
        </IconAction>
      </div>
      <FaultNotice fault={refusal.fault} />
      <dl className="facts">
        <Fact name={texts.server.time}>{formatExactTime(refusal.at)}</Fact>
        <Fact name={texts.server.saysItIs}>
          <Claim deviceId={refusal.deviceId} />
        </Fact>
      </dl>
      <p className="dim">{texts.server.saysItIsHint}</p>
    </aside>
  );
}

/** Which device a request said it came from: never a link, for it was not proved. */
function Claim({ deviceId }: { readonly deviceId: string | undefined }) {
  if (deviceId === undefined) return <span className="dim">{texts.server.saysNothing}</span>;
  return (
    <span className="mono" title={texts.server.saysItIsHint}>
      {deviceIdWords(deviceId)}
    </span>
  );
}

function keyOf({ at, deviceId, fault }: RefusalView): string {
  return JSON.stringify([at, deviceId, fault.code, fault.message]);
}
