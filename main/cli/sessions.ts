import type { Page, SessionDetail, SessionSummary } from '../../core/api.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import { askBench } from '../control/control-client.ts';
import { writeWhole } from '../files.ts';
import { sessionDetail, sessionLines } from '../provisioning/session-export.ts';
import { openStore, type Store } from '../store/store.ts';
import type { Command } from './command.ts';

/** `sessions`: what was said in the DM sessions of a data folder, also while a bench runs over it. */
export const sessionsCommand: Command = {
  purpose: 'Lists and exports sessions, with every package.',
  usage: 'sessions list --data DIR [--device TEXT] | sessions export ID --data DIR [--out FILE]',
  options: { texts: ['data', 'device', 'out'] },
  async run(args, output) {
    const [action, sessionId] = args.positionals;
    const folder = args.required('data');
    if (action === 'list') {
      let told = 0;
      for await (const session of sessionsIn(folder, args.text('device') ?? '')) {
        const { state, ...rest } = session;
        output.json({ event: 'session', state, ...rest });
        told++;
      }
      output.words(`${told} sessions.`);
      return 0;
    }
    if (action !== 'export' || sessionId === undefined)
      throw codedError('USAGE', { detail: 'sessions needs list, or export with the id of a session.' });
    const lines = sessionLines(await sessionIn(folder, sessionId));
    const out = args.text('out');
    if (out === undefined) for (const line of lines.trimEnd().split('\n')) output.json(JSON.parse(line));
    else await writeWhole(out, lines);
    return 0;
  },
};

const pageSize = 500;

async function* sessionsIn(folder: string, search: string): AsyncGenerator<SessionSummary> {
  for (let offset = 0; ; offset += pageSize) {
    const { rows } = await fromBenchOrStore<Page<SessionSummary>>(
      folder,
      () => askBench(folder, 'sessions', { search, offset, limit: pageSize }),
      (store) => store.sessions.page({ filter: 'all', search, offset, limit: pageSize }),
    );
    yield* rows;
    if (rows.length < pageSize) return;
  }
}

function sessionIn(folder: string, sessionId: string): Promise<SessionDetail> {
  return fromBenchOrStore(
    folder,
    () => askBench(folder, 'session', { sessionId }),
    (store) => sessionDetail(store, sessionId),
  );
}

/** From the bench that runs over a data folder, or else from the folder itself. */
async function fromBenchOrStore<Result>(
  folder: string,
  ask: () => Promise<Result>,
  read: (store: Store) => Result,
): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof CodedError) || error.fault.code !== 'BENCH_NOT_RUNNING') throw error;
  }
  const store = openStore(folder, () => Date.now());
  try {
    return read(store);
  } finally {
    store.close();
  }
}
