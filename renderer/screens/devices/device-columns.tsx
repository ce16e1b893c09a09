import { Checkbox } from '@mantine/core';
import type { DeviceSummary } from '../../../core/api.ts';
import type { NextAction } from '../../../core/inspect/device-standing.ts';
import { Tag } from '../../components/tag.tsx';
import type { GridColumn } from '../../components/virtual-grid.tsx';
import { deviceIdWords } from '../../format/identity.ts';
import { formatAgo, formatExactTime, formatMoment } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { DeviceState } from './device-state.tsx';

const words = texts.devices;

/** The columns of the list of devices, with a box to select each. */
export function deviceColumns(
  now: number,
  selected: ReadonlySet<string>,
  onSelect: (deviceId: string) => void,
): readonly GridColumn<DeviceSummary>[] {
  return [
    {
      key: 'selected',
      header: words.selectColumn,
      width: '1.25rem',
      cell: ({ deviceId, label }) => (
        <Checkbox
          size="xs"
          tabIndex={-1}
          aria-label={words.select(label)}
          checked={selected.has(deviceId)}
          onChange={() => onSelect(deviceId)}
          onClick={(event) => event.stopPropagation()}
        />
      ),
    },
    {
      key: 'device',
      header: words.device,
      width: 'minmax(9rem, 1.3fr)',
      cell: ({ label, tags }) => (
        <span className="device-name">
          <b className="ellipsis">{label}</b>
          {tags.map((tag) => (
            <Tag key={tag}>
              <bdi>{tag}</bdi>
            </Tag>
          ))}
        </span>
      ),
    },
    {
      key: 'id',
      header: words.id,
      width: 'minmax(12rem, 1fr)',
      wideOnly: true,
      cell: ({ deviceId }) => <span className="mono dim">{deviceIdWords(deviceId)}</span>,
    },
    {
      key: 'state',
      header: words.state,
      width: '7rem',
      cell: ({ state }) => <DeviceState state={state} />,
    },
    {
      key: 'next',
      header: words.next,
      width: 'minmax(9rem, 1fr)',
      cell: ({ next }) => <Next next={next} now={now} />,
    },
    {
      key: 'model',
      header: words.model,
      width: 'minmax(5rem, 0.8fr)',
      cell: ({ model }) => model ?? <span className="dim">{texts.common.none}</span>,
    },
    {
      key: 'firmware',
      header: words.firmware,
      width: 'minmax(4.5rem, 7rem)',
      cell: ({ firmware }) => firmware ?? <span className="dim">{texts.common.none}</span>,
    },
    {
      key: 'lastSession',
      header: words.lastSession,
      width: '8rem',
      cell: ({ lastSessionAt }) => (
        <span
          className="dim"
          title={lastSessionAt === undefined ? undefined : formatExactTime(lastSessionAt)}
        >
          {lastSessionAt === undefined ? words.never : formatAgo(lastSessionAt, now)}
        </span>
      ),
    },
  ];
}

function Next({ next, now }: { readonly next: NextAction; readonly now: number }) {
  const text = words.nextWords[next.kind];
  switch (next.kind) {
    case 'none':
      return <span className="dim">{texts.common.none}</span>;
    case 'awaitAnswer':
    case 'awaitOutcome':
      return <span title={words.nextUntil(formatMoment(next.until, now))}>{text}</span>;
    case 'mendRow':
    case 'lookAtSession':
      return <span title={next.fault?.message}>{text}</span>;
    case 'atStation':
    case 'awaitFirstSession':
    case 'endSession':
    case 'writeCard':
      return <span>{text}</span>;
  }
}
