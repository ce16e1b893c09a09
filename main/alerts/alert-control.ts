import { commandLineActor } from '../audit/actors.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { ControlHandlers } from '../control/control-calls.ts';
import type { AlertDesk, Sayer } from './alert-desk.ts';

export type AlertCalls = 'alerts' | 'alert' | 'acknowledgeAlerts' | 'alertRules' | 'saveAlertRules';

/** What the command line asks about alerts of a bench that runs. */
export function alertControlHandlers(services: {
  readonly alertDesk: AlertDesk;
  readonly audit: AuditLog;
}): Pick<ControlHandlers, AlertCalls> {
  const { alertDesk } = services;
  const by: Sayer = { audit: services.audit.by(commandLineActor), actor: commandLineActor };
  return {
    alerts: (query) => alertDesk.page(query),
    alert: ({ alertId }) => alertDesk.detail(alertId),
    acknowledgeAlerts: (request) => ({ acknowledged: alertDesk.acknowledge(request, by) }),
    alertRules: () => alertDesk.rules(),
    saveAlertRules: (change) => alertDesk.saveRules(change, by),
  };
}
