import type { CallRequest } from '../../../core/api-requests.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { notifyDone } from '../../components/notify.ts';

/** Saves the log or its key where the person says, and says that it was. @returns why it was not */
export async function saveAudit<What extends 'exportAudit' | 'saveAuditKey'>(
  what: What,
  request: CallRequest<What>,
  title: string,
): Promise<Fault | undefined> {
  const result = await call(what, request);
  if (result.kind === 'fault') return result.fault;
  if (result.answer.kind === 'saved') notifyDone(title, result.answer.file);
  return undefined;
}
