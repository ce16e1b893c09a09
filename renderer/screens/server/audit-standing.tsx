import { IconDownload, IconKey, IconPlayerStop, IconShieldCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { AuditStateView } from '../../../core/api-audit.ts';
import type { Finding } from '../../../core/audit/verify.ts';
import { call, listen } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { Tag } from '../../components/tag.tsx';
import { useCall } from '../../components/use-call.ts';
import { useTold } from '../../components/use-told.ts';
import { formatMoment } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { saveAudit } from './save-audit.ts';

/** Whether the audit log holds, as far as that is known, and what can be done with it as a whole. */
export function AuditStanding() {
  const { state, reload } = useCall('auditState', {});
  const [progress, setProgress] = useState<AuditStateView['verifying']>();
  useTold('auditChanged', reload);
  useEffect(() => listen('auditProgress', setProgress), []);
  if (state.kind === 'fault') return <FaultNotice fault={state.fault} />;
  if (state.kind === 'loading') return <div className="audit__head" aria-busy="true" />;
  const { answer } = state;
  const verifying = answer.verifying && (progress ?? answer.verifying);
  const verify = async () => {
    setProgress(undefined);
    const asked = call('verifyAudit', {});
    await reload();
    const result = await asked;
    await reload();
    return result.kind === 'fault' ? result.fault : undefined;
  };
  return (
    <>
      <div className="audit__head">
        <div className="audit__standing" role="status">
          <Standing state={answer} verifying={verifying} />
        </div>
        {verifying ? (
          <ActionButton
            hotkey="V"
            icon={<IconPlayerStop size="1.0625rem" />}
            onRun={() => call('stopVerifyingAudit', {})}
          >
            {texts.audit.stop}
          </ActionButton>
        ) : (
          <ActionButton
            tone="primary"
            hotkey="V"
            icon={<IconShieldCheck size="1.0625rem" />}
            onRun={() => void verify()}
          >
            {texts.audit.verify}
          </ActionButton>
        )}
        <ActionButton
          hotkey="X"
          icon={<IconDownload size="1.0625rem" />}
          onRun={() => saveAudit('exportAudit', {}, texts.audit.exported)}
        >
          {texts.audit.export}
        </ActionButton>
        <ActionButton
          hotkey="K"
          icon={<IconKey size="1.0625rem" />}
          onRun={() => saveAudit('saveAuditKey', {}, texts.audit.keySaved)}
        >
          {texts.audit.saveKey}
        </ActionButton>
      </div>
      <div className="audit__findings">
        <Findings title={texts.audit.damage} findings={answer.damage} />
        <Findings title={texts.audit.findings} findings={answer.verified?.findings ?? []} />
      </div>
    </>
  );
}

function Standing(props: {
  readonly state: AuditStateView;
  readonly verifying: AuditStateView['verifying'];
}) {
  const { state, verifying } = props;
  const { verified, entries } = state;
  if (verifying)
    return (
      <>
        <span>{texts.audit.verifying(verifying.done, verifying.total)}</span>
        <ProgressBar label={texts.audit.progressLabel} {...verifying} failed={0} inWork={0} />
      </>
    );
  if (verified === undefined)
    return (
      <p>
        <Tag>{texts.audit.notVerified}</Tag>
        <span className="dim">{texts.audit.notVerifiedHint(entries)}</span>
      </p>
    );
  const at = formatMoment(verified.at, Date.now());
  if (verified.findings.length > 0)
    return (
      <p>
        <Tag tone="bad">{texts.audit.broken(verified.findings.length)}</Tag>
        <span className="dim">{texts.audit.brokenHint(at)}</span>
      </p>
    );
  return (
    <p>
      <Tag tone="ok">{texts.audit.verifiedUpTo(verified.upTo)}</Tag>
      <span className="dim">{texts.audit.verifiedHint(at, entries - verified.upTo)}</span>
    </p>
  );
}

/** The first says where it begins; what follows is mostly what follows from it. */
function Findings({ title, findings }: { readonly title: string; readonly findings: readonly Finding[] }) {
  const [first, ...others] = findings;
  if (first === undefined) return null;
  return (
    <section aria-label={title}>
      <h2 className="kicker">{title}</h2>
      {others.length === 0 ? (
        <FaultNotice fault={first.fault} />
      ) : (
        <FaultNotice fault={first.fault}>
          <span className="dim">{texts.audit.more(others.length)}</span>
        </FaultNotice>
      )}
    </section>
  );
}
