import { useCallback, useMemo, useState } from 'react';
import type { DeviceSummary } from '../../../core/api.ts';
import { call } from '../../bench.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { type GridColumn, VirtualGrid } from '../../components/virtual-grid.tsx';
import { deviceIdWords } from '../../format/identity.ts';
import { texts } from '../../texts.ts';

interface ChooseDeviceProps {
  /** The device that is no choice. */
  readonly without: string;
  readonly onChosen: (device: DeviceSummary) => void;
  readonly onClose: () => void;
}

/** Chooses a device of the bench. */
export function ChooseDevice({ without, onChosen, onClose }: ChooseDeviceProps) {
  const [search, setSearch] = useState('');
  const load = useCallback(
    (offset: number, limit: number) => call('devices', { search, offset, limit }),
    [search],
  );
  const rows = usePagedRows<DeviceSummary>(search, load, (device) => device.deviceId);
  const columns = useMemo(() => choiceColumns, []);
  const choose = () => {
    const device = rows.rowAt(rows.active);
    if (device && device.deviceId !== without) onChosen(device);
  };
  return (
    <Dialog
      title={texts.deviceTree.withDevice}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} hotkey="Enter" disabled={rows.active < 0} onRun={choose}>
          {texts.deviceTree.compare}
        </DialogActions>
      }
    >
      <SearchField label={texts.devices.search} value={search} onChange={setSearch} focused />
      {rows.fault && <FaultNotice fault={rows.fault} />}
      {rows.total === 0 && <p className="dim">{texts.devices.noMatch}</p>}
      {rows.total !== undefined && rows.total > 0 && (
        <div className="choose-device">
          <VirtualGrid
            label={texts.devices.title}
            columns={columns}
            count={rows.total}
            rowAt={rows.rowAt}
            quiet
            compact
            rowHeight={2.25}
            active={rows.active}
            onActive={rows.choose}
            onRange={rows.need}
          />
        </div>
      )}
    </Dialog>
  );
}

const choiceColumns: readonly GridColumn<DeviceSummary>[] = [
  { key: 'device', header: texts.devices.device, width: '1fr', cell: ({ label }) => <b>{label}</b> },
  {
    key: 'id',
    header: texts.devices.id,
    width: '1.4fr',
    cell: ({ deviceId }) => <span className="mono dim">{deviceIdWords(deviceId)}</span>,
  },
];
