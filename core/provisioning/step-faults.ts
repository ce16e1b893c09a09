import { type Alert, resultCodeOf } from '../dm/alerts.ts';
import { addressOf } from '../dm/client-uri.ts';
import { subjectOf } from '../dm/commands.ts';
import { parseNodeAddress } from '../dm/node-address.ts';
import type { CommandResult } from '../dm/server-session.ts';
import { CodedError, type Fault, faultOf } from '../errors.ts';
import type { InteractionState } from '../interaction/interaction.ts';
import { type MoNode, nodeAt } from '../mo/node.ts';
import type { SerializedMo } from '../mo/serialization.ts';
import type { AlertWait, PlannedCommand, PlannedStep } from './session-plan.ts';

/** Why a form was not answered; undefined where it was, or still may be. */
export function formFault(
  state: InteractionState | undefined,
  at: { readonly form: string; readonly step: string; readonly seconds: number },
): Fault | undefined {
  switch (state?.kind) {
    case 'waiting':
    case 'opened':
    case 'answering':
    case 'completed':
      return undefined;
    case 'expired':
      return faultOf('SESSION_FORM_EXPIRED', at);
    case 'closed':
      return faultOf('SESSION_FORM_CLOSED', { form: at.form, step: at.step });
    case 'failed':
      return faultOf('SESSION_FORM_FAILED', { form: at.form, step: at.step, detail: state.fault.message });
    case undefined:
      return faultOf('SESSION_FORM_FAILED', {
        form: at.form,
        step: at.step,
        detail: 'it is not known any more',
      });
  }
}

/** Whether an alert is the outcome that is waited for: its type, and the node that was executed. */
export function tells(alert: Alert, wait: AlertWait): boolean {
  if (alert.alertType !== wait.alertType) return false;
  if (wait.source === undefined || alert.sourceUri === undefined) return true;
  try {
    const source = parseNodeAddress(alert.sourceUri);
    const sameInstance = wait.source.instance === '' || wait.source.instance === source.instance;
    return (
      source.moid === wait.source.moid && sameInstance && source.path.join('/') === wait.source.path.join('/')
    );
  } catch (error) {
    if (error instanceof CodedError) return false;
    throw error;
  }
}

export function outcomeFault(step: string, wait: AlertWait, alert: Alert): Fault | undefined {
  const code = resultCodeOf(alert);
  if (code !== undefined && wait.resultCodes.includes(code)) return undefined;
  return faultOf('SESSION_OUTCOME_FAILED', {
    alert: wait.alertType,
    result: code ?? 'none',
    expected: wait.resultCodes.join(', '),
    step,
  });
}

export function firstFault(
  step: PlannedStep,
  results: readonly CommandResult[],
  showsForDevices: boolean,
): Fault | undefined {
  for (const [index, planned] of step.commands.entries()) {
    const result = results[index];
    // The workstation shows what a device without a browser cannot.
    if (planned.form && showsForDevices && result?.status?.code === notSupported) continue;
    const fault = commandFault(step.name, planned, result);
    if (fault) return fault;
  }
  return undefined;
}

/** What a device answers to a command that it does not know. */
const notSupported = 501;

/** Why a command did not come back as its step expects; undefined where it did. */
export function commandFault(
  step: string,
  planned: PlannedCommand,
  result: CommandResult | undefined,
): Fault | undefined {
  const command = planned.command.kind;
  const target = planned.form?.name ?? subjectOf(planned.command);
  const status = result?.status;
  if (status === undefined) return faultOf('SESSION_COMMAND_UNREPORTED', { command, target, step });
  if (!planned.statuses.includes(status.code))
    return faultOf('SESSION_COMMAND_FAILED', { command, target, status: status.code, step });
  for (const { path, value, text } of planned.expected) {
    const reported = valueAt(status.data ?? [], planned, path);
    const parameters = { path: path.join('/'), expected: text, step };
    if (reported?.kind !== 'leaf') return faultOf('SESSION_VALUE_MISSING', parameters);
    if (reported.value !== value)
      return faultOf('SESSION_VALUE_DIFFERS', { ...parameters, reported: String(reported.value) });
  }
  return undefined;
}

/** The node at a path that begins with a node's name, in whichever entry has it. */
function valueAt(
  data: readonly SerializedMo[],
  { command }: PlannedCommand,
  path: readonly string[],
): MoNode | undefined {
  // A plain GET is answered with one entry; a device in the field sends it among others.
  const plain = command.kind === 'GET' && command.targets.length === 1 ? command.targets[0] : undefined;
  const address = plain && addressOf(plain);
  const own = data.filter((entry) => address === undefined || entry.clientUri.moid === address.moid);
  for (const entry of own) {
    const wrapped: MoNode = { kind: 'interior', children: new Map([[entry.data.name, entry.data.node]]) };
    const node = nodeAt(wrapped, path);
    if (node) return node;
  }
  return undefined;
}
