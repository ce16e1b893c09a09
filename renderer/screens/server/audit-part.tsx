import { NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { useCallback, useState } from 'react';
import type { AuditRow, AuditWhat, AuditWho } from '../../../core/api-audit.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PagedGrid } from '../../components/paged-grid.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { usePlace } from '../../components/use-place.ts';
import { useTold } from '../../components/use-told.ts';
import type { ServerPlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { auditColumns } from './audit-columns.tsx';
import { AuditDetail } from './audit-detail.tsx';
import { AuditStanding } from './audit-standing.tsx';
import './audit.css';

const whos = Object.keys(texts.audit.whos) as readonly AuditWho[];
const whats = Object.keys(texts.audit.whats) as readonly AuditWhat[];

/** Who did what to which card and device, the newest first, and whether the record of it holds. */
export function AuditPart({ place }: { readonly place: ServerPlace }) {
  const [who, setWho] = useState<AuditWho>(place.who ?? 'everybody');
  const [what, setWhat] = useState<AuditWhat>(place.what ?? 'everything');
  const [search, setSearch] = useState(place.find ?? '');
  const load = useCallback(
    (offset: number, limit: number) => call('audit', { who, what, search, offset, limit }),
    [who, what, search],
  );
  const rows = usePagedRows<AuditRow>(`${who} ${what} ${search}`, load, keyOf, place.row);
  useTold('auditChanged', rows.refresh);
  const leaveTo = usePlace(() => ({
    ...{ name: 'server', part: 'audit', who, what, find: search },
    row: rows.chosen(),
  }));
  const selected = rows.active >= 0 ? rows.rowAt(rows.active) : undefined;
  return (
    <>
      <AuditStanding />
      <div className="audit__filters">
        <NativeSelect
          aria-label={texts.audit.whoLabel}
          value={who}
          onChange={(event) => setWho(event.currentTarget.value as AuditWho)}
          data={whos.map((value) => ({ value, label: texts.audit.whos[value] }))}
        />
        <NativeSelect
          aria-label={texts.audit.whatLabel}
          value={what}
          onChange={(event) => setWhat(event.currentTarget.value as AuditWhat)}
          data={whats.map((value) => ({ value, label: texts.audit.whats[value] }))}
        />
        <SearchField label={texts.audit.search} value={search} onChange={setSearch} />
      </div>
      <div className="split">
        <div className="fill panel">
          <PagedGrid
            rows={rows}
            empty={
              <EmptyState title={texts.audit.noMatch} lead={texts.audit.noMatchLead}>
                <ActionButton
                  onRun={() => {
                    setWho('everybody');
                    setWhat('everything');
                    setSearch('');
                  }}
                >
                  {texts.audit.showAll}
                </ActionButton>
              </EmptyState>
            }
            label={texts.audit.title}
            columns={auditColumns}
            rowHeight={3.125}
            newRows={texts.audit.newEntries}
            toneOf={(row) => ('unreadable' in row ? 'bad' : undefined)}
          />
        </div>
        {selected && (
          <AuditDetail
            key={selected.sequence}
            row={selected}
            onClose={() => rows.choose(-1)}
            onOpenDevice={(deviceId) => leaveTo({ name: 'device', deviceId })}
            onOpenBatch={(batchId) => leaveTo({ name: 'batch', batchId })}
          />
        )}
      </div>
    </>
  );
}

function keyOf({ sequence }: AuditRow): string {
  return String(sequence);
}
