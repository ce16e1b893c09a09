import { IconActivity } from '@tabler/icons-react';
import { useState } from 'react';
import type { ServerDetail } from '../../../core/api-server.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { PartTabs } from '../../components/part-tabs.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { Tag } from '../../components/tag.tsx';
import { useCall } from '../../components/use-call.ts';
import { useEvery } from '../../components/use-every.ts';
import { useTold } from '../../components/use-told.ts';
import { formatNumber } from '../../format/numbers.ts';
import { goTo, type ServerPart, type ServerPlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { AddressesPart } from './addresses-part.tsx';
import { AuditPart } from './audit-part.tsx';
import { CertificatesPart } from './certificates-part.tsx';
import { NotificationsPart } from './notifications-part.tsx';
import { RefusalsPart } from './refusals-part.tsx';
import { RepositoryPart } from './repository-part.tsx';
import './server-screen.css';

const parts: readonly ServerPart[] = [
  'addresses',
  'repository',
  'notifications',
  'refusals',
  'audit',
  'certificates',
];

/** No event tells of a refused request. */
const refusalsAskedEvery = 3_000;

/** The DM server: where it listens, what it holds for devices, whom it asked and whom it refused. */
export default function ServerScreen({ place }: { readonly place: ServerPlace }) {
  const [part, setPart] = useState<ServerPart>(place.part ?? 'addresses');
  const { state, reload } = useCall('server', {});
  useTold('sessionsChanged', reload);
  useTold('resourcesChanged', reload);
  useEvery(refusalsAskedEvery, reload);
  if (state.kind === 'loading') return <Loading />;
  if (state.kind === 'fault')
    return (
      <ScreenFrame title={texts.server.title}>
        <FaultNotice fault={state.fault} />
      </ScreenFrame>
    );
  const server = state.answer;
  return (
    <ScreenFrame
      title={texts.server.title}
      tags={
        <>
          <Tag tone="ok">{texts.server.listening}</Tag>
          <span className="dim">{texts.server.openSessions(server.openSessions)}</span>
        </>
      }
      actions={
        <ActionButton
          icon={<IconActivity size="1.0625rem" />}
          onRun={() => goTo({ name: 'sessions', filter: server.openSessions > 0 ? 'open' : 'all' })}
        >
          {server.openSessions > 0 ? texts.server.seeOpen : texts.server.seeAll}
        </ActionButton>
      }
    >
      <PartTabs
        label={texts.server.partsLabel}
        parts={parts}
        names={texts.server.parts}
        shown={part}
        onShow={setPart}
        beside={(each) =>
          each === 'refusals' && server.refusals.length > 0 ? (
            <span className="dim">{formatNumber(server.refusals.length)}</span>
          ) : undefined
        }
      >
        <Part part={part} server={server} place={place.part === part ? place : { name: 'server' }} />
      </PartTabs>
    </ScreenFrame>
  );
}

function Part(props: {
  readonly part: ServerPart;
  readonly server: ServerDetail;
  readonly place: ServerPlace;
}) {
  const { part, server, place } = props;
  switch (part) {
    case 'addresses':
      return <AddressesPart server={server} />;
    case 'repository':
      return <RepositoryPart usage={server.repository} place={place} />;
    case 'notifications':
      return <NotificationsPart place={place} />;
    case 'refusals':
      return <RefusalsPart refusals={server.refusals} place={place} />;
    case 'audit':
      return <AuditPart place={place} />;
    case 'certificates':
      return <CertificatesPart place={place} />;
  }
}
