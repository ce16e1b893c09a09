import { alertRules, alerts } from './texts/alerts.ts';
import { audit } from './texts/audit.ts';
import { batches } from './texts/batches.ts';
import { bench } from './texts/bench.ts';
import { cards } from './texts/cards.ts';
import { certificates } from './texts/certificates.ts';
import { common, settings, shell } from './texts/common.ts';
import { deviceCommands } from './texts/device-commands.ts';
import { deviceTree } from './texts/device-tree.ts';
import { devices } from './texts/devices.ts';
import { newBatch } from './texts/new-batch.ts';
import { notifications } from './texts/notifications.ts';
import { operators } from './texts/operators.ts';
import { forms } from './texts/profile-forms.ts';
import { planWords, profiles } from './texts/profiles.ts';
import { server } from './texts/server.ts';
import { session, sessions } from './texts/sessions.ts';
import { stations } from './texts/stations.ts';

/** Every word that the window says, in one place, so that it can be translated. */
export const texts = {
  common,
  shell,
  bench,
  stations,
  batches,
  newBatch,
  devices,
  deviceTree,
  deviceCommands,
  notifications,
  sessions,
  session,
  cards,
  profiles,
  planWords,
  forms,
  server,
  certificates,
  audit,
  settings,
  operators,
  alerts,
  alertRules,
};
