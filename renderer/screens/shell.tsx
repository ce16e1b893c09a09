import {
  IconActivity,
  IconCreditCard,
  IconDevices2,
  IconFileCode,
  IconLayoutGrid,
  IconServer2,
  IconSettings,
  IconStack2,
} from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import type { ReadersState, ServerState } from '../../core/api.ts';
import type { CallName } from '../../core/api-requests.ts';
import { ActionButton } from '../components/action-button.tsx';
import { FaultNotice } from '../components/fault-notice.tsx';
import { KeyHint } from '../components/key-hint.tsx';
import { Loading } from '../components/loading.tsx';
import { formatNumber } from '../format/numbers.ts';
import { useHotkey } from '../keys/use-hotkey.ts';
import { useScanner } from '../keys/use-scanner.ts';
import { useGraveAlerts } from '../stores/alerts.ts';
import { goTo, type Section, sectionOf, useNavigation } from '../stores/navigation.ts';
import { useMay } from '../stores/operators.ts';
import { useWorkstation } from '../stores/workstation.ts';
import { texts } from '../texts.ts';
import { AlertBadge } from './alerts/alert-badge.tsx';
import { Logo } from './logo.tsx';
import { WhoIsHere } from './sign-in/who-is-here.tsx';
import './shell.css';

interface Entry {
  readonly section: Section;
  readonly hotkey: string;
  readonly icon: typeof IconActivity;
  /** A part that is of no use without this call is offered to those who may make it. */
  readonly needs?: CallName;
}

const entries = [
  { section: 'bench', hotkey: 'F1', icon: IconLayoutGrid },
  { section: 'batches', hotkey: 'F2', icon: IconStack2 },
  { section: 'devices', hotkey: 'F3', icon: IconDevices2 },
  { section: 'sessions', hotkey: 'F4', icon: IconActivity },
  { section: 'cards', hotkey: 'F5', icon: IconCreditCard },
  { section: 'profiles', hotkey: 'F6', icon: IconFileCode, needs: 'saveProfile' },
  { section: 'server', hotkey: 'F7', icon: IconServer2 },
  { section: 'settings', hotkey: 'F8', icon: IconSettings, needs: 'saveSettings' },
] as const satisfies readonly Entry[];

/** The first entry of those that are about the workstation itself. */
const firstOfWorkstation: Section = 'profiles';

/** The frame of the window: what the workstation is doing, the way between screens, and the screen. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const standing = useWorkstation((state) => state.standing);
  const load = useWorkstation((state) => state.load);
  useHotkey('Escape', useNavigation.getState().back);
  useScanner();
  return (
    <div className="shell">
      <a className="shell__skip" href="#content">
        {texts.shell.skip}
      </a>
      <Header />
      <Navigation />
      <main className="shell__main" id="content" tabIndex={-1}>
        {standing.kind === 'starting' && <Loading words={texts.shell.starting} />}
        {standing.kind === 'failed' && (
          <div className="shell__failed">
            <FaultNotice fault={standing.fault}>
              <ActionButton onRun={load} tone="primary" hotkey="Enter">
                {texts.common.retry}
              </ActionButton>
            </FaultNotice>
          </div>
        )}
        {standing.kind === 'ready' && children}
      </main>
    </div>
  );
}

function Header() {
  const overview = useWorkstation((state) => state.overview);
  return (
    <header className="shell__header">
      <span className="shell__brand">
        <Logo />
        <b>{texts.common.appName}</b>
      </span>
      {overview && <ServerPill server={overview.server} />}
      {overview && <ReadersPill readers={overview.readers} />}
      <WhoIsHere />
    </header>
  );
}

function ServerPill({ server }: { readonly server: ServerState }) {
  if (server.kind === 'failed')
    return (
      <Pill tone="bad" title={`${server.fault.message} ${server.fault.remedy}`}>
        {texts.shell.serverFailed} <span className="pill__more">{server.fault.message}</span>
      </Pill>
    );
  return (
    <Pill tone="ok" title={`${server.dm}\n${server.repository}`}>
      {texts.shell.serverListening} <span className="pill__more mono">{addressOf(server.dm)}</span>{' '}
      <span>{texts.shell.sessionCount(server.openSessions)}</span>
    </Pill>
  );
}

function ReadersPill({ readers }: { readonly readers: ReadersState }) {
  if (readers.kind === 'unavailable')
    return (
      <Pill tone="none" title={`${readers.fault.message} ${readers.fault.remedy}`}>
        {texts.shell.readersUnavailable}
      </Pill>
    );
  return (
    <Pill
      tone={readers.readers > 0 ? 'ok' : 'none'}
      title={readers.readers > 0 ? texts.shell.readers(readers.readers) : texts.shell.readersHint}
    >
      {texts.shell.readers(readers.readers)}
    </Pill>
  );
}

function Pill(props: {
  readonly tone: 'ok' | 'bad' | 'none';
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <span className={`pill pill--${props.tone}`} title={props.title}>
      <i aria-hidden="true" />
      <span className="pill__words">{props.children}</span>
    </span>
  );
}

function Navigation() {
  const section = useNavigation((state) => sectionOf(state.screen));
  const counts = useWorkstation((state) => state.overview?.counts);
  const server = useWorkstation((state) => state.overview?.server);
  const countOf: Partial<Record<Section, number | undefined>> = {
    batches: counts?.batches,
    devices: counts?.devices,
    sessions: server?.kind === 'listening' ? server.openSessions : undefined,
  };
  return (
    <nav className="shell__nav" aria-label={texts.shell.nav}>
      {entries.map((entry) => (
        <Fragment key={entry.section}>
          {entry.section === firstOfWorkstation && <hr />}
          <NavigationEntry {...entry} current={section === entry.section} count={countOf[entry.section]} />
        </Fragment>
      ))}
    </nav>
  );
}

function NavigationEntry(props: Entry & { current: boolean; count: number | undefined }) {
  const { section, hotkey, icon: Icon, needs, current, count } = props;
  const offered = useMay(needs);
  const words = texts.shell[section];
  const counted = section === 'sessions' ? texts.shell.openCount(count ?? 0) : formatNumber(count ?? 0);
  const grave = useGraveAlerts();
  const alerted = section === 'devices' && grave > 0;
  const said = [words, ...(count ? [counted] : []), ...(alerted ? [texts.alerts.grave(grave)] : [])].join(
    ', ',
  );
  useHotkey(hotkey, () => goTo({ name: section }), { disabled: !offered });
  if (!offered) return null;
  return (
    <button
      type="button"
      className="nav-entry"
      aria-current={current ? 'page' : undefined}
      aria-keyshortcuts={hotkey}
      aria-label={said}
      title={`${said} (${hotkey})`}
      onClick={() => goTo({ name: section })}
    >
      <Icon size="1.1875rem" stroke={1.75} aria-hidden="true" />
      <span className="nav-entry__words">{words}</span>
      {alerted && <AlertBadge />}
      {count !== undefined && count > 0 && <span className="nav-entry__count">{formatNumber(count)}</span>}
      <KeyHint name={hotkey} />
    </button>
  );
}

/** Host and port of an address, as a person would type them; the whole text where it is no address. */
function addressOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
