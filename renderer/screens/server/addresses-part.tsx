import { IconCertificate } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AuthorityView, ServerDetail } from '../../../core/api-server.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton, CopyIcon } from '../../components/copy-button.tsx';
import { Fact } from '../../components/fact.tsx';
import { notifyDone } from '../../components/notify.ts';
import { Tag } from '../../components/tag.tsx';
import { useNow } from '../../components/use-now.ts';
import { usePlace } from '../../components/use-place.ts';
import { fingerprintGroups } from '../../format/identity.ts';
import { formatDate } from '../../format/times.ts';
import { texts } from '../../texts.ts';

const day = 24 * 3_600_000;
const soon = 60 * day;

/** Where the server listens, and the certificate by which devices know it. */
export function AddressesPart({ server }: { readonly server: ServerDetail }) {
  const { http, https, authority } = server;
  usePlace(() => ({ name: 'server', part: 'addresses' }));
  return (
    <div className="addresses">
      <Listener title={texts.server.https} hint={texts.server.httpsHint}>
        <Address name={texts.server.addresses.dm} address={https.dm} />
        <Address name={texts.server.addresses.repository} address={https.repository} />
        <Address name={texts.server.addresses.bootstrap} address={https.bootstrap} />
        <Address name={texts.server.addresses.interaction} address={https.interaction} />
      </Listener>
      <Listener title={texts.server.http} hint={texts.server.httpHint}>
        <Address name={texts.server.addresses.dm} address={http.dm} />
        <Address name={texts.server.addresses.repository} address={http.repository} />
        <Address name={texts.server.addresses.interaction} address={http.interaction} />
      </Listener>
      <Authority authority={authority} />
    </div>
  );
}

function Listener(props: { readonly title: string; readonly hint: string; readonly children: ReactNode }) {
  return (
    <section className="listener panel" aria-label={props.title}>
      <div>
        <h2>{props.title}</h2>
        <p className="dim">{props.hint}</p>
      </div>
      <dl className="listener__addresses">{props.children}</dl>
    </section>
  );
}

function Address({ name, address }: { readonly name: string; readonly address: string }) {
  return (
    <div>
      <dt className="dim">{name}</dt>
      <dd>
        <span className="mono ellipsis" title={address}>
          {address}
        </span>
        <CopyIcon text={address} label={texts.server.copyAddress(name)} />
      </dd>
    </div>
  );
}

function Authority({ authority }: { readonly authority: AuthorityView }) {
  const { subject, validUntil, fingerprint } = authority;
  const left = validUntil - useNow(60_000);
  const save = async () => {
    const result = await call('saveAuthority', {});
    if (result.kind === 'fault') return result.fault;
    if (result.answer.kind === 'saved') notifyDone(texts.server.authoritySaved, result.answer.file);
    return undefined;
  };
  return (
    <section className="authority panel" aria-label={texts.server.authority}>
      <div className="authority__words">
        <h2>{texts.server.authority}</h2>
        <p className="dim">{texts.server.authorityHint}</p>
      </div>
      <dl className="facts authority__facts">
        <Fact name={texts.server.subject}>{subject.replaceAll('\n', ', ')}</Fact>
        <Fact name={texts.server.validUntil}>
          {formatDate(validUntil)} {left <= 0 && <Tag tone="bad">{texts.server.expired}</Tag>}
          {left > 0 && left < soon && (
            <Tag tone="warn">{texts.server.expiresSoon(Math.ceil(left / day))}</Tag>
          )}
        </Fact>
        <Fact name={texts.server.fingerprint}>
          <span className="fingerprint mono">
            {fingerprintGroups(fingerprint).map((group, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the groups of a digest never change their places
              <span key={index}>{group}</span>
            ))}
          </span>
        </Fact>
      </dl>
      <div className="detail__actions">
        <ActionButton
          icon={<IconCertificate size="1.0625rem" />}
          hotkey="S"
          needs="saveAuthority"
          onRun={save}
        >
          {texts.server.saveAuthority}
        </ActionButton>
        <CopyButton text={fingerprint} words={texts.server.copyFingerprint} />
      </div>
    </section>
  );
}
