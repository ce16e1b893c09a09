import { IconFileImport, IconFolderOpen } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import type { SchemaImport, SchemaView } from '../../../core/api-inspect.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PagedGrid } from '../../components/paged-grid.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Tag } from '../../components/tag.tsx';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { usePlace } from '../../components/use-place.ts';
import { useTold } from '../../components/use-told.ts';
import type { GridColumn } from '../../components/virtual-grid.tsx';
import { moidShort } from '../../format/identity.ts';
import { formatNumber } from '../../format/numbers.ts';
import type { DevicesPlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { ImportResults } from './import-results.tsx';

const words = texts.devices;

/** The descriptions of objects (DDF): those that come with the product, and those that were imported. */
export function LibraryPart({ place }: { readonly place: DevicesPlace }) {
  const [search, setSearch] = useState(place.find ?? '');
  const [imports, setImports] = useState<readonly SchemaImport[]>();
  const load = useCallback(
    (offset: number, limit: number) => call('schemas', { search, offset, limit }),
    [search],
  );
  const rows = usePagedRows<SchemaView>(search, load, (schema) => schema.moid, place.row);
  useTold('schemasChanged', rows.refresh);
  useTold('devicesChanged', rows.refresh);
  const leaveTo = usePlace(() => ({ name: 'devices', part: 'library', find: search, row: rows.chosen() }));
  const columns = useMemo(() => schemaColumns, []);
  const importFrom = async (from: 'files' | 'folder') => {
    const result = await call('importSchemas', { from });
    if (result.kind === 'fault') return result.fault;
    if (!result.answer.cancelled) setImports(result.answer.files);
    return undefined;
  };
  const close = () => setImports(undefined);
  return (
    <>
      <div className="device-filters">
        <SearchField label={words.librarySearch} value={search} onChange={setSearch} />
        <span className="bulk-bar__end">
          <ActionButton
            hotkey="O"
            icon={<IconFolderOpen size="1.0625rem" />}
            onRun={() => importFrom('folder')}
          >
            {words.importFolder}
          </ActionButton>
          <ActionButton
            tone="primary"
            hotkey="I"
            icon={<IconFileImport size="1.0625rem" />}
            onRun={() => importFrom('files')}
          >
            {words.importFiles}
          </ActionButton>
        </span>
      </div>
      <div className="fill panel">
        <PagedGrid
          rows={rows}
          empty={<EmptyState title={words.libraryNoMatch} lead={words.libraryNoMatchLead} />}
          label={words.library}
          columns={columns}
          rowHeight={2.875}
          onOpen={(index) => {
            const schema = rows.rowAt(index);
            if (schema) leaveTo({ name: 'schema', moid: schema.moid });
          }}
        />
      </div>
      {imports && (
        <Dialog
          title={words.importTitle}
          onClose={close}
          actions={
            <ActionButton tone="primary" hotkey="Enter" onRun={close}>
              {texts.common.close}
            </ActionButton>
          }
        >
          <ImportResults files={imports} />
        </Dialog>
      )}
    </>
  );
}

const schemaColumns: readonly GridColumn<SchemaView>[] = [
  {
    key: 'object',
    header: words.object,
    width: 'minmax(8rem, 1fr)',
    cell: ({ summary, moid }) => <b>{summary.root || moidShort(moid)}</b>,
  },
  {
    key: 'moid',
    header: words.moid,
    width: 'minmax(14rem, 1.6fr)',
    cell: ({ moid }) => <span className="mono dim">{moid}</span>,
  },
  {
    key: 'nodes',
    header: words.nodes,
    width: '5rem',
    align: 'end',
    cell: ({ summary }) => formatNumber(summary.nodes),
  },
  {
    key: 'origin',
    header: words.origin,
    width: 'minmax(7rem, 1fr)',
    cell: ({ origin, fileName }) => (
      <span title={fileName === undefined ? undefined : words.importedFrom(fileName)}>
        <Tag tone={origin === 'imported' ? 'accent' : 'plain'}>{words.origins[origin]}</Tag>
      </span>
    ),
  },
  {
    key: 'devices',
    header: words.usedBy,
    width: '8rem',
    cell: ({ devices }) => <span className="dim">{words.usedByDevices(devices)}</span>,
  },
];
