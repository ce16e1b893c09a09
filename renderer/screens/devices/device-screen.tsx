import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { DeviceDetail } from '../../../core/api.ts';
import type { Fault } from '../../../core/errors.ts';
import type { TreeSummary } from '../../../core/inspect/tree-summary.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { notifyDone } from '../../components/notify.ts';
import { ScreenFrame } from '../../components/screen.tsx';
import { Tag } from '../../components/tag.tsx';
import { useCall } from '../../components/use-call.ts';
import { useNow } from '../../components/use-now.ts';
import { useTold } from '../../components/use-told.ts';
import { deviceIdWords } from '../../format/identity.ts';
import { formatAgo } from '../../format/times.ts';
import type { DevicePlace } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { CommandsPanel } from './commands-panel.tsx';
import { ComparePanel } from './compare-panel.tsx';
import { DeviceActions } from './device-actions.tsx';
import { DeviceSide } from './device-side.tsx';
import { DeviceState } from './device-state.tsx';
import { FetchDialog } from './fetch-dialog.tsx';
import { NodeDetail } from './node-detail.tsx';
import { TreePanel } from './tree-panel.tsx';
import { UpdatesPanel } from './updates-panel.tsx';
import { useDeviceTree } from './use-device-tree.ts';
import './device-screen.css';

/** One device: what it reported, and the sessions in which it did. */
export default function DeviceScreen({ place }: { readonly place: DevicePlace }) {
  const { deviceId } = place;
  const { state, reload } = useCall('device', { deviceId });
  useTold('devicesChanged', reload);
  useTold('sessionsChanged', reload);
  useTold('notificationsChanged', reload);
  if (state.kind === 'loading') return <Loading />;
  if (state.kind === 'fault')
    return (
      <ScreenFrame title={texts.devices.device}>
        <FaultNotice fault={state.fault} />
      </ScreenFrame>
    );
  return <Device device={state.answer} clientUri={place.clientUri} reload={reload} />;
}

interface DeviceProps {
  readonly device: DeviceDetail;
  /** The node that it is opened for. */
  readonly clientUri: string | undefined;
  readonly reload: () => Promise<void>;
}

function Device({ device, clientUri, reload }: DeviceProps) {
  const { deviceId } = device;
  const tree = useDeviceTree({ kind: 'device', deviceId });
  useEffect(() => {
    if (clientUri !== undefined) void tree.chooseUri(clientUri);
  }, [tree, clientUri]);
  const { tree: opened, chosen } = useStore(tree.store);
  const [part, setPart] = useState<'tree' | 'compare' | 'commands' | 'updates'>('tree');
  const [fault, setFault] = useState<Fault>();
  const [fetching, setFetching] = useState<{ readonly moid: string; readonly address: string }>();
  // The newest session at the time when the device was asked to call in.
  const [calledAfter, setCalledAfter] = useState<string>();
  const newest = device.sessions[0]?.sessionId ?? '';
  const underWay = device.notification?.state.kind === 'sending';
  const now = useNow(underWay ? 1_000 : 10_000);
  const uri = useRef<string>(undefined);
  const keepUri = useCallback((clientUri: string | undefined) => {
    uri.current = clientUri;
  }, []);
  const copy = async () => {
    if (uri.current === undefined) return;
    await navigator.clipboard.writeText(uri.current);
    notifyDone(texts.common.copied, uri.current);
  };
  return (
    <ScreenFrame
      title={device.label}
      kicker={texts.devices.device}
      tags={
        <>
          <DeviceState state={device.state} />
          {device.model !== undefined && <Tag>{device.model}</Tag>}
          {device.firmware !== undefined && (
            <Tag>
              {texts.devices.firmware} {device.firmware}
            </Tag>
          )}
        </>
      }
      subtitle={
        <>
          <span className="mono">{deviceIdWords(deviceId)}</span>
          {' · '}
          {device.lastSessionAt === undefined
            ? texts.devices.noSessionWords
            : texts.devices.lastSessionWords(formatAgo(device.lastSessionAt, now))}
          {opened && <SummaryWords summary={opened.summary} />}
          {opened && opened.summary.changed > 0 && (
            <span className="device-changes">
              {' · '}
              {texts.deviceTree.changes(opened.summary.changed)}{' '}
              <ActionButton size="sm" tone="subtle" onRun={tree.forgetChanges}>
                {texts.deviceTree.seen}
              </ActionButton>
            </span>
          )}
        </>
      }
      actions={
        <DeviceActions
          device={device}
          part={part}
          onPart={setPart}
          onAsked={reload}
          onCalledIn={() => setCalledAfter(newest)}
          onFault={setFault}
        />
      }
    >
      <div className="split">
        {part === 'tree' ? (
          <TreePanel tree={tree} kind="device" onCopy={() => void copy()} />
        ) : part === 'compare' ? (
          <ComparePanel deviceId={deviceId} onLeave={() => setPart('tree')} />
        ) : part === 'updates' ? (
          <UpdatesPanel deviceId={deviceId} onLeave={() => setPart('tree')} />
        ) : (
          <CommandsPanel deviceId={deviceId} clientUri={uri.current} onLeave={() => setPart('tree')} />
        )}
        <DeviceSide
          device={device}
          node={
            opened && chosen >= 0 && part === 'tree' ? (
              <NodeDetail
                treeId={opened.treeId}
                row={chosen}
                now={now}
                onUri={keepUri}
                deviceId={deviceId}
                onFetch={(moid, address) => setFetching({ moid, address })}
              />
            ) : undefined
          }
          now={now}
          fault={fault}
          onFaultRead={() => setFault(undefined)}
          calledIn={calledAfter === newest}
          onChanged={reload}
        />
      </div>
      {fetching && <FetchDialog deviceId={deviceId} {...fetching} onClose={() => setFetching(undefined)} />}
    </ScreenFrame>
  );
}

function SummaryWords({ summary }: { readonly summary: TreeSummary }) {
  const { objects, reported, stale, problems, differs } = summary;
  const words = [
    ...(reported > 0 ? [texts.deviceTree.objects(objects, reported)] : []),
    ...(stale > 0 ? [texts.deviceTree.staleCount(stale)] : []),
    ...(problems > 0 ? [texts.deviceTree.problemCount(problems)] : []),
    ...(differs > 0 ? [texts.deviceTree.differsCount(differs)] : []),
  ];
  return words.length > 0 && ` · ${words.join(' · ')}`;
}
