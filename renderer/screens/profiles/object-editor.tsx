import { Checkbox, NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconFilePlus, IconPlaylistAdd } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import {
  addMissing,
  beginningOf,
  dataPath,
  orderBelow,
  setNode,
} from '../../../core/provisioning/configuration-edits.ts';
import {
  type DataNode,
  dataKey,
  dataNodeAt,
  dataRows,
  missingNodes,
} from '../../../core/provisioning/configuration-tree.ts';
import type { Writable } from '../../../core/provisioning/profile-edits.ts';
import { nodeAt } from '../../../core/provisioning/profile-text.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { VirtualGrid } from '../../components/virtual-grid.tsx';
import { useHotkey } from '../../keys/use-hotkey.ts';
import { texts } from '../../texts.ts';
import { DataProperties } from './data-properties.tsx';
import { dataColumns } from './object-columns.tsx';
import type { EditedObject } from './object-model.ts';
import { ObjectProperties } from './object-properties.tsx';
import { HistoryActions, type PartProps } from './profile-part.tsx';
import type { Description } from './use-description.ts';
import '../devices/tree-panel.css';

interface ObjectEditorProps extends PartProps {
  readonly object: EditedObject;
  readonly description: Description['kind'];
  readonly names: readonly string[];
  readonly onName: (name: string | undefined) => void;
  readonly onAdd: () => void;
}

