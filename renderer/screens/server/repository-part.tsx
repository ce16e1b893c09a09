import { IconDatabase, IconFilePlus } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { ResourceView, ServerDetail } from '../../../core/api-server.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { notifyDone } from '../../components/notify.ts';
import { PagedGrid } from '../../components/paged-grid.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Tag } from '../../components/tag.tsx';
import { UsageBar } from '../../components/usage-bar.tsx';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { usePlace } from '../../components/use-place.ts';
import { useTold } from '../../components/use-told.ts';
import { formatOctets } from '../../format/numbers.ts';
import type { ServerPlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { resourceColumns } from './resource-columns.tsx';
import { ResourceDetail } from './resource-detail.tsx';

interface RepositoryPartProps {
  readonly usage: ServerDetail['repository'];
  readonly place: ServerPlace;
}

/** What the Data Repository holds: how much room it takes, and each resource. */
export function RepositoryPart({ usage, place }: RepositoryPartProps) {
  const [search, setSearch] = useState(place.find ?? '');
  const load = useCallback(
    (offset: number, limit: number) => call('resources', { search, offset, limit }),
    [search],
  );
  const rows = usePagedRows<ResourceView>(search, load, keyOf, place.row);
  useTold('resourcesChanged', rows.refresh);
  const leaveTo = usePlace(() => ({
    name: 'server',
    part: 'repository',
    find: search,
    row: rows.chosen(),
  }));
  const selected = rows.active >= 0 ? rows.rowAt(rows.active) : undefined;
  const add = async () => {
    const result = await call('addResource', {});
    if (result.kind === 'fault') return result.fault;
    if (result.answer.kind === 'added') notifyDone(texts.server.added, result.answer.resource.name);
    return undefined;
  };
  return (
    <>
      <div className="repository__head">
        <div className="repository__usage">
          <p>
            <b>{texts.server.usage(formatOctets(usage.octets), formatOctets(usage.most))}</b>
            <span className="dim"> · {texts.server.resources(usage.resources)}</span>{' '}
            {usage.octets >= usage.most * 0.8 && <Tag tone="warn">{texts.server.nearlyFull}</Tag>}
          </p>
          <UsageBar label={texts.server.usageLabel} octets={usage.octets} most={usage.most} />
        </div>
        <SearchField label={texts.server.search} value={search} onChange={setSearch} />
        <ActionButton
          tone="primary"
          hotkey="A"
          needs="addResource"
          icon={<IconFilePlus size="1.0625rem" />}
          onRun={add}
        >
          {texts.server.addFile}
        </ActionButton>
      </div>
      <div className="split">
        <div className="fill panel">
          <PagedGrid
            rows={rows}
            empty={
              search === '' ? (
                <EmptyState
                  title={texts.server.emptyTitle}
                  lead={texts.server.emptyLead}
                  icon={<IconDatabase size="1.75rem" stroke={1.5} />}
                />
              ) : (
                <EmptyState title={texts.server.noMatch} lead={texts.server.noMatchLead} />
              )
            }
            label={texts.server.parts.repository}
            columns={resourceColumns}
            rowHeight={2.875}
          />
        </div>
        {selected && (
          <ResourceDetail
            key={keyOf(selected)}
            resource={selected}
            onClose={() => rows.choose(-1)}
            onOpenDevice={(deviceId) => leaveTo({ name: 'device', deviceId })}
          />
        )}
      </div>
    </>
  );
}

function keyOf({ deviceId, name }: ResourceView): string {
  return JSON.stringify([deviceId, name]);
}
