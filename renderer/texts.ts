import { batches } from './texts/batches.ts';
import { bench } from './texts/bench.ts';
import { cards } from './texts/cards.ts';
import { common, settings, shell } from './texts/common.ts';
import { devices } from './texts/devices.ts';
import { newBatch } from './texts/new-batch.ts';
import { notifications } from './texts/notifications.ts';
import { server } from './texts/server.ts';
import { session, sessions } from './texts/sessions.ts';

/** Every word that the window says, in one place, so that it can be translated. */
export const texts = {
  common,
  shell,
  bench,
  batches,
  newBatch,
  devices,
  notifications,
  sessions,
  session,
  cards,
  server,
  settings,
};
