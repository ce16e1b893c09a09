import { IconChevronRight } from '@tabler/icons-react';
import type { AlertRow } from '../../../core/api-alerts.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useCall } from '../../components/use-call.ts';
import { useTold } from '../../components/use-told.ts';
import { formatExactTime } from '../../format/times.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { typeWords } from './alert-words.ts';
import { SeverityTag } from './severity-tag.tsx';
import './alerts.css';

const shown = 5;
const words = texts.alerts;

/** The newest alerts of a device, for its screen. */
export function DeviceAlerts({ deviceId }: { readonly deviceId: string }) {
  const everything = { severityAtLeast: 'indeterminate', type: '', search: '', open: false } as const;
  const { state, reload } = useCall('alerts', { ...everything, deviceId, offset: 0, limit: shown });
  useTold('alertsChanged', reload);
  if (state.kind === 'loading') return null;
  if (state.kind === 'fault') return <FaultNotice fault={state.fault} />;
  const { rows, total } = state.answer;
  const [newest] = rows;
  if (newest === undefined) return <p className="dim">{words.none}</p>;
  return (
    <>
      <ul className="device-alerts">
        {rows.map((alert, index) => (
          <li key={alert.alertId}>
            <Entry alert={alert} index={index} />
          </li>
        ))}
      </ul>
      {total > rows.length && (
        <ActionButton size="sm" onRun={() => goTo({ name: 'devices', part: 'alerts', find: deviceId })}>
          {`${words.allOfDevice} (${total})`}
        </ActionButton>
      )}
    </>
  );
}

function Entry({ alert, index }: { readonly alert: AlertRow; readonly index: number }) {
  const { deviceId, alertId, at, severity, acknowledged, resultCode } = alert;
  const type = typeWords(alert);
  return (
    <button
      type="button"
      className="device-alert"
      onClick={() =>
        goTo({
          ...{ name: 'devices', part: 'alerts', find: deviceId },
          row: { index, key: String(alertId) },
        })
      }
    >
      <span className="device-alert__words">
        <bdi>{acknowledged === undefined ? <b>{type}</b> : type}</bdi>
        <span className="device-alert__line">
          <SeverityTag severity={severity} />
          {resultCode !== undefined && <span className="dim">{words.result(resultCode)}</span>}
          <span className="dim">{formatExactTime(at)}</span>
        </span>
      </span>
      <IconChevronRight size="1.0625rem" aria-hidden="true" />
    </button>
  );
}
