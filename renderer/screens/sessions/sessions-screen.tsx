import { SegmentedControl } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconActivity } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import type { SessionSummary } from '../../../core/api.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PagedGrid } from '../../components/paged-grid.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useNow } from '../../components/use-now.ts';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { usePlace } from '../../components/use-place.ts';
import { useTold } from '../../components/use-told.ts';
import { goTo, type SessionFilter, type SessionsPlace } from '../../stores/navigation.ts';
import { startSample } from '../../stores/sample.ts';
import { useWorkstation } from '../../stores/workstation.ts';
import { texts } from '../../texts.ts';
import { sessionColumns } from './session-columns.tsx';

const filters: readonly SessionFilter[] = ['all', 'open', 'failed'];

/** The sessions of all devices, the newest first, as they come. */
export default function SessionsScreen({ place }: { readonly place: SessionsPlace }) {
  const [filter, setFilter] = useState(place.filter ?? 'all');
  const [search, setSearch] = useState(place.find ?? '');
  const load = useCallback(
    (offset: number, limit: number) => call('sessions', { filter, search, offset, limit }),
    [filter, search],
  );
  const rows = usePagedRows<SessionSummary>(
    `${filter} ${search}`,
    load,
    (session) => session.sessionId,
    place.row,
  );
  useTold('sessionsChanged', rows.refresh);
  const leaveTo = usePlace(() => ({ name: 'sessions', filter, find: search, row: rows.chosen() }));
  const now = useNow(1_000);
  const columns = useMemo(() => sessionColumns(now), [now]);
  return (
    <ScreenFrame
      title={texts.sessions.title}
      actions={
        <>
          <SegmentedControl
            aria-label={texts.sessions.filterLabel}
            withItemsBorders={false}
            value={filter}
            onChange={(value) => setFilter(value as SessionFilter)}
            data={filters.map((value) => ({ value, label: texts.sessions.filters[value] }))}
          />
          <SearchField label={texts.sessions.search} value={search} onChange={setSearch} />
        </>
      }
    >
      <div className="fill panel">
        <PagedGrid
          rows={rows}
          empty={
            <NoSession
              filter={filter}
              search={search}
              onShowAll={() => {
                setFilter('all');
                setSearch('');
              }}
            />
          }
          label={texts.sessions.title}
          columns={columns}
          rowHeight={3.125}
          newRows={texts.sessions.arrived}
          onOpen={(index) => {
            const session = rows.rowAt(index);
            if (session) leaveTo({ name: 'session', sessionId: session.sessionId });
          }}
        />
      </div>
    </ScreenFrame>
  );
}

function NoSession(props: {
  readonly filter: SessionFilter;
  readonly search: string;
  readonly onShowAll: () => void;
}) {
  const { filter, search } = props;
  if (search === '' && filter === 'all') return <FirstStep />;
  const words =
    search !== ''
      ? { title: texts.sessions.noMatch, lead: texts.sessions.noMatchLead }
      : filter === 'open'
        ? { title: texts.sessions.noneOpen, lead: texts.sessions.noneOpenLead }
        : { title: texts.sessions.noneFailed };
  return (
    <EmptyState {...words}>
      <ActionButton onRun={props.onShowAll}>{texts.sessions.showAll}</ActionButton>
    </EmptyState>
  );
}

/** Before the first session: what sessions are, and the nearest way to one. */
function FirstStep() {
  const devices = useWorkstation((state) => state.overview?.counts.devices ?? 0);
  return (
    <EmptyState
      title={texts.sessions.emptyTitle}
      lead={texts.sessions.emptyLead}
      icon={<IconActivity size="1.75rem" stroke={1.5} />}
    >
      {devices === 0 ? (
        <ActionButton tone="primary" size="lg" hotkey="Enter" onRun={startSample}>
          {texts.sessions.firstStep}
        </ActionButton>
      ) : (
        <ActionButton tone="primary" size="lg" hotkey="Enter" onRun={() => goTo({ name: 'devices' })}>
          {texts.sessions.toDevices}
        </ActionButton>
      )}
      <p className="dim empty-state__hint">
        {devices === 0 ? texts.sessions.firstStepHint : texts.sessions.toDevicesHint}
      </p>
    </EmptyState>
  );
}
