import type { ProfileSummary } from '../../../core/api-profiles.ts';
import { Tag } from '../../components/tag.tsx';
import type { GridColumn } from '../../components/virtual-grid.tsx';
import { formatAgo, formatExactTime } from '../../format/times.ts';
import { texts } from '../../texts.ts';

/** The columns of the library. */
export function profileColumns(now: number): readonly GridColumn<ProfileSummary>[] {
  return [
    {
      key: 'name',
      header: texts.profiles.name,
      width: 'minmax(12rem, 2.4fr)',
      cell: ({ name, description }) => (
        <span className="two-lines">
          <b className="ellipsis">{name}</b>
          <span className="dim ellipsis" title={description}>
            {description ?? texts.common.none}
          </span>
        </span>
      ),
    },
    {
      key: 'version',
      header: texts.profiles.version,
      width: '5.5rem',
      cell: ({ version }) => (version === undefined ? texts.common.none : texts.profiles.versionTag(version)),
    },
    {
      key: 'state',
      header: texts.profiles.state,
      width: 'minmax(8rem, 13rem)',
      cell: (profile) => <ProfileTags {...profile} />,
    },
    {
      key: 'lastUse',
      header: texts.profiles.lastUse,
      width: 'minmax(8rem, 1.1fr)',
      cell: ({ lastUse }) =>
        lastUse ? (
          <span title={`${lastUse.name}, ${formatExactTime(lastUse.at)}`}>
            {texts.profiles.usedBy(lastUse.name, lastUse.version)}
          </span>
        ) : (
          <span className="dim">{texts.profiles.neverUsed}</span>
        ),
    },
    {
      key: 'changed',
      header: texts.profiles.changed,
      width: '8rem',
      wideOnly: true,
      cell: ({ changedAt }) => (
        <span className="dim" title={formatExactTime(changedAt)}>
          {formatAgo(changedAt, now)}
        </span>
      ),
    },
  ];
}

/** What there is to know of a profile before it is used: faults, changes that are not saved. */
function ProfileTags({ faults, draft, version }: ProfileSummary) {
  return (
    <span className="profile-tags">
      {faults > 0 && <Tag tone="bad">{texts.profiles.faults(faults)}</Tag>}
      {draft && (
        <Tag tone="warn">{version === undefined ? texts.profiles.notSaved : texts.profiles.unsaved}</Tag>
      )}
      {faults === 0 && !draft && <span className="dim">{texts.profiles.noFault}</span>}
    </span>
  );
}
