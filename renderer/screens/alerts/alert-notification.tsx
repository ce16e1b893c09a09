import { notifications } from '@mantine/notifications';
import { IconBell } from '@tabler/icons-react';
import { isAsGrave } from '../../../core/alerts/severity.ts';
import type { AlertTold } from '../../../core/api-alerts.ts';
import { visibleText } from '../../../core/inspect/visible-text.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { typeWords } from './alert-words.ts';
import { SeverityTag } from './severity-tag.tsx';
import './alerts.css';

const shownFor = 20_000;

/** Says in passing what a rule tells the person; a grave alert stays until it is closed. One of a rule at a time. */
export function showAlert({ ruleId, ruleName, alert }: AlertTold): void {
  const id = `alert ${ruleId}`;
  const isGrave = isAsGrave(alert.severity, 'critical');
  notifications.hide(id);
  notifications.show({
    id,
    title: texts.alerts.toldTitle(visibleText(alert.label)),
    message: (
      <span className="alert-told">
        <span className="alert-told__words">
          <SeverityTag severity={alert.severity} /> <bdi>{typeWords(alert)}</bdi>
        </span>
        <span className="dim">{texts.alerts.toldBy(visibleText(ruleName))}</span>
        <span>
          <ActionButton
            size="sm"
            onRun={() => {
              notifications.hide(id);
              goTo({
                ...{ name: 'devices', part: 'alerts', find: alert.deviceId },
                row: { index: 0, key: String(alert.alertId) },
              });
            }}
          >
            {texts.alerts.show}
          </ActionButton>
        </span>
      </span>
    ),
    icon: <IconBell size="1.125rem" />,
    className: `notification ${isGrave ? 'notification--bad' : ''}`,
    autoClose: isGrave ? false : shownFor,
    closeButtonProps: { 'aria-label': texts.common.close },
  });
}
