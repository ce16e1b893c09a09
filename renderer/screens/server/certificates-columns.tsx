import type { ClientCertificateView } from '../../../core/api-certificates.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import type { GridColumn } from '../../components/virtual-grid.tsx';
import { deviceIdWords } from '../../format/identity.ts';
import { formatDate, formatMoment } from '../../format/times.ts';
import { texts } from '../../texts.ts';

const tones: Readonly<Record<ClientCertificateView['state'], Tone>> = {
  valid: 'ok',
  ending: 'warn',
  ended: 'bad',
  revoked: 'bad',
};

/** The columns of the client certificates. */
export const clientColumns: readonly GridColumn<ClientCertificateView>[] = [
  {
    key: 'device',
    header: texts.certificates.device,
    width: 'minmax(12rem, 1.2fr)',
    cell: ({ label, deviceId }) => (
      <span className="two-lines">
        <b className="ellipsis">{label ?? deviceIdWords(deviceId)}</b>
        <span className="mono dim ellipsis">{deviceIdWords(deviceId)}</span>
      </span>
    ),
  },
  {
    key: 'serial',
    header: texts.certificates.serial,
    width: 'minmax(9rem, 1.2fr)',
    wideOnly: true,
    cell: ({ serial }) => (
      <span className="mono dim ellipsis" title={serial}>
        {serial}
      </span>
    ),
  },
  {
    key: 'state',
    header: texts.certificates.state,
    width: '7.5rem',
    cell: ({ state }) => <ClientState state={state} />,
  },
  {
    key: 'until',
    header: texts.certificates.until,
    width: '10.5rem',
    cell: ({ validTo }) => formatDate(validTo),
  },
  {
    key: 'issued',
    header: texts.certificates.issued,
    width: '11rem',
    align: 'end',
    wideOnly: true,
    cell: ({ issuedAt }) => <span className="dim">{formatMoment(issuedAt, Date.now())}</span>,
  },
];

/** What a client certificate is worth now. */
export function ClientState({ state }: { readonly state: ClientCertificateView['state'] }) {
  return <Tag tone={tones[state]}>{texts.certificates.states[state]}</Tag>;
}
