import { MantineProvider, useMantineColorScheme } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { KeyFilePassphrase } from './components/key-file-passphrase.tsx';
import { Loading } from './components/loading.tsx';
import { ScreenBoundary } from './components/screen-boundary.tsx';
import { BenchScreen } from './screens/bench/bench-screen.tsx';
import { Shell } from './screens/shell.tsx';
import { Entrance } from './screens/sign-in/entrance.tsx';
import { type Screen, useNavigation } from './stores/navigation.ts';
import { useSettings } from './stores/settings.ts';
import { useWorkstation } from './stores/workstation.ts';
import { colourSchemeManager, colours, theme } from './theme/theme.ts';

const BatchesScreen = lazy(() => import('./screens/batches/batches-screen.tsx'));
const BatchScreen = lazy(() => import('./screens/batches/batch-screen.tsx'));
const ReportScreen = lazy(() => import('./screens/batches/report-screen.tsx'));
const NewBatchScreen = lazy(() => import('./screens/new-batch/new-batch-screen.tsx'));
const DevicesScreen = lazy(() => import('./screens/devices/devices-screen.tsx'));
const DeviceScreen = lazy(() => import('./screens/devices/device-screen.tsx'));
const SchemaScreen = lazy(() => import('./screens/devices/schema-screen.tsx'));
const SessionsScreen = lazy(() => import('./screens/sessions/sessions-screen.tsx'));
const SessionScreen = lazy(() => import('./screens/sessions/session-screen.tsx'));
const CardsScreen = lazy(() => import('./screens/cards/cards-screen.tsx'));
const ProfilesScreen = lazy(() => import('./screens/profiles/profiles-screen.tsx'));
const ProfileScreen = lazy(() => import('./screens/profiles/profile-screen.tsx'));
const ServerScreen = lazy(() => import('./screens/server/server-screen.tsx'));
const SettingsScreen = lazy(() => import('./screens/settings/settings-screen.tsx'));
const NotificationHost = lazy(() => import('./components/notification-host.tsx'));

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';

/** The window. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={colours}
      colorSchemeManager={colourSchemeManager}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <FollowTheme />
      <Entrance>
        <Shell>
          <CurrentScreen />
        </Shell>
      </Entrance>
      <KeyFilePassphrase />
      <LateNotifications />
    </MantineProvider>
  );
}

function CurrentScreen() {
  const screen = useNavigation((state) => state.screen);
  const visit = useNavigation((state) => state.visit);
  return (
    <ScreenBoundary key={visit}>
      <Suspense fallback={<Loading />}>{screenFor(screen)}</Suspense>
    </ScreenBoundary>
  );
}

function screenFor(screen: Screen) {
  switch (screen.name) {
    case 'bench':
      return <BenchScreen />;
    case 'batches':
      return <BatchesScreen place={screen} />;
    case 'newBatch':
      return <NewBatchScreen place={screen} />;
    case 'batch':
      return <BatchScreen place={screen} />;
    case 'report':
      return <ReportScreen batchId={screen.batchId} />;
    case 'devices':
      return <DevicesScreen place={screen} />;
    case 'device':
      return <DeviceScreen place={screen} />;
    case 'schema':
      return <SchemaScreen moid={screen.moid} />;
    case 'sessions':
      return <SessionsScreen place={screen} />;
    case 'session':
      return <SessionScreen sessionId={screen.sessionId} />;
    case 'cards':
      return <CardsScreen place={screen} />;
    case 'profiles':
      return <ProfilesScreen place={screen} />;
    case 'profile':
      return <ProfileScreen place={screen} />;
    case 'server':
      return <ServerScreen place={screen} />;
    case 'settings':
      return <SettingsScreen />;
  }
}

/** Shows the theme that the settings name, once main has told them. */
function FollowTheme() {
  const ready = useWorkstation((state) => state.standing.kind === 'ready');
  const wanted = useSettings((state) => state.settings.theme);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const scheme = wanted === 'system' ? 'auto' : wanted;
  useEffect(() => {
    if (ready && colorScheme !== scheme) setColorScheme(scheme);
  }, [ready, colorScheme, scheme, setColorScheme]);
  return null;
}

/** Notifications are loaded when the first screen is there: nothing has to be said before. */
function LateNotifications() {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const idle = requestIdleCallback(() => setDue(true), { timeout: 3000 });
    return () => cancelIdleCallback(idle);
  }, []);
  return due ? (
    <Suspense>
      <NotificationHost />
    </Suspense>
  ) : null;
}
