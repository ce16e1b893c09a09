import { operationFor } from '../../core/device/behaviours.ts';
import type { Operation, OperationAnswer } from '../../core/device/operation.ts';
import { type Alert, isSuccessCode, operationCompleteType } from '../../core/dm/alerts.ts';
import { type NodeAddress, printNodeAddress } from '../../core/dm/node-address.ts';
import type { DeviceObjects } from '../../core/mo/device-objects.ts';
import type { DeviceEvent } from './device-events.ts';
import type { HttpTransport } from './http-transport.ts';

/** What an operation works on: the device's objects, its HTTP, and its time. */
export interface OperationGround {
  objects(): DeviceObjects;
  change(change: (objects: DeviceObjects) => DeviceObjects): void;
  readonly transport: Pick<HttpTransport, 'download'>;
  /** Resolves after so long, or at once when the device is switched off. */
  pause(milliseconds: number): Promise<void>;
  readonly signal: AbortSignal;
}

/** The operations that EXEC began, and that go on beside sessions. */
export class DeviceOperations {
  readonly #underWay = new Set<Promise<void>>();
  readonly #tell: (event: DeviceEvent) => void;

  constructor(tell: (event: DeviceEvent) => void) {
    this.#tell = tell;
  }

  /**
   * Executes nodes, one after the other. With `report` each is begun only (202), and its outcome is told later.
   * @returns the DM status: 405 where a node does nothing, 500 where an operation failed
   */
  async execute(
    nodes: readonly NodeAddress[],
    ground: OperationGround,
    report?: (outcome: Alert) => Promise<unknown>,
  ): Promise<number> {
    for (const node of nodes) {
      const operation = operationFor(ground.objects(), node);
      if (operation === undefined) return 405;
      const work = async () => {
        this.#tell({ kind: 'operationBegun', node: printNodeAddress(node) });
        const resultCode = await runOperation(operation, ground);
        if (resultCode !== undefined)
          this.#tell({ kind: 'operationEnded', node: printNodeAddress(node), resultCode });
        return resultCode;
      };
      if (report) this.#inBackground(work, node, report);
      else if (!isSuccessCode((await work()) ?? 0)) return 500;
    }
    return report ? 202 : 200;
  }

  /** Resolves when nothing is under way; at once where that is so already. @returns whether anything was */
  async settled(): Promise<boolean> {
    const some = this.#underWay.size > 0;
    await Promise.all(this.#underWay);
    return some;
  }

  #inBackground(
    work: () => Promise<number | undefined>,
    node: NodeAddress,
    report: (outcome: Alert) => Promise<unknown>,
  ): void {
    const operation = (async () => {
      const resultCode = await work();
      // A device that was switched off has nothing to tell.
      if (resultCode === undefined) return;
      await report({
        alertType: operationCompleteType(node.moid),
        sourceUri: printNodeAddress(node),
        mark: isSuccessCode(resultCode) ? 'informational' : 'critical',
        data: { ResultCode: resultCode },
      });
    })();
    this.#underWay.add(operation);
    void operation.finally(() => this.#underWay.delete(operation));
  }
}

/** Carries an operation out to its end. @returns its result code; undefined where the device was switched off */
async function runOperation(operation: Operation, ground: OperationGround): Promise<number | undefined> {
  let next = operation.next();
  while (!next.done) {
    if (ground.signal.aborted) return undefined;
    const { value: step } = next;
    let answer: OperationAnswer;
    switch (step.kind) {
      case 'change':
        ground.change(step.change);
        answer = { kind: 'done', objects: ground.objects() };
        break;
      case 'work':
        await ground.pause(step.milliseconds);
        answer = { kind: 'done', objects: ground.objects() };
        break;
      case 'download':
        answer = await download(step.uri, ground);
        break;
    }
    if (ground.signal.aborted) return undefined;
    next = operation.next(answer);
  }
  return next.value;
}

async function download(uri: string, { transport }: OperationGround): Promise<OperationAnswer> {
  try {
    const { status, octets, sha256 } = await transport.download(uri);
    return status === 200 ? { kind: 'downloaded', octets, sha256 } : { kind: 'downloadFailed', status };
  } catch {
    // The operation tells the server so, with its own result code.
    return { kind: 'downloadFailed', status: 0 };
  }
}
