import { Tabs } from '@mantine/core';
import '@mantine/core/styles/Tabs.css';
import '../../components/tabs.css';
import { IconActivity } from '@tabler/icons-react';
import { useState } from 'react';
import type { ServerDetail } from '../../../core/api-server.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { Loading } from '../../components/loading.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { Tag } from '../../components/tag.tsx';
import { useCall } from '../../components/use-call.ts';
import { useEvery } from '../../components/use-every.ts';
import { useTold } from '../../components/use-told.ts';
import { formatNumber } from '../../format/numbers.ts';
import { useHotkey } from '../../keys/use-hotkey.ts';
import { goTo, type ServerPart, type ServerPlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { AddressesPart } from './addresses-part.tsx';
import { AuditPart } from './audit-part.tsx';
import { CertificatesPart } from './certificates-part.tsx';
import { NotificationsPart } from './notifications-part.tsx';
import { RefusalsPart } from './refusals-part.tsx';
import { RepositoryPart } from './repository-part.tsx';
import './server-screen.css';

const parts = [
  { part: 'addresses', hotkey: '1' },
  { part: 'repository', hotkey: '2' },
  { part: 'notifications', hotkey: '3' },
  { part: 'refusals', hotkey: '4' },
  { part: 'audit', hotkey: '5' },
  { part: 'certificates', hotkey: '6' },
] as const;

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
      <Tabs
        value={part}
        onChange={(value) => setPart(value as ServerPart)}
        keepMounted={false}
        className="tabs"
        classNames={{ list: 'tabs__list', tab: 'tabs__tab', panel: 'tabs__panel' }}
      >
        <Tabs.List aria-label={texts.server.partsLabel}>
          {parts.map((each) => (
            <PartTab
              key={each.part}
              {...each}
              count={each.part === 'refusals' ? server.refusals.length : 0}
              onGo={() => setPart(each.part)}
            />
          ))}
        </Tabs.List>
        <Tabs.Panel value={part} key={part}>
          <Part part={part} server={server} place={place.part === part ? place : { name: 'server' }} />
        </Tabs.Panel>
      </Tabs>
    </ScreenFrame>
  );
}

function PartTab(props: {
  readonly part: ServerPart;
  readonly hotkey: string;
  /** Something that asks to be looked at; 0 says nothing. */
  readonly count: number;
  readonly onGo: () => void;
}) {
  useHotkey(props.hotkey, props.onGo);
  return (
    <Tabs.Tab
      value={props.part}
      aria-keyshortcuts={props.hotkey}
      rightSection={<KeyHint name={props.hotkey} />}
    >
      {texts.server.parts[props.part]}
      {props.count > 0 && <span className="dim">{formatNumber(props.count)}</span>}
    </Tabs.Tab>
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
