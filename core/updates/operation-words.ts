import { type Fault, faultOf } from '../errors.ts';
import { resultWords, stateWords } from './result-words.ts';
import type { CommandPurpose, UpdateOperation, UpdateOrder } from './update.ts';

/** What a command of an update does, as a thing that a device answers to. */
export const purposeWords: Readonly<Record<CommandPurpose, string>> = {
  look: 'the look at its version and state',
  packageName: 'the name of the package',
  packageVersion: 'the version of the package',
  packageAddress: 'the address of the image',
  package: 'the package',
  digest: 'the digest of the image',
  subscribe: 'the wish to tell its states',
  execute: 'the operation',
  inquire: 'the question for its state',
  verify: 'the reading back of the version',
  unsubscribe: 'the end of telling its states',
  remove: 'the removal of the package',
};

/** An operation as people call it. */
export function operationWords({ target }: Pick<UpdateOrder, 'target'>, operation: UpdateOperation): string {
  switch (operation) {
    case 'download':
      return 'download';
    case 'install':
      return 'installation';
    case 'both':
      return target.kind === 'firmware' ? 'download and update' : 'download and installation';
  }
}

/** What an operation that did not succeed is to the person: by its result code, or by the state that was left. */
export function operationFault(
  order: UpdateOrder,
  operation: UpdateOperation,
  state: number | undefined,
  code?: number,
): Fault {
  const { deviceId: device, target } = order;
  const named = operationWords(order, operation);
  if (code !== undefined) {
    const words = resultWords(target.kind, code);
    return faultOf('UPDATE_RESULT', { device, operation: named, code, words });
  }
  const words = state === undefined ? 'none' : stateWords(target.kind, state);
  return faultOf('UPDATE_STATE_FAILED', { device, operation: named, state: state ?? '–', words });
}
