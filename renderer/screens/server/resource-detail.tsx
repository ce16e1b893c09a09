import { IconSitemap, IconTrash, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { ResourceView } from '../../../core/api-server.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Fact } from '../../components/fact.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { deviceIdWords } from '../../format/identity.ts';
import { formatOctets } from '../../format/numbers.ts';
import { formatExactTime } from '../../format/times.ts';
import { texts } from '../../texts.ts';

const DeleteDialog = lazy(() => import('./delete-dialog.tsx'));

interface ResourceDetailProps {
  readonly resource: ResourceView;
  readonly onClose: () => void;
  readonly onOpenDevice: (deviceId: string) => void;
}

/** All that is known of one resource, and what can be done with it. */
export function ResourceDetail({ resource, onClose, onOpenDevice }: ResourceDetailProps) {
  const { deviceId, uri, octets } = resource;
  const [asksDelete, setAsksDelete] = useState(false);
  return (
    <aside className="detail panel" aria-label={texts.server.resource}>
      <div className="detail__head">
        <h2>{resource.name}</h2>
        <IconAction label={texts.common.close} hotkey="Escape" onRun={onClose}>
          <IconX size="1.0625rem" />
        </IconAction>
      </div>
      <div className="detail__actions">
        <CopyButton text={uri} words={texts.server.copyResource} hotkey="C" />
        {deviceId !== undefined && (
          <ActionButton
            size="sm"
            hotkey="D"
            icon={<IconSitemap size="1rem" />}
            onRun={() => onOpenDevice(deviceId)}
          >
            {texts.server.openDevice}
          </ActionButton>
        )}
        <ActionButton
          size="sm"
          hotkey="Delete"
          needs="deleteResource"
          icon={<IconTrash size="1rem" />}
          onRun={() => setAsksDelete(true)}
        >
          {texts.server.delete}
        </ActionButton>
      </div>
      <dl className="facts">
        <Fact name={texts.server.address} mono>
          {uri}
        </Fact>
        <Fact name={texts.server.owner}>
          {deviceId === undefined ? texts.server.everyDevice : deviceIdWords(deviceId)}
        </Fact>
        <Fact name={texts.server.origin}>
          {resource.uploaded ? texts.server.originDevice : texts.server.originBench}
        </Fact>
        <Fact name={texts.server.mediaType} mono>
          {resource.mediaType}
        </Fact>
        <Fact name={texts.server.size}>
          {octets < 1024
            ? texts.batches.octets(octets)
            : `${formatOctets(octets)} (${texts.batches.octets(octets)})`}
        </Fact>
        <Fact name={texts.server.changed}>{formatExactTime(resource.changedAt)}</Fact>
      </dl>
      <Suspense>
        {asksDelete && <DeleteDialog resource={resource} onClose={() => setAsksDelete(false)} />}
      </Suspense>
    </aside>
  );
}