/** One management object: its tree at the left, one node of it at the right. */
export function ObjectEditor(props: ObjectEditorProps) {
  const { editor, object, description, names, onName, onAdd, onShow } = props;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [possible, setPossible] = useState(true);
  const [find, setFind] = useState('');
  const [chosen, setChosen] = useState<{ readonly path: readonly string[]; readonly index: number }>({
    path: [],
    index: 0,
  });
  const panel = useRef<HTMLElement>(null);
  const side = useRef<HTMLElement>(null);
  const { tree, root = '' } = object;
  const rows = useMemo(
    () => (tree ? dataRows(tree, { closed, possible, find }) : []),
    [tree, closed, possible, find],
  );
  const key = dataKey(chosen.path);
  const at = rows.findIndex(({ node }) => dataKey(node.path) === key);
  const active = at >= 0 ? at : Math.min(chosen.index, rows.length - 1);
  const node = rows[active]?.node;
  const toGrid = () => panel.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus();
  const toSide = () =>
    side.current
      ?.querySelector<HTMLElement>('[data-first] input, [data-first] textarea, [data-first] select')
      ?.focus();
  const choose = (index: number) => {
    const row = rows[index];
    if (row) setChosen({ path: row.node.path, index });
  };
  const toggle = (index: number, open?: boolean) => {
    const row = rows[index];
    if (row?.expanded === undefined) return;
    const name = dataKey(row.node.path);
    const next = new Set(closed);
    if (open ?? next.has(name)) next.delete(name);
    else next.add(name);
    setClosed(next);
  };
  const put = (path: readonly string[], value: Writable | undefined) => {
    const name = path.at(-1);
    if (name === undefined || tree === undefined) return;
    const order = orderBelow(tree, path.slice(0, -1));
    // One that may have any name stands where those do.
    editor.change((now) =>
      setNode(now, dataPath(object.name, root, path), value, order.includes(name) ? order : []),
    );
  };
  const add = (each: DataNode | undefined, index: number) => {
    if (each === undefined || each.state === 'present') return;
    if (each.name === '') return toSide();
    if (each.schema) put(each.path, beginningOf(each.schema, object.kind));
    setChosen({ path: each.path, index });
    requestAnimationFrame(toSide);
  };
  const remove = (each: DataNode | undefined, index: number) => {
    if (each?.state !== 'present' || each.path.length === 0) return;
    put(each.path, undefined);
    setChosen({ path: each.path, index: Math.max(0, index - (each.named === 'free' ? 1 : 0)) });
  };
  const missing = tree ? [...missingNodes(tree)].filter(({ name }) => name !== '').length : 0;
  const onKey = (pressed: string, index: number): boolean => {
    const row = rows[index];
    if (row === undefined) return false;
    switch (pressed) {
      case 'ArrowRight':
        if (row.expanded === false) toggle(index, true);
        else if (row.expanded) choose(index + 1);
        return true;
      case 'ArrowLeft':
        if (row.expanded) toggle(index, false);
        else choose(rows.findLastIndex((each, other) => other < index && each.level < row.level));
        return true;
      case ' ':
        toggle(index);
        return true;
      case 'Insert':
        add(row.node, index);
        return true;
      case 'Enter':
        if (row.node.state !== 'present') add(row.node, index);
        else if (row.node.children && row.node.path.length > 0) toggle(index);
        else toSide();
        return true;
      case 'Delete':
        remove(row.node, index);
        return true;
      default:
        return false;
    }
  };
  useHotkey('T', toGrid);
  const show = (each: DataNode) => {
    const path = each.state === 'present' ? each.path : each.path.slice(0, -1);
    const found = nodeAt(editor.read.tree, dataPath(object.name, root, path));
    if (found) onShow(found.offset);
  };
  const faultsAt = (each: DataNode) =>
    editor
      .faultsIn(dataPath(object.name, root, each.path))
      .filter(({ path }) => path.length === 4 + each.path.length);
  return (
    <div className="split object-part">
      <section ref={panel} className="tree panel" aria-label={texts.profileObjects.tree}>
        <div className="tree__head">
          <NativeSelect
            className="object-part__name"
            aria-label={texts.profileObjects.object}
            value={object.name}
            data={[...names]}
            onChange={(event) => onName(event.currentTarget.value)}
          />
          <IconAction label={texts.profileObjects.addObject} hotkey="O" onRun={onAdd}>
            <IconFilePlus size="1.0625rem" />
          </IconAction>
          <SearchField label={texts.profileObjects.search} value={find} onChange={setFind} />
          {object.schema && (
            <Checkbox
              size="xs"
              label={texts.profileObjects.possible}
              title={texts.profileObjects.possibleHint}
              checked={possible}
              onChange={(event) => setPossible(event.currentTarget.checked)}
            />
          )}
        </div>
        <div className="tree__rows">
          {rows.length > 0 ? (
            <VirtualGrid
              label={texts.profileObjects.tree}
              columns={dataColumns(toggle, faultsAt, object.schema !== undefined)}
              count={rows.length}
              rowAt={(index) => rows[index]}
              compact
              rowHeight={2}
              active={active}
              onActive={choose}
              onKey={onKey}
              treeOf={(index) => rows[index]}
            />
          ) : (
            <p className="dim object-part__none">
              {tree ? texts.profileObjects.noMatch : texts.profileObjects.noRoot}
            </p>
          )}
        </div>
        <div className="form-structure__foot">
          {missing > 0 && (
            <ActionButton
              size="sm"
              hotkey="A"
              icon={<IconPlaylistAdd size="1rem" />}
              onRun={() => {
                if (tree)
                  editor.change((now) => addMissing(now, dataPath(object.name, root, []), tree, object.kind));
              }}
            >
              {texts.profileObjects.addMissing(missing)}
            </ActionButton>
          )}
          <span className="dim object-part__keys">{texts.profileObjects.keys}</span>
          <HistoryActions document={editor.document} />
        </div>
      </section>
      <aside
        ref={side}
        className="detail panel object-side"
        aria-label={texts.profileObjects.node}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return;
          event.preventDefault();
          toGrid();
        }}
      >
        {node === undefined || node.path.length === 0 ? (
          <ObjectProperties
            editor={editor}
            object={object}
            description={description}
            names={names}
            onName={onName}
            onLeave={toGrid}
          />
        ) : null}
        {node && tree && (
          <DataProperties
            key={dataKey(node.path)}
            editor={editor}
            object={object}
            node={node}
            parent={dataNodeAt(tree, node.path.slice(0, -1))}
            faults={faultsAt(node).map(({ fault }) => fault.message)}
            onPut={put}
            onAdd={() => add(node, active)}
            onRemove={() => {
              remove(node, active);
              toGrid();
            }}
            onChoose={(path) => setChosen({ path, index: active })}
            onShow={() => show(node)}
            onLeave={(next) => {
              toGrid();
              if (next) choose(Math.min(rows.length - 1, active + 1));
            }}
          />
        )}
      </aside>
    </div>
  );
}
