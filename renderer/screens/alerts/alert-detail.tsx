import { IconCheck, IconX } from '@tabler/icons-react';
import type { Firing } from '../../../core/alerts/firing.ts';
import { severityOf } from '../../../core/alerts/severity.ts';
import type { AlertDetail as AlertDetailView } from '../../../core/api-alerts.ts';
import { visibleText } from '../../../core/inspect/visible-text.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyIcon } from '../../components/copy-button.tsx';
import { Fact } from '../../components/fact.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { Loading } from '../../components/loading.tsx';
import { notifyDone } from '../../components/notify.ts';
import { useCall } from '../../components/use-call.ts';
import { useTold } from '../../components/use-told.ts';
import { deviceIdWords } from '../../format/identity.ts';
import { formatNumber } from '../../format/numbers.ts';
import { formatExactTime } from '../../format/times.ts';
import type { Screen } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { laidOut } from '../sessions/package-json.ts';
import { actorWords, firingWords, typeWords } from './alert-words.ts';
import { SeverityTag } from './severity-tag.tsx';

const words = texts.alerts;

interface AlertDetailProps {
  readonly alertId: number;
  readonly onAcknowledge: (alertId: number) => Promise<unknown>;
  readonly onLeave: (screen: Screen) => void;
  readonly onClose: () => void;
}

/** One alert: all that the device said, what rules made of it, and the ways to where it belongs. */
export function AlertDetail({ alertId, onAcknowledge, onLeave, onClose }: AlertDetailProps) {
  const { state, reload } = useCall('alert', { alertId });
  useTold('alertsChanged', reload);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
    <aside className="detail panel" aria-label={words.detail} tabIndex={0}>
      <div className="detail__head">
        <h2 className="alert-title">
          {state.kind === 'answer' ? <bdi>{typeWords(state.answer)}</bdi> : words.detail}
        </h2>
        <IconAction label={texts.common.close} hotkey="Escape" onRun={onClose}>
          <IconX size="1.0625rem" />
        </IconAction>
      </div>
      {state.kind === 'loading' && <Loading />}
      {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
      {state.kind === 'answer' && (
        <Alert alert={state.answer} onAcknowledge={onAcknowledge} onLeave={onLeave} />
      )}
    </aside>
  );
}

function Alert({
  alert,
  onAcknowledge,
  onLeave,
}: { readonly alert: AlertDetailView } & Pick<AlertDetailProps, 'onAcknowledge' | 'onLeave'>) {
  const { alertId, deviceId, label, sessionId, sourceUri, targetUri, acknowledged, dataType } = alert;
  const toNode = async (uri: string) => {
    try {
      await navigator.clipboard.writeText(uri);
      notifyDone(words.nodeCopied, words.nodeHint);
    } catch {
      // Without the clipboard the person copies the address by hand; it goes with them.
      notifyDone(texts.common.notCopied, visibleText(uri));
    }
    onLeave({ name: 'device', deviceId });
  };
  return (
    <>
      <div className="detail__actions">
        {acknowledged === undefined && (
          <ActionButton
            size="sm"
            tone="primary"
            hotkey="A"
            needs="acknowledgeAlerts"
            icon={<IconCheck size="1rem" />}
            onRun={() => onAcknowledge(alertId)}
          >
            {words.acknowledge}
          </ActionButton>
        )}
        <ActionButton size="sm" hotkey="S" onRun={() => onLeave({ name: 'session', sessionId })}>
          {words.toSession}
        </ActionButton>
        {sourceUri === undefined ? (
          <ActionButton size="sm" hotkey="D" onRun={() => onLeave({ name: 'device', deviceId })}>
            {words.toDevice}
          </ActionButton>
        ) : (
          <ActionButton size="sm" hotkey="D" onRun={() => toNode(sourceUri)}>
            {words.toNode}
          </ActionButton>
        )}
      </div>
      <dl className="facts">
        <Fact name={words.severity}>
          <SeverityTag severity={alert.severity} /> <SaidSeverity alert={alert} />
        </Fact>
        <Fact name={words.time}>{formatExactTime(alert.at)}</Fact>
        <Fact name={words.device}>
          <bdi>{visibleText(label)}</bdi> <span className="mono dim">{deviceIdWords(deviceId)}</span>
        </Fact>
        <Fact name={words.type} mono>
          <bdi>{visibleText(alert.alertType)}</bdi>
        </Fact>
        {sourceUri !== undefined && <UriFact name={words.about} uri={sourceUri} />}
        {targetUri !== undefined && <UriFact name={words.target} uri={targetUri} />}
        {alert.resultCode !== undefined && <Fact name={words.resultCode}>{alert.resultCode}</Fact>}
        <Fact name={words.acknowledged}>
          {acknowledged === undefined
            ? words.notAcknowledged
            : words.acknowledgedBy(actorWords(acknowledged.by), formatExactTime(acknowledged.at))}
        </Fact>
        {dataType !== undefined && (
          <Fact name={words.dataType} mono>
            <bdi>{visibleText(dataType)}</bdi>
          </Fact>
        )}
        <Fact name={words.number}>{formatNumber(alertId)}</Fact>
      </dl>
      <Data alert={alert} />
      {alert.firings.length > 0 && <Firings firings={alert.firings} />}
    </>
  );
}

/** What the device itself said, where a rule made something else of it. */
function SaidSeverity({ alert: { mark, severity } }: { readonly alert: AlertDetailView }) {
  if (severityOf(mark) === severity && (mark === undefined || mark.toLowerCase() === severity)) return null;
  return (
    <span className="dim">
      {mark === undefined ? words.deviceSaidNothing : words.deviceSaid(visibleText(mark))}
    </span>
  );
}

function UriFact({ name, uri }: { readonly name: string; readonly uri: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="alert-uri">
        <bdi className="mono">{visibleText(uri)}</bdi>
        <CopyIcon text={uri} label={words.copyUri} />
      </dd>
    </div>
  );
}

function Data({ alert: { data, dataLength } }: { readonly alert: AlertDetailView }) {
  if (dataLength === undefined) return null;
  const isCut = data !== undefined && data.length < dataLength;
  return (
    <section className="alert-part" aria-label={words.data}>
      <h3 className="kicker">{words.data}</h3>
      {data === undefined && <p className="dim">{words.dataHidden}</p>}
      {isCut && <p className="dim">{words.dataCut(data.length, dataLength)}</p>}
      {data !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
        <pre className="alert-data" dir="ltr" tabIndex={0}>
          {laidOut(data)}
        </pre>
      )}
    </section>
  );
}

function Firings({ firings }: { readonly firings: readonly Firing[] }) {
  return (
    <section className="alert-part" aria-label={words.rulesDid}>
      <h3 className="kicker">{words.rulesDid}</h3>
      <ul className="alert-firings">
        {firings.map((firing) => (
          <li key={firing.ruleId}>
            <b>
              <bdi>{visibleText(firing.ruleName)}</bdi>
            </b>{' '}
            <span className={firing.act?.kind === 'failed' ? 'cause' : 'dim'}>{firingWords(firing)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
