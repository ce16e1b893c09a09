import { SegmentedControl } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconCertificate } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { ClientCertificateView } from '../../../core/api-certificates.ts';
import type { CallRequest } from '../../../core/api-requests.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { PagedGrid } from '../../components/paged-grid.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useCall } from '../../components/use-call.ts';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { usePlace } from '../../components/use-place.ts';
import { useTold } from '../../components/use-told.ts';
import type { ServerPlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { clientColumns } from './certificates-columns.tsx';
import { ClientDetail } from './certificates-detail.tsx';
import { CertificatesStanding } from './certificates-standing.tsx';
import './certificates.css';

type Filter = CallRequest<'clientCertificates'>['filter'];
const filters: readonly Filter[] = ['all', 'valid', 'ending', 'ended', 'revoked'];

/** What devices trust, what the server shows, and the certificates that devices prove themselves with. */
export function CertificatesPart({ place }: { readonly place: ServerPlace }) {
  const [filter, setFilter] = useState<Filter>('all');
  const [search, setSearch] = useState(place.find ?? '');
  const { state, reload } = useCall('certificates', {});
  const load = useCallback(
    (offset: number, limit: number) => call('clientCertificates', { filter, search, offset, limit }),
    [filter, search],
  );
  const rows = usePagedRows<ClientCertificateView>(`${filter} ${search}`, load, keyOf, place.row);
  const refresh = useCallback(() => {
    void reload();
    void rows.refresh();
  }, [reload, rows.refresh]);
  useTold('certificatesChanged', refresh);
  useTold('devicesChanged', rows.refresh);
  const leaveTo = usePlace(() => ({
    ...{ name: 'server', part: 'certificates', find: search },
    row: rows.chosen(),
  }));
  const selected = rows.active >= 0 ? rows.rowAt(rows.active) : undefined;
  return (
    <div className="certificates">
      {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
      {state.kind === 'answer' && <CertificatesStanding certificates={state.answer} />}
      <div className="certificates__filters">
        <SegmentedControl
          aria-label={texts.certificates.filterLabel}
          withItemsBorders={false}
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
          data={filters.map((value) => ({ value, label: texts.certificates.filters[value] }))}
        />
        <SearchField label={texts.certificates.search} value={search} onChange={setSearch} />
      </div>
      <div className="split">
        <div className="fill panel certificates__list">
          <PagedGrid
            rows={rows}
            empty={
              filter === 'all' && search === '' ? (
                <EmptyState
                  title={texts.certificates.emptyTitle}
                  lead={texts.certificates.emptyLead}
                  icon={<IconCertificate size="1.75rem" stroke={1.5} />}
                />
              ) : (
                <EmptyState title={texts.certificates.noMatch} lead={texts.certificates.noMatchLead}>
                  <ActionButton
                    onRun={() => {
                      setFilter('all');
                      setSearch('');
                    }}
                  >
                    {texts.certificates.showAll}
                  </ActionButton>
                </EmptyState>
              )
            }
            label={texts.certificates.listTitle}
            columns={clientColumns}
            rowHeight={3.125}
            newRows={texts.certificates.newRows}
          />
        </div>
        {selected && (
          <ClientDetail
            key={keyOf(selected)}
            certificate={selected}
            onClose={() => rows.choose(-1)}
            onChanged={rows.refresh}
            onOpenDevice={() => leaveTo({ name: 'device', deviceId: selected.deviceId })}
          />
        )}
      </div>
    </div>
  );
}

function keyOf({ authority, serial }: ClientCertificateView): string {
  return `${authority} ${serial}`;
}
