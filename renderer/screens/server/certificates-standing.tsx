import { IconArrowBackUp, IconFileImport, IconX } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { CertificatesView, CertificateView } from '../../../core/api-certificates.ts';
import type { CallRequest } from '../../../core/api-requests.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyIcon } from '../../components/copy-button.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { notifyDone } from '../../components/notify.ts';
import { Tag } from '../../components/tag.tsx';
import { useNow } from '../../components/use-now.ts';
import { fingerprintGroups } from '../../format/identity.ts';
import { formatDate } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { CertificatesWarning } from './certificates-warning.tsx';

const CertificatesImport = lazy(() => import('./certificates-import.tsx'));
const CertificatesQuestion = lazy(() => import('./certificates-question.tsx'));

const day = 24 * 3_600_000;
const soon = 30 * day;

type Own = { readonly what: CallRequest<'useOwnCertificate'>; readonly subject: string };

/** The certificates in use: a panel each for what devices trust, what the server shows, and how devices are known. */
export function CertificatesStanding({ certificates }: { readonly certificates: CertificatesView }) {
  const { anchor, server, clientAuthorities, presharedKeys, warnings } = certificates;
  const [imports, setImports] = useState(false);
  const [own, setOwn] = useState<Own>();
  const save = (what: CallRequest<'saveCertificate'>) => async () => {
    const result = await call('saveCertificate', what);
    if (result.kind === 'fault') return result.fault;
    if (result.answer.kind === 'saved') notifyDone(texts.certificates.saved, result.answer.file);
    return undefined;
  };
  const goBack = async (what: Own['what']) => {
    const result = await call('useOwnCertificate', what);
    if (result.kind === 'fault') return result.fault;
    notifyDone(
      what.kind === 'clientAuthority' ? texts.certificates.forgotten : texts.certificates.ownDone,
      '',
    );
    return undefined;
  };
  return (
    <>
      {warnings.length > 0 && (
        <div className="certificates__warnings">
          {warnings.map((fault) => (
            <CertificatesWarning key={fault.message} fault={fault} />
          ))}
        </div>
      )}
      <div className="certificates__standing">
        <Standing title={texts.certificates.anchor} hint={texts.certificates.anchorHint}>
          <Subject certificate={anchor} />
          <p className="certificates__fingerprint dim">
            <span
              className="mono ellipsis"
              title={`${texts.certificates.fingerprint}: ${fingerprintGroups(anchor.fingerprint).join(' ')}`}
            >
              {fingerprintGroups(anchor.fingerprint).join(' ')}
            </span>
            <CopyIcon text={anchor.fingerprint} label={texts.certificates.copyFingerprint} />
          </p>
          <div className="certificates__actions">
            <ActionButton
              size="sm"
              hotkey="S"
              needs="saveCertificate"
              label={texts.certificates.saveAnchor}
              onRun={save({ kind: 'authority' })}
            >
              {texts.certificates.save}
            </ActionButton>
            {certificates.issuer.origin === 'imported' && (
              <OwnButton
                onRun={() => setOwn({ what: { kind: 'authority' }, subject: certificates.issuer.subject })}
              />
            )}
          </div>
        </Standing>
        <Standing title={texts.certificates.server} hint={texts.certificates.serverHint}>
          {server ? (
            <>
              <Subject certificate={server} />
              <p className="dim ellipsis" title={server.addresses.join(', ')}>
                {server.addresses.join(', ')}
              </p>
            </>
          ) : (
            <p className="dim">{texts.certificates.noServer}</p>
          )}
          <div className="certificates__actions">
            <ActionButton
              size="sm"
              tone="primary"
              hotkey="I"
              needs="importCertificate"
              icon={<IconFileImport size="1rem" />}
              onRun={() => setImports(true)}
            >
              {texts.certificates.import}
            </ActionButton>
            {server && (
              <ActionButton
                size="sm"
                needs="saveCertificate"
                label={texts.certificates.saveServer}
                onRun={save({ kind: 'server' })}
              >
                {texts.certificates.save}
              </ActionButton>
            )}
            {server?.origin === 'imported' && (
              <OwnButton onRun={() => setOwn({ what: { kind: 'server' }, subject: server.subject })} />
            )}
          </div>
        </Standing>
        <Standing title={texts.certificates.clients} hint={texts.certificates.clientsHint}>
          <p>{texts.certificates.authorities(clientAuthorities.length)}</p>
          {clientAuthorities
            .filter(({ origin }) => origin === 'clients')
            .map(({ fingerprint, subject }) => (
              <p key={fingerprint} className="certificates__authority">
                <span className="ellipsis" title={subject}>
                  {subject}
                </span>
                <IconAction
                  label={texts.certificates.forget(subject)}
                  needs="useOwnCertificate"
                  onRun={() => setOwn({ what: { kind: 'clientAuthority', fingerprint }, subject })}
                >
                  <IconX size="1rem" />
                </IconAction>
              </p>
            ))}
          {presharedKeys.kind === 'available' ? (
            <p title={presharedKeys.suites.join(', ')}>{texts.certificates.keys}</p>
          ) : (
            <p className="certificates__keys">
              <Tag tone="warn">{texts.certificates.noKeys}</Tag>{' '}
              <span className="dim">{presharedKeys.fault.message}</span>
            </p>
          )}
          <div className="certificates__actions">
            <ActionButton
              size="sm"
              needs="saveCertificate"
              label={texts.certificates.saveListLabel}
              onRun={save({ kind: 'revocationList' })}
            >
              {texts.certificates.saveList}
            </ActionButton>
          </div>
        </Standing>
      </div>
      <Suspense>
        {imports && <CertificatesImport onClose={() => setImports(false)} />}
        {own && (
          <CertificatesQuestion
            title={texts.certificates.ownTitles[own.what.kind]}
            words={[texts.certificates.ownWords[own.what.kind](own.subject)]}
            action={texts.certificates.useOwn}
            icon={<IconArrowBackUp size="1.0625rem" />}
            onRun={() => goBack(own.what)}
            onClose={() => setOwn(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}

function Standing(props: { readonly title: string; readonly hint: string; readonly children: ReactNode }) {
  return (
    <section className="certificates__panel panel" aria-label={props.title} title={props.hint}>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}

function OwnButton({ onRun }: { readonly onRun: () => void }) {
  return (
    <ActionButton size="sm" needs="useOwnCertificate" onRun={onRun}>
      {texts.certificates.useOwn}
    </ActionButton>
  );
}

/** Whose a certificate is, and how long it lasts. */
function Subject({
  certificate,
}: {
  readonly certificate: CertificateView & { readonly origin: 'bench' | 'imported' };
}) {
  const { subject, origin, validFrom, validTo } = certificate;
  const now = useNow(60_000);
  const left = validTo - now;
  return (
    <>
      <p className="certificates__subject">
        <b className="ellipsis" title={subject}>
          {subject}
        </b>
        <Tag tone={origin === 'imported' ? 'accent' : 'plain'}>{texts.certificates.origins[origin]}</Tag>
      </p>
      <p className="dim">
        {texts.certificates.until} {formatDate(validTo)}{' '}
        {left <= 0 && <Tag tone="bad">{texts.certificates.over}</Tag>}
        {left > 0 && left < soon && (
          <Tag tone="warn">{texts.certificates.daysLeft(Math.ceil(left / day))}</Tag>
        )}
        {validFrom > now && <Tag tone="bad">{texts.certificates.notYet}</Tag>}
      </p>
    </>
  );
}
