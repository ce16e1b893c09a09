import { SegmentedControl, Switch } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconFolderOpen } from '@tabler/icons-react';
import type { Settings } from '../../../core/api.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { notifyFault } from '../../components/notify.ts';
import { ScreenFrame } from '../../components/screen.tsx';
import { playTone } from '../../components/tones.ts';
import { useSettings } from '../../stores/settings.ts';
import { useWorkstation } from '../../stores/workstation.ts';
import { texts } from '../../texts.ts';
import { OperatorsGroup } from './operators-group.tsx';
import { SecretsGroup } from './operators-secrets.tsx';
import { OrderBookGroup } from './order-book-group.tsx';
import { Group, Row } from './settings-parts.tsx';
import { StationsGroup } from './stations-group.tsx';
import './settings-screen.css';

const themes = ['system', 'light', 'dark'] as const;

/** How the workstation looks and sounds, and where it keeps things. */
export default function SettingsScreen() {
  const settings = useSettings((state) => state.settings);
  const overview = useWorkstation((state) => state.overview);
  const change = async (wanted: Partial<Settings>) => {
    const fault = await useSettings.getState().change(wanted);
    if (fault) notifyFault(fault);
  };
  const openFolder = async () => {
    const result = await call('showDataFolder', {});
    return result.kind === 'fault' ? result.fault : undefined;
  };
  return (
    <ScreenFrame title={texts.settings.title} subtitle={texts.settings.subtitle} scrolls>
      <div className="settings">
        <Group title={texts.settings.look}>
          <Row name={texts.settings.theme} hint={texts.settings.themeHint}>
            <SegmentedControl
              aria-label={texts.settings.theme}
              withItemsBorders={false}
              value={settings.theme}
              onChange={(value) => void change({ theme: value as Settings['theme'] })}
              data={themes.map((value) => ({ value, label: texts.settings.themes[value] }))}
            />
          </Row>
        </Group>
        <Group title={texts.settings.bench}>
          <Row name={texts.settings.sounds} hint={texts.settings.soundsHint}>
            <ActionButton tone="subtle" size="sm" onRun={() => playTone('done')}>
              {texts.settings.tryDone}
            </ActionButton>
            <ActionButton tone="subtle" size="sm" onRun={() => playTone('failed')}>
              {texts.settings.tryFailed}
            </ActionButton>
            <Switch
              size="md"
              aria-label={texts.settings.sounds}
              checked={settings.sounds}
              onChange={(event) => void change({ sounds: event.currentTarget.checked })}
            />
          </Row>
        </Group>
        <StationsGroup />
        <OperatorsGroup />
        <SecretsGroup />
        <OrderBookGroup />
        <Group title={texts.settings.data}>
          <Row
            name={texts.settings.dataFolder}
            hint={texts.settings.dataHint}
            value={<span className="mono">{overview?.dataFolder}</span>}
          >
            <ActionButton icon={<IconFolderOpen size="1.0625rem" />} hotkey="O" onRun={openFolder}>
              {texts.settings.open}
            </ActionButton>
          </Row>
        </Group>
        <Group title={texts.settings.keys}>
          <dl className="settings__keys">
            {texts.settings.keyList.map(([key, words]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
        </Group>
        <Group title={texts.settings.about}>
          <dl className="settings__about">
            <dt>{texts.settings.version}</dt>
            <dd className="mono">{overview?.version}</dd>
            {overview?.server.kind === 'listening' && (
              <>
                <dt>{texts.settings.server}</dt>
                <dd className="mono">{overview.server.dm}</dd>
                <dt>{texts.settings.repository}</dt>
                <dd className="mono">{overview.server.repository}</dd>
              </>
            )}
          </dl>
        </Group>
      </div>
    </ScreenFrame>
  );
}
