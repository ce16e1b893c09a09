import { Checkbox } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { AlertRow } from '../../../core/api-alerts.ts';
import { visibleText } from '../../../core/inspect/visible-text.ts';
import type { GridColumn } from '../../components/virtual-grid.tsx';
import { nodeWords } from '../../format/addresses.ts';
import { deviceIdWords } from '../../format/identity.ts';
import { formatExactTime, formatMoment } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { actorWords, typeWords } from './alert-words.ts';
import { SeverityTag } from './severity-tag.tsx';

const words = texts.alerts;

/** The columns of the list of alerts; those that nobody has acknowledged stand out. */
export function alertColumns(
  now: number,
  selected: ReadonlySet<number>,
  onSelect: (alertId: number) => void,
): readonly GridColumn<AlertRow>[] {
  return [
    {
      key: 'selected',
      header: words.selectColumn,
      width: '1.25rem',
      cell: (alert) =>
        alert.acknowledged === undefined && (
          <Checkbox
            size="xs"
            tabIndex={-1}
            aria-label={words.select(alert)}
            checked={selected.has(alert.alertId)}
            onChange={() => onSelect(alert.alertId)}
            onClick={(event) => event.stopPropagation()}
          />
        ),
    },
    {
      key: 'severity',
      header: words.severity,
      width: '6.75rem',
      cell: ({ severity }) => <SeverityTag severity={severity} />,
    },
    {
      key: 'alert',
      header: words.alert,
      width: 'minmax(10rem, 2fr)',
      cell: (alert) => <What alert={alert} />,
    },
    {
      key: 'device',
      header: words.device,
      width: 'minmax(8rem, 1.1fr)',
      cell: ({ label, deviceId }) => (
        <span className="two-lines">
          <bdi className="ellipsis">{visibleText(label)}</bdi>
          <span className="mono dim ellipsis">{deviceIdWords(deviceId)}</span>
        </span>
      ),
    },
    {
      key: 'time',
      header: words.time,
      width: 'minmax(6.5rem, 9.5rem)',
      cell: ({ at }) => (
        <span className="dim" title={formatExactTime(at)}>
          {formatMoment(at, now)}
        </span>
      ),
    },
    {
      key: 'acknowledged',
      header: words.acknowledged,
      width: 'minmax(8rem, 0.8fr)',
      wideOnly: true,
      cell: ({ acknowledged }) =>
        acknowledged === undefined ? (
          <span className="dim">{words.notAcknowledged}</span>
        ) : (
          <span className="dim ellipsis" title={formatExactTime(acknowledged.at)}>
            <IconCheck size="0.875rem" className="alert-check" aria-hidden="true" />{' '}
            <bdi>{actorWords(acknowledged.by)}</bdi>
          </span>
        ),
    },
  ];
}

function What({ alert }: { readonly alert: AlertRow }) {
  const { sourceUri, resultCode, acknowledged } = alert;
  const type = typeWords(alert);
  return (
    <span className="two-lines">
      <bdi className="ellipsis" title={visibleText(alert.alertType)}>
        {acknowledged === undefined ? <b>{type}</b> : type}
        {resultCode !== undefined && <span className="dim"> · {words.result(resultCode)}</span>}
      </bdi>
      {sourceUri !== undefined && (
        <bdi className="mono dim ellipsis">{visibleText(nodeWords(sourceUri).address)}</bdi>
      )}
    </span>
  );
}
