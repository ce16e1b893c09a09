import { batches } from './texts/batches.ts';
import { bench } from './texts/bench.ts';
import { common, settings, shell } from './texts/common.ts';
import { devices, session } from './texts/devices.ts';
import { newBatch } from './texts/new-batch.ts';

/** Every word that the window says, in one place, so that it can be translated. */
export const texts = { common, shell, bench, batches, newBatch, devices, session, settings };
