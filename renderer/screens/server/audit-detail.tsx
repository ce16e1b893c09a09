import { IconDownload, IconSitemap, IconStack2, IconX } from '@tabler/icons-react';
import type { AuditEntryView, AuditRow } from '../../../core/api-audit.ts';
import { visibleLines } from '../../../core/inspect/visible-text.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyIcon } from '../../components/copy-button.tsx';
import { Fact } from '../../components/fact.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { deviceIdWords, iccidGroups } from '../../format/identity.ts';
import { formatNumber } from '../../format/numbers.ts';
import { formatExactTime } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { saveAudit } from './save-audit.ts';

interface AuditDetailProps {
  readonly row: AuditRow;
  readonly onClose: () => void;
  readonly onOpenDevice: (deviceId: string) => void;
  readonly onOpenBatch: (batchId: string) => void;
}

/** One entry: all that is recorded of an act. */
export function AuditDetail({ row, onClose, onOpenDevice, onOpenBatch }: AuditDetailProps) {
  return (
    <aside className="detail panel" aria-label={texts.audit.detail}>
      <div className="detail__head">
        <h2>{'unreadable' in row ? texts.audit.unreadable : texts.audit.act(row.act)}</h2>
        <IconAction label={texts.common.close} hotkey="Escape" onRun={onClose}>
          <IconX size="1.0625rem" />
        </IconAction>
      </div>
      {!('unreadable' in row) && <Entry entry={row} onOpenDevice={onOpenDevice} onOpenBatch={onOpenBatch} />}
      <dl className="facts">
        <Fact name={texts.audit.number}>{formatNumber(row.sequence)}</Fact>
        <div>
          <dt>{texts.audit.digest}</dt>
          <dd className="audit__digest">
            <span className="mono">{row.digest}</span>
            <CopyIcon text={row.digest} label={texts.audit.copyDigest} />
          </dd>
        </div>
      </dl>
    </aside>
  );
}

function Entry(
  props: { readonly entry: AuditEntryView } & Pick<AuditDetailProps, 'onOpenDevice' | 'onOpenBatch'>,
) {
  const { entry } = props;
  const { deviceId, label, batchId, card } = entry.subject;
  const message = 'message' in entry.act ? entry.act.message : undefined;
  return (
    <>
      {(deviceId !== undefined || batchId !== undefined) && (
        <div className="detail__actions">
          {deviceId !== undefined && (
            <ActionButton
              size="sm"
              hotkey="D"
              icon={<IconSitemap size="1rem" />}
              onRun={() => props.onOpenDevice(deviceId)}
            >
              {texts.audit.openDevice}
            </ActionButton>
          )}
          {batchId !== undefined && entry.batchName !== undefined && (
            <ActionButton
              size="sm"
              hotkey="B"
              icon={<IconStack2 size="1rem" />}
              onRun={() => props.onOpenBatch(batchId)}
            >
              {texts.audit.openBatch}
            </ActionButton>
          )}
          {batchId !== undefined && (
            <ActionButton
              size="sm"
              hotkey="E"
              icon={<IconDownload size="1rem" />}
              onRun={() => saveAudit('exportAudit', { batchId }, texts.audit.exported)}
            >
              {texts.audit.exportBatch}
            </ActionButton>
          )}
        </div>
      )}
      <dl className="facts">
        <Fact name={texts.audit.time}>{formatExactTime(entry.at)}</Fact>
        <Fact name={texts.audit.who}>{texts.audit.actor(entry.actor)}</Fact>
        {deviceId !== undefined && (
          <Fact name={texts.audit.device}>
            {label === undefined ? deviceIdWords(deviceId) : `${label}, ${deviceIdWords(deviceId)}`}
          </Fact>
        )}
        {entry.batchName !== undefined && <Fact name={texts.audit.batch}>{entry.batchName}</Fact>}
        {card?.iccid !== undefined && (
          <Fact name={texts.audit.card} mono>
            {iccidGroups(card.iccid)}
          </Fact>
        )}
        {card && (
          <Fact name={texts.audit.atr} mono>
            {card.atr}
          </Fact>
        )}
        {message && (
          <Fact name={texts.audit.message} mono>
            {message.sha256}
          </Fact>
        )}
      </dl>
      <details className="audit__technical">
        <summary>{texts.audit.technical}</summary>
        <pre className="mono">{visibleLines(JSON.stringify(entry.act, null, 2))}</pre>
      </details>
    </>
  );
}
