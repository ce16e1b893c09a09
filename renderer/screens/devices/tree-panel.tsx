import { Checkbox, NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconArrowsMaximize, IconArrowsMinimize, IconSearchOff, IconSitemap } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { TreeFilter } from '../../../core/inspect/tree-view.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { Loading } from '../../components/loading.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useNow } from '../../components/use-now.ts';
import { VirtualGrid } from '../../components/virtual-grid.tsx';
import type { DeviceTreeHandle } from '../../stores/device-tree.ts';
import { texts } from '../../texts.ts';
import { treeColumns } from './tree-columns.tsx';
import './tree-panel.css';

const words = texts.deviceTree;
const filters: readonly TreeFilter[] = ['all', 'problems', 'stale', 'differs', 'changed'];
/** Letters that come quicker than this belong to one word. */
const typeAheadPause = 600;

interface TreePanelProps {
  readonly tree: DeviceTreeHandle;
  readonly kind: 'device' | 'schema';
  /** Copies the ClientURI of the chosen line. */
  readonly onCopy: () => void;
}

/** A tree with its search, with the keys of the WAI-ARIA treegrid pattern; only the lines in sight exist. */
export function TreePanel({ tree, kind, onCopy }: TreePanelProps) {
  const state = useStore(tree.store);
  const panel = useRef<HTMLElement>(null);
  const now = useNow(10_000);
  const columns = useMemo(() => treeColumns(now, tree.toggle, kind), [now, tree, kind]);
  const typeAhead = useTypeAhead(tree);
  useSearchKey(panel);
  const { view, total, found } = state;
  const isSearched = view.find !== '' || view.only !== 'all';
  const toGrid = async () => {
    await tree.firstMatch();
    // Once the choice is drawn: a tree that gets the focus with none makes one.
    requestAnimationFrame(() => panel.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus());
  };
  // Up and down count from where the keys before them lead, which may not be drawn yet.
  const onArrow = (event: KeyboardEvent) => {
    const lines = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const inTree = event.target instanceof Element && event.target.role === 'treegrid';
    if (lines === 0 || !inTree || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    tree.move(lines);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const inSearch = event.target instanceof HTMLInputElement && event.target.type === 'search';
    if (inSearch && (event.key === 'Enter' || event.key === 'ArrowDown')) {
      event.preventDefault();
      void toGrid();
    }
    const copies = event.key.toLowerCase() === 'c' && (event.ctrlKey || event.metaKey);
    if (!copies || inSearch || document.getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    onCopy();
  };
  return (
    <section
      ref={panel}
      className="tree panel"
      aria-label={kind === 'device' ? words.tree : words.schemaTree}
      onKeyDown={onKeyDown}
      onKeyDownCapture={onArrow}
    >
      <div className="tree__head">
        <SearchField label={words.search} value={view.find} onChange={tree.find} />
        {kind === 'device' && (
          <NativeSelect
            aria-label={words.filterLabel}
            className="tree__filter"
            value={view.only}
            onChange={(event) => tree.show({ only: event.currentTarget.value as TreeFilter })}
            data={filters.map((value) => ({ value, label: words.filters[value] }))}
          />
        )}
        {kind === 'device' && (
          <Checkbox
            size="xs"
            label={words.described}
            title={words.describedHint}
            checked={view.described}
            onChange={(event) => tree.show({ described: event.currentTarget.checked })}
          />
        )}
        <span className="tree__actions">
          {isSearched ? (
            <span className="dim" role="status">
              {words.matches(found?.matches ?? 0)}
            </span>
          ) : (
            <>
              <IconAction label={words.expandAll} onRun={tree.openAll}>
                <IconArrowsMaximize size="1.0625rem" />
              </IconAction>
              <IconAction label={words.collapseAll} onRun={tree.closeAll}>
                <IconArrowsMinimize size="1.0625rem" />
              </IconAction>
            </>
          )}
        </span>
      </div>
      {state.fault && <FaultNotice fault={state.fault} />}
      {total === undefined && !state.fault && <Loading />}
      {total === 0 && <NothingInSight isSearched={isSearched} isFound={view.find !== ''} />}
      {total !== undefined && total > 0 && (
        <div className="tree__rows">
          <VirtualGrid
            label={kind === 'device' ? words.tree : words.schemaTree}
            columns={columns}
            count={total}
            rowAt={tree.rowAt}
            compact
            rowHeight={2}
            active={state.active}
            above={state.above}
            reveal={state.reveal}
            onActive={tree.choose}
            onRange={tree.need}
            onKey={(key, index) => {
              if (key === 'ArrowRight') tree.step('in');
              else if (key === 'ArrowLeft') tree.step('out');
              else if (key === 'Enter' || key === ' ') tree.toggle(index);
              else return typeAhead(key);
              return true;
            }}
            treeOf={(index) => {
              const row = tree.rowAt(index);
              if (!row) return undefined;
              const { level, position, siblings, expanded } = row;
              return { level, position, siblings, ...(expanded === undefined ? {} : { expanded }) };
            }}
          />
        </div>
      )}
      {state.tree?.summary.cutShort && <p className="dim tree__note">{words.cutShort}</p>}
    </section>
  );
}

function NothingInSight({
  isSearched,
  isFound,
}: {
  readonly isSearched: boolean;
  readonly isFound: boolean;
}) {
  if (!isSearched)
    return (
      <EmptyState
        title={words.emptyTitle}
        lead={words.emptyLead}
        icon={<IconSitemap size="1.75rem" stroke={1.5} />}
      />
    );
  return (
    <EmptyState
      title={isFound ? words.noMatch : words.noneOf}
      lead={isFound ? words.noMatchLead : words.noneOfLead}
      icon={<IconSearchOff size="1.75rem" stroke={1.5} />}
    />
  );
}

/** Letters go to the next line whose name begins with them; a search and other keys are not letters. */
function useTypeAhead(tree: DeviceTreeHandle): (key: string) => boolean {
  const [typed] = useState(() => ({ text: '', at: 0 }));
  return (key) => {
    const isLetter = key.length === 1 && key !== '/' && key !== ' ';
    if (!isLetter) return false;
    const at = performance.now();
    typed.text = at - typed.at < typeAheadPause ? typed.text + key : key;
    typed.at = at;
    tree.typeAhead(typed.text);
    return true;
  };
}

/** Ctrl+F goes to the search, as `/` does. */
function useSearchKey(panel: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey)) return;
      if (document.querySelector('dialog[open]')) return;
      event.preventDefault();
      panel.current?.querySelector<HTMLInputElement>('input[type=search]')?.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [panel]);
}
