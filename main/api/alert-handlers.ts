import type { alertRequests } from '../../core/api-alerts.ts';
import type { CallName } from '../../core/api-requests.ts';
import type { Bench } from '../bench-services.ts';
import type { CallHandlers } from './answer-call.ts';

type AlertCalls = Extract<CallName, keyof typeof alertRequests>;

/** The calls about alerts of devices, and the rules that act on them. */
export function createAlertHandlers({ alertDesk }: Bench): Pick<CallHandlers, AlertCalls> {
  return {
    alerts: (query) => alertDesk.page(query),
    alert: ({ alertId }) => alertDesk.detail(alertId),
    alertCounts: () => alertDesk.counts(),
    acknowledgeAlerts: (request) => ({ acknowledged: alertDesk.acknowledge(request) }),
    alertRules: () => alertDesk.rules(),
    saveAlertRules: (change) => alertDesk.saveRules(change),
    previewAlertRule: ({ rules, ruleId }) => alertDesk.preview(rules, ruleId),
    alertFirings: (query) => alertDesk.firings(query),
  };
}
