import type { BulkView } from '../../core/api-inspect.ts';
import type { CallRequest } from '../../core/api-requests.ts';
import { codedError, type Fault, toFault } from '../../core/errors.ts';

/** What can be done with many devices at once. */
export type BulkAction =
  | CallRequest<'beginBulk'>['action']
  /** The firmware of each; an engineer's, and so a call of its own. */
  | { readonly kind: 'update'; readonly image: string; readonly version: string };

/** Does an action with one device; what it throws is that device's failure, and nobody else's. */
export type BulkRunners = {
  readonly [Kind in BulkAction['kind']]: (
    action: Extract<BulkAction, { readonly kind: Kind }>,
    deviceId: string,
  ) => Promise<unknown>;
};

/** Actions on many devices, one at a time. */
export interface BulkActions {
  /** @throws BULK_RUNNING */
  begin(action: BulkAction, deviceIds: readonly string[]): BulkView;
  /** What is under way, or was last. */
  current(): BulkView | undefined;
  /** What was begun with the device at work is ended; the others are left as they are. */
  cancel(): BulkView | undefined;
  close(): Promise<void>;
}

/** So many failures are told one by one. */
const mostFailures = 100;

export interface BulkOptions {
  readonly runners: BulkRunners;
  readonly labelOf: (deviceId: string) => string;
  readonly tell: (view: BulkView) => void;
  /** Lets others get their turn. */
  readonly pause: () => Promise<void>;
}

export function createBulkActions({ runners, labelOf, tell, pause }: BulkOptions): BulkActions {
  let view: BulkView | undefined;
  let work: Promise<void> = Promise.resolve();
  let stopped = false;
  const set = (next: BulkView) => {
    view = next;
    tell(next);
  };
  const run = async (action: BulkAction, deviceIds: readonly string[], begun: BulkView) => {
    let { done, failed } = begun;
    const failures: { deviceId: string; label: string; fault: Fault }[] = [];
    for (const deviceId of deviceIds) {
      if (stopped) break;
      try {
        await runWith(runners, action, deviceId);
        done++;
      } catch (error) {
        failed++;
        if (failures.length < mostFailures)
          failures.push({ deviceId, label: labelOf(deviceId), fault: toFault(error) });
      }
      set({ ...begun, done, failed, failures: [...failures] });
      await pause();
    }
    set({ ...begun, state: stopped ? 'cancelled' : 'done', done, failed, failures: [...failures] });
  };
  return {
    begin(action, deviceIds) {
      if (view?.state === 'running') throw codedError('BULK_RUNNING', {});
      const wanted = [...new Set(deviceIds)];
      const begun: BulkView = {
        ...{ action: action.kind, state: 'running', total: wanted.length, done: 0, failed: 0, failures: [] },
      };
      stopped = false;
      set(begun);
      work = run(action, wanted, begun);
      return begun;
    },
    current: () => view,
    cancel() {
      if (view?.state === 'running') stopped = true;
      return view;
    },
    async close() {
      stopped = true;
      await work;
    },
  };
}

function runWith(runners: BulkRunners, action: BulkAction, deviceId: string): Promise<unknown> {
  switch (action.kind) {
    case 'notify':
      return runners.notify(action, deviceId);
    case 'update':
      return runners.update(action, deviceId);
  }
}
