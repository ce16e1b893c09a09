import { alertRules, alerts } from './texts/alerts.ts';
import { audit } from './texts/audit.ts';
import { batches } from './texts/batches.ts';
import { bench } from './texts/bench.ts';
import { cards } from './texts/cards.ts';
import { certificates } from './texts/certificates.ts';
import { common, settings, shell } from './texts/common.ts';
import { deviceCommands } from './texts/device-commands.ts';
import { deviceTree } from './texts/device-tree.ts';
import { deviceUpdates } from './texts/device-updates.ts';
import { devices } from './texts/devices.ts';
import { documents } from './texts/documents.ts';
import { figures } from './texts/figures.ts';
import { newBatch } from './texts/new-batch.ts';
import { notifications } from './texts/notifications.ts';
import { operators } from './texts/operators.ts';
import { orderBook } from './texts/order-book.ts';
import { planRuns } from './texts/plan-runs.ts';
import { planSteps } from './texts/plan-steps.ts';
import { forms } from './texts/profile-forms.ts';
import { profileObjects } from './texts/profile-objects.ts';
import { profileParts } from './texts/profile-parts.ts';
import { profilePlan } from './texts/profile-plan.ts';
import { planWords, profiles } from './texts/profiles.ts';
import { rows } from './texts/rows.ts';
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
  figures,
  rows,
  newBatch,
  devices,
  documents,
  deviceTree,
  deviceCommands,
  deviceUpdates,
  notifications,
  sessions,
  session,
  cards,
  profiles,
  planWords,
  profileParts,
  profileObjects,
  profilePlan,
  planSteps,
  planRuns,
  forms,
  server,
  certificates,
  audit,
  settings,
  operators,
  orderBook,
  alerts,
  alertRules,
};
