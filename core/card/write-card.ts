import { codedError } from '../errors.ts';
import { firstDifference } from '../octets.ts';
import { readBinary, select, updateBinary, updateRecord, verify } from './apdu.ts';
import { fileIdentifiers, fileName } from './card-contents.ts';
import { type CardDialog, expectStatus, statusError } from './dialog.ts';
import { pkcs15Aid } from './pkcs15.ts';
import type { WritePlan, WriteStep } from './write-plan.ts';

/** How far a write is: steps that are done of steps in the plan. */
export type WriteProgress = (done: number, total: number, kind: WriteStep['kind']) => void;

/** What a write did; every octet of it was read back. */
export interface WriteResult {
  readonly updates: number;
  readonly readBacks: number;
}

/**
 * Carries a plan out on a card whose PKCS#15 application is selected (as `readCard` leaves it).
 * @param admKey eight octets, or nothing where the card asks for no key
 * @throws CARD_ADM_…, CARD_READ_BACK_DIFFERS, CARD_MEMORY_FAILURE and the like
 */
export function* writeCard(
  plan: WritePlan,
  admKey: Uint8Array | undefined,
  progress: WriteProgress = () => {},
): CardDialog<WriteResult> {
  const total = plan.steps.length;
  if (total === 0) return { updates: 0, readBacks: 0 };
  if (admKey) yield* authorize(plan.layout.admReference, admKey);
  let selected: number | undefined;
  let updates = 0;
  for (const [index, step] of plan.steps.entries()) {
    progress(index, total, step.kind);
    if (step.kind === 'updateDirectory') {
      yield* updateDirectory(step, admKey !== undefined);
      updates++;
      selected = undefined;
      continue;
    }
    if (selected !== step.file) {
      yield* expectStatus(select.file(step.file), fileName(step.file));
      selected = step.file;
    }
    if (step.kind === 'update') {
      yield* update(step, admKey !== undefined);
      updates++;
    } else yield* readBack(step);
  }
  progress(total, total, 'readBack');
  return { updates, readBacks: total - updates };
}

/** VERIFY with the counter asked first; the last try is never spent. */
function* authorize(reference: number, key: Uint8Array): CardDialog<void> {
  const asked = yield verify(reference);
  if (asked.statusWord === 0x9000) return;
  if (asked.statusWord === 0x6983) throw codedError('CARD_ADM_BLOCKED', {});
  const tries = triesOf(asked.statusWord);
  if (tries === 0) throw codedError('CARD_ADM_BLOCKED', {});
  if (tries === 1) throw codedError('CARD_ADM_LAST_TRY', { tries });
  const command = verify(reference, key);
  const { statusWord } = yield command;
  if (statusWord === 0x9000) return;
  if (statusWord === 0x6983) throw codedError('CARD_ADM_BLOCKED', {});
  const left = triesOf(statusWord);
  if (left === undefined) throw statusError(command, 'VERIFY', statusWord, 0x9000);
  throw codedError('CARD_ADM_REFUSED', { tries: left });
}

function triesOf(statusWord: number): number | undefined {
  return statusWord >> 4 === 0x63c ? statusWord & 0x0f : undefined;
}

function* update(step: Extract<WriteStep, { kind: 'update' }>, hadKey: boolean): CardDialog<void> {
  const command = updateBinary(step.offset, step.octets);
  const { statusWord } = yield command;
  if (statusWord === 0x9000) return;
  if (statusWord === 0x6982 && !hadKey) throw codedError('CARD_ADM_NEEDED', {});
  throw statusError(command, fileName(step.file), statusWord, 0x9000);
}

/** EF.DIR is under the MF: it is written there, and the application selected again. */
function* updateDirectory(
  step: Extract<WriteStep, { kind: 'updateDirectory' }>,
  hadKey: boolean,
): CardDialog<void> {
  const name = fileName(fileIdentifiers.directory);
  yield* expectStatus(select.file(fileIdentifiers.masterFile), fileName(fileIdentifiers.masterFile));
  yield* expectStatus(select.file(fileIdentifiers.directory), name);
  const command = updateRecord(step.record, step.octets);
  const { statusWord } = yield command;
  if (statusWord === 0x6982 && !hadKey) throw codedError('CARD_ADM_NEEDED', {});
  if (statusWord !== 0x9000) throw statusError(command, name, statusWord, 0x9000);
  const read = yield* expectStatus(
    { cla: 0, ins: 0xb2, p1: step.record, p2: 0x04, le: step.octets.length },
    name,
  );
  const offset = firstDifference(read.data, step.octets);
  if (offset !== -1) throw codedError('CARD_READ_BACK_DIFFERS', { file: name, offset });
  yield* expectStatus(select.application(pkcs15Aid), 'PKCS#15');
}

function* readBack(step: Extract<WriteStep, { kind: 'readBack' }>): CardDialog<void> {
  const file = fileName(step.file);
  const { data } = yield* expectStatus(readBinary(step.offset, step.expected.length), file, [0x9000, 0x6282]);
  const offset = firstDifference(data, step.expected);
  if (offset !== -1) throw codedError('CARD_READ_BACK_DIFFERS', { file, offset: step.offset + offset });
}
