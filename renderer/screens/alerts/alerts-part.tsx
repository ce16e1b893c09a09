import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconBell } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { type Severity, severities } from '../../../core/alerts/severity.ts';
import type { AcknowledgeRequest, AlertRow } from '../../../core/api-alerts.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { notifyDone, notifyFault } from '../../components/notify.ts';
import { PagedGrid } from '../../components/paged-grid.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useNow } from '../../components/use-now.ts';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { usePlace } from '../../components/use-place.ts';
import { useTold } from '../../components/use-told.ts';
import type { DevicesPlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { AlertBar } from './alert-bar.tsx';
import { alertColumns } from './alert-columns.tsx';
import { AlertDetail } from './alert-detail.tsx';
import { useRested } from './use-rested.ts';
import './alerts.css';

const AcknowledgeDialog = lazy(async () => ({
  default: (await import('./acknowledge-dialog.tsx')).AcknowledgeDialog,
}));

const words = texts.alerts;

/** What all devices tell by alerts, the newest first, as they come. */
export default function AlertsPart({ place }: { readonly place: DevicesPlace }) {
  const [search, setSearch] = useState(place.find ?? '');
  const [severityAtLeast, setSeverity] = useState<Severity>(place.alerts?.severityAtLeast ?? 'indeterminate');
  const [typed, setTyped] = useState(place.alerts?.type ?? '');
  const [open, setOpen] = useState(place.alerts?.open ?? false);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [asking, setAsking] = useState<number>();
  const type = useRested(typed);
  const filter = useMemo(
    () => ({ severityAtLeast, type, search, open }),
    [severityAtLeast, type, search, open],
  );
  const load = useCallback(
    (offset: number, limit: number) => call('alerts', { ...filter, offset, limit }),
    [filter],
  );
  const rows = usePagedRows<AlertRow>(JSON.stringify(filter), load, keyOf, place.row);
  useTold('alertsChanged', rows.refresh);
  const leaveTo = usePlace(() => ({
    ...{ name: 'devices', part: 'alerts', find: search, row: rows.chosen() },
    alerts: { severityAtLeast, type, open },
  }));
  const now = useNow(15_000);
  const toggle = useCallback(
    (alertId: number) =>
      setSelected((before) => {
        const next = new Set(before);
        if (!next.delete(alertId)) next.add(alertId);
        return next;
      }),
    [],
  );
  const columns = useMemo(() => alertColumns(now, selected, toggle), [now, selected, toggle]);
  const acknowledge = async (request: AcknowledgeRequest) => {
    const result = await call('acknowledgeAlerts', request);
    if (result.kind === 'fault') return notifyFault(result.fault);
    const { acknowledged } = result.answer;
    if (acknowledged > 1) notifyDone(words.acknowledgedDone, words.acknowledgedCount(acknowledged));
    setSelected(new Set());
    await rows.refresh();
  };
  const showAll = () => {
    setSearch('');
    setSeverity('indeterminate');
    setTyped('');
    setOpen(false);
  };
  const isFiltered = search !== '' || severityAtLeast !== 'indeterminate' || type !== '' || open;
  const chosen = rows.active >= 0 ? rows.rowAt(rows.active) : undefined;
  const newest = rows.rowAt(0);
  return (
    <>
      <div className="alert-filters">
        <SearchField label={words.search} value={search} onChange={setSearch} />
        <NativeSelect
          aria-label={words.atLeastLabel}
          value={severityAtLeast}
          onChange={(event) => setSeverity(event.currentTarget.value as Severity)}
          data={severities.toReversed().map((value) => ({ value, label: words.atLeast(value) }))}
        />
        <TextInput
          className="alert-filters__type"
          aria-label={words.typeLabel}
          placeholder={words.typeLabel}
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Checkbox
          size="sm"
          label={words.openOnly}
          checked={open}
          onChange={(event) => setOpen(event.currentTarget.checked)}
        />
      </div>
      <div className="split">
        <div className="fill panel">
          <PagedGrid
            rows={rows}
            empty={
              !isFiltered ? (
                <EmptyState
                  title={words.emptyTitle}
                  lead={words.emptyLead}
                  icon={<IconBell size="1.75rem" stroke={1.5} />}
                />
              ) : (
                <EmptyState title={words.noMatch} lead={words.noMatchLead}>
                  <ActionButton onRun={showAll}>{words.showAll}</ActionButton>
                </EmptyState>
              )
            }
            label={words.title}
            columns={columns}
            rowHeight={3.125}
            newRows={words.arrived}
            onKey={(key, index) => {
              const alert = key === ' ' ? rows.rowAt(index) : undefined;
              if (alert && alert.acknowledged === undefined) toggle(alert.alertId);
              return alert !== undefined;
            }}
          />
        </div>
        {chosen && (
          <AlertDetail
            key={chosen.alertId}
            alertId={chosen.alertId}
            onAcknowledge={(alertId) => acknowledge({ kind: 'these', alertIds: [alertId] })}
            onLeave={leaveTo}
            onClose={() => rows.choose(-1)}
          />
        )}
      </div>
      {rows.total !== undefined && rows.total > 0 && (
        <AlertBar
          found={rows.total}
          selected={selected.size}
          onSelectNone={() => setSelected(new Set())}
          onAcknowledge={() => acknowledge({ kind: 'these', alertIds: [...selected] })}
          onAcknowledgeAll={() => setAsking(newest?.alertId)}
        />
      )}
      <Suspense>
        {asking !== undefined && (
          <AcknowledgeDialog
            filter={filter}
            upTo={asking}
            onAcknowledge={acknowledge}
            onClose={() => setAsking(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}

function keyOf({ alertId }: AlertRow): string {
  return String(alertId);
}
