import type { AlertDetail, AlertRulesView } from '../api-alerts.ts';
import { isSecretPath, maskedJson, maskedText } from '../bootstrap/masked-message.ts';
import { maskedPackage } from '../bootstrap/masked-package.ts';
import { wholeDataOf } from './kept-alert.ts';
import type { AlertAction, AlertRule } from './rule.ts';

/**
 * An alert with a `•` in place of each character of a secret in its data. Of data that are not whole nothing is
 * given: what in them is a secret cannot be told.
 */
export function maskedAlert(alert: AlertDetail): AlertDetail {
  const whole = wholeDataOf(alert);
  const { data: _data, ...without } = alert;
  if (whole === undefined) return without;
  // An alert of a package is masked by the node that it is about.
  const masked: unknown = JSON.parse(
    maskedPackage(JSON.stringify({ SourceURI: alert.sourceUri ?? null, Data: whole })),
  );
  const data = JSON.stringify(Reflect.get(Object(masked), 'Data'));
  return { ...without, data, dataLength: data.length };
}

/** What rules write into devices and compare may be a secret: its names stay. */
export function maskedRules(view: AlertRulesView): AlertRulesView {
  return { ...view, rules: view.rules.map(maskedRule) };
}

function maskedRule(rule: AlertRule): AlertRule {
  const { data } = rule.when;
  const isSecret = data !== undefined && isSecretPath(data.member.split('/'));
  return {
    ...rule,
    when: isSecret ? { ...rule.when, data: { ...data, equals: maskedText(data.equals) } } : rule.when,
    actions: rule.actions.map(maskedAction),
  };
}

function maskedAction(action: AlertAction): AlertAction {
  if (action.kind !== 'queue') return action;
  return {
    ...action,
    works: action.works.map((work) =>
      work.kind === 'place' || work.kind === 'DEFAULT'
        ? { ...work, data: maskedJson(work.data, []) as typeof work.data }
        : work,
    ),
  };
}
