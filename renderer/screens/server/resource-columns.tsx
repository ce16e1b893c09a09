import type { ResourceView } from '../../../core/api-server.ts';
import { Tag } from '../../components/tag.tsx';
import type { GridColumn } from '../../components/virtual-grid.tsx';
import { deviceIdWords } from '../../format/identity.ts';
import { formatOctets } from '../../format/numbers.ts';
import { formatMoment } from '../../format/times.ts';
import { texts } from '../../texts.ts';

/** The columns of the Data Repository. */
export const resourceColumns: readonly GridColumn<ResourceView>[] = [
  {
    key: 'name',
    header: texts.server.name,
    width: 'minmax(10rem, 1.4fr)',
    cell: (resource) => (
      <>
        <b>{resource.name}</b> {resource.uploaded && <UploadedTag />}
      </>
    ),
  },
  {
    key: 'owner',
    header: texts.server.owner,
    width: 'minmax(11rem, 1.1fr)',
    cell: ({ deviceId }) =>
      deviceId === undefined ? (
        texts.server.everyDevice
      ) : (
        <span className="mono dim">{deviceIdWords(deviceId)}</span>
      ),
  },
  {
    key: 'mediaType',
    header: texts.server.mediaType,
    width: 'minmax(8rem, 1fr)',
    wideOnly: true,
    cell: ({ mediaType }) => (
      <span className="dim" title={mediaType}>
        {mediaType}
      </span>
    ),
  },
  {
    key: 'size',
    header: texts.server.size,
    width: '5.5rem',
    align: 'end',
    cell: (resource) => formatOctets(resource.octets),
  },
  {
    key: 'changed',
    header: texts.server.changed,
    width: '11rem',
    align: 'end',
    wideOnly: true,
    cell: (resource) => <span className="dim">{formatMoment(resource.changedAt, Date.now())}</span>,
  },
];

/** That a device put a resource there itself. */
export function UploadedTag() {
  return (
    <span title={texts.server.uploadedHint}>
      <Tag tone="accent">{texts.server.uploaded}</Tag>
    </span>
  );
}
