import { IconBan, IconDeviceFloppy, IconSitemap, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { ClientCertificateView } from '../../../core/api-certificates.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Fact } from '../../components/fact.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { notifyDone } from '../../components/notify.ts';
import { deviceIdWords } from '../../format/identity.ts';
import { formatExactTime } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { ClientState } from './certificates-columns.tsx';

const CertificatesQuestion = lazy(() => import('./certificates-question.tsx'));

interface ClientDetailProps {
  readonly certificate: ClientCertificateView;
  readonly onClose: () => void;
  readonly onChanged: () => unknown;
  readonly onOpenDevice: () => void;
}

/** One client certificate: whose it is, how long it lasts, and the way to take it back. */
export function ClientDetail({ certificate, onClose, onChanged, onOpenDevice }: ClientDetailProps) {
  const { authority, serial, deviceId, label, state, validFrom, validTo, issuedAt, revokedAt } = certificate;
  const [asks, setAsks] = useState(false);
  const name = label ?? deviceIdWords(deviceId);
  const save = async () => {
    const result = await call('saveCertificate', { kind: 'client', authority, serial });
    if (result.kind === 'fault') return result.fault;
    if (result.answer.kind === 'saved') notifyDone(texts.certificates.saved, result.answer.file);
    return undefined;
  };
  const revoke = async () => {
    const result = await call('revokeCertificate', { authority, serial });
    if (result.kind === 'fault') return result.fault;
    notifyDone(texts.certificates.revoked, name);
    onChanged();
    return undefined;
  };
  return (
    <aside className="detail panel" aria-label={texts.certificates.detail}>
      <div className="detail__head">
        <div>
          <h2>{name}</h2>
          <p className="mono dim">{deviceIdWords(deviceId)}</p>
        </div>
        <IconAction label={texts.common.close} hotkey="Escape" onRun={onClose}>
          <IconX size="1.0625rem" />
        </IconAction>
      </div>
      <p>
        <ClientState state={state} />
      </p>
      <div className="detail__actions">
        {label !== undefined && (
          <ActionButton size="sm" hotkey="D" icon={<IconSitemap size="1rem" />} onRun={onOpenDevice}>
            {texts.certificates.openDevice}
          </ActionButton>
        )}
        <ActionButton size="sm" needs="saveCertificate" icon={<IconDeviceFloppy size="1rem" />} onRun={save}>
          {texts.certificates.saveClient}
        </ActionButton>
        {state !== 'revoked' && (
          <ActionButton
            size="sm"
            hotkey="Delete"
            needs="revokeCertificate"
            icon={<IconBan size="1rem" />}
            onRun={() => setAsks(true)}
          >
            {texts.certificates.revoke}
          </ActionButton>
        )}
      </div>
      <dl className="facts">
        <Fact name={texts.certificates.serial} mono>
          {serial}
        </Fact>
        <Fact name={texts.certificates.from}>{formatExactTime(validFrom)}</Fact>
        <Fact name={texts.certificates.until}>{formatExactTime(validTo)}</Fact>
        <Fact name={texts.certificates.issued}>{formatExactTime(issuedAt)}</Fact>
        {revokedAt !== undefined && (
          <Fact name={texts.certificates.revokedAt}>{formatExactTime(revokedAt)}</Fact>
        )}
      </dl>
      <p className="dim">{texts.certificates.renewal}</p>
      <Suspense>
        {asks && (
          <CertificatesQuestion
            title={texts.certificates.revokeTitle(name)}
            words={[texts.certificates.revokeWords(serial), texts.certificates.revokeForGood]}
            action={texts.certificates.revoke}
            icon={<IconBan size="1.0625rem" />}
            onRun={revoke}
            onClose={() => setAsks(false)}
          />
        )}
      </Suspense>
    </aside>
  );
}
