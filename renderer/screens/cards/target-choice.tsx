import { type KeyboardEvent, useState } from 'react';
import type { DeviceSummary } from '../../../core/api.ts';
import { answerOf, call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { notifyFault } from '../../components/notify.ts';
import { SearchField } from '../../components/search-field.tsx';
import { useCall } from '../../components/use-call.ts';
import { type GridColumn, VirtualGrid } from '../../components/virtual-grid.tsx';
import { deviceIdWords } from '../../format/identity.ts';
import type { CardTarget } from '../../stores/card-handle.ts';
import { goTo } from '../../stores/navigation.ts';
import { startSample } from '../../stores/sample.ts';
import { texts } from '../../texts.ts';
import { DeviceState } from '../devices/device-state.tsx';

interface TargetChoiceProps {
  readonly onChoose: (target: CardTarget) => void;
  readonly onClose: () => void;
}

const mostShown = 50;

const columns: readonly GridColumn<DeviceSummary>[] = [
  {
    key: 'device',
    header: texts.devices.device,
    width: 'minmax(0, 1fr)',
    cell: (device) => (
      <span className="two-lines">
        <b className="ellipsis">{device.label}</b>
        <span className="mono dim ellipsis">{deviceIdWords(device.deviceId)}</span>
      </span>
    ),
  },
  {
    key: 'state',
    header: texts.devices.state,
    width: '7.5rem',
    cell: (device) => <DeviceState state={device.state} />,
  },
];

/** Asks for a device: by search, by the arrows, or by scanning its label. None is chosen by itself. */
export function TargetChoice({ onChoose, onClose }: TargetChoiceProps) {
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(-1);
  const { state } = useCall('devices', { search, offset: 0, limit: mostShown });
  const { rows, total } = state.kind === 'answer' ? state.answer : { rows: [], total: 0 };
  const find = (wanted: string) => {
    setSearch(wanted);
    setActive(-1);
  };
  const choose = (device: DeviceSummary | undefined) => {
    if (device) onChoose({ deviceId: device.deviceId, label: device.label });
  };
  /** Enter in the search: what the arrows chose, or the one device that is found. A scanner is faster than the list. */
  const enter = async (typed: string) => {
    if (typed === search && active >= 0) return choose(rows[active]);
    const result = await call('devices', { search: typed, offset: 0, limit: 1 });
    const answer = answerOf(result, notifyFault);
    if (answer?.total === 1) choose(answer.rows[0]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    if (event.key === 'Enter') void enter(event.target.value);
    // A search that is empty already has nothing to leave but the question.
    if (event.key === 'Escape' && event.target.value === '') onClose();
    const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const move = moves[event.key];
    if (move === undefined || rows.length === 0) return;
    event.preventDefault();
    setActive(Math.max(0, Math.min(rows.length - 1, active + move)));
  };
  const isEmpty = state.kind === 'answer' && total === 0;
  return (
    <Dialog
      title={texts.cards.writeTitle}
      lead={texts.cards.writeLead}
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          hotkey="Enter"
          disabled={active < 0}
          onRun={() => choose(rows[active])}
        >
          {texts.cards.next}
        </DialogActions>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the search in it has the focus, and its keys move in the list */}
      <div className="target" onKeyDown={onKeyDown}>
        <SearchField label={texts.devices.search} value={search} onChange={find} />
        <div className="target__list panel">
          {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
          {state.kind === 'loading' && <Loading />}
          {isEmpty && search === '' && <NoDevice />}
          {isEmpty && search !== '' && (
            <EmptyState title={texts.devices.noMatch} lead={texts.devices.noMatchLead} />
          )}
          {total > 0 && (
            <VirtualGrid
              key={search}
              label={texts.cards.found}
              columns={columns}
              count={rows.length}
              rowAt={(index) => rows[index]}
              rowHeight={2.875}
              active={active}
              onActive={setActive}
              onOpen={(index) => choose(rows[index])}
            />
          )}
        </div>
        {total > rows.length && <p className="dim">{texts.cards.moreFound(rows.length, total)}</p>}
      </div>
    </Dialog>
  );
}

function NoDevice() {
  const run = async () => {
    const fault = await startSample();
    if (!fault) goTo({ name: 'bench' });
    return fault;
  };
  return (
    <EmptyState title={texts.cards.noDevice} lead={texts.cards.noDeviceLead}>
      <ActionButton tone="primary" hotkey="Enter" onRun={run}>
        {texts.cards.runSample}
      </ActionButton>
    </EmptyState>
  );
}
