import { NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconArrowBackUp, IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import type { ProfileVersionView } from '../../../core/api-profiles.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { goAlong } from '../../components/go-along.ts';
import { Loading } from '../../components/loading.tsx';
import { notifyDone } from '../../components/notify.ts';
import { formatDateTime, formatExactTime } from '../../format/times.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import type { OpenProfile } from './use-profile.ts';
import './versions-part.css';

const ComparePanel = lazy(() => import('./compare-panel.tsx'));

/** A version, or the text as it is now. */
export type VersionChoice = number | 'now';

interface VersionsPartProps {
  readonly open: OpenProfile;
  readonly onReload: () => Promise<void>;
  /** Goes to the text. */
  readonly onEdit: () => void;
}

/** The versions of a profile, and what is different between two of them. */
export function VersionsPart({ open, onReload, onEdit }: VersionsPartProps) {
  const { detail, document } = open;
  const { versions, summary } = detail;
  const changed = useStore(document.store, ({ text, savedText }) => text !== savedText);
  const base = useStore(document.store, (state) => state.base);
  const [latest] = versions;
  const choices: readonly VersionChoice[] = [
    ...(changed ? (['now'] as const) : []),
    ...versions.map(({ number }) => number),
  ];
  const [chosen, setChosen] = useState<{ readonly from?: VersionChoice; readonly to?: VersionChoice }>({});
  const to = chosen.to !== undefined && choices.includes(chosen.to) ? chosen.to : choices[0];
  const before = to === undefined ? undefined : choices[choices.indexOf(to) + 1];
  const from = chosen.from !== undefined && choices.includes(chosen.from) ? chosen.from : before;
  const choose = (choice: VersionChoice) => setChosen({ to: choice });
  const takeBack = async (number: number) => {
    const result = await call('profileVersion', { profileId: summary.profileId, number });
    if (result.kind === 'fault') return result.fault;
    document.replace(result.answer.text);
    notifyDone(texts.profiles.takeBack, texts.profiles.takenBack(number));
    onEdit();
    return undefined;
  };
  const goOnFrom = async (number: number) => {
    const result = await call('profileVersion', { profileId: summary.profileId, number });
    if (result.kind === 'fault') return result.fault;
    document.rebase(number, result.answer.text);
    await onReload();
    return undefined;
  };
  return (
    <>
      {changed && latest && base !== undefined && base !== latest.number && (
        <div className="versions__newer">
          <p>{texts.profiles.newerThere(latest.number)}</p>
          <ActionButton size="sm" onRun={() => goOnFrom(latest.number)}>
            {texts.profiles.goOnFrom(latest.number)}
          </ActionButton>
        </div>
      )}
      <div className="split">
        <nav className="versions panel" aria-label={texts.profiles.versionsLabel} onKeyDown={goAlong}>
          <ol>
            {changed && <Version choice="now" current={to === 'now'} onChoose={choose} />}
            {versions.map((version) => (
              <Version
                key={version.number}
                choice={version.number}
                version={version}
                current={to === version.number}
                onChoose={choose}
              />
            ))}
          </ol>
        </nav>
        <section className="compare panel" aria-label={texts.profiles.compareFirst}>
          {from === undefined || to === undefined ? (
            <p className="compare__none dim">{texts.profiles.oneVersion}</p>
          ) : (
            <>
              <div className="compare__head">
                <ChoiceSelect
                  label={texts.profiles.from}
                  choices={choices}
                  value={from}
                  onChange={(choice) => setChosen({ from: choice, to })}
                />
                <ChoiceSelect
                  label={texts.profiles.to}
                  choices={choices}
                  value={to}
                  onChange={(choice) => setChosen({ from, to: choice })}
                />
                {typeof to === 'number' && (
                  <span className="compare__actions">
                    <ActionButton size="sm" icon={<IconArrowBackUp size="1rem" />} onRun={() => takeBack(to)}>
                      {texts.profiles.takeBack}
                    </ActionButton>
                    <ActionButton
                      size="sm"
                      icon={<IconPlus size="1rem" />}
                      onRun={() =>
                        goTo({
                          name: 'newBatch',
                          profile: { profileId: summary.profileId, version: to },
                        })
                      }
                    >
                      {texts.profiles.newBatch}
                    </ActionButton>
                  </span>
                )}
              </div>
              <Suspense fallback={<Loading />}>
                <ComparePanel document={document} profileId={summary.profileId} from={from} to={to} />
              </Suspense>
            </>
          )}
        </section>
      </div>
    </>
  );
}

function Version(props: {
  readonly choice: VersionChoice;
  readonly version?: ProfileVersionView;
  readonly current: boolean;
  readonly onChoose: (choice: VersionChoice) => void;
}) {
  const { choice, version, current, onChoose } = props;
  return (
    <li>
      <button
        type="button"
        className="version"
        data-line
        aria-current={current ? 'true' : undefined}
        onClick={() => onChoose(choice)}
      >
        <span className="version__head">
          <b>{choiceWords(choice)}</b>
          {version ? (
            <span className="dim" title={formatExactTime(version.savedAt)}>
              {formatDateTime(version.savedAt)}
            </span>
          ) : (
            <span className="dim">{texts.profiles.nowHint}</span>
          )}
        </span>
        {version?.note !== undefined && <span>{version.note}</span>}
        {version && <span className="dim">{texts.profiles.usedIn(version.batches)}</span>}
      </button>
    </li>
  );
}

function ChoiceSelect(props: {
  readonly label: string;
  readonly choices: readonly VersionChoice[];
  readonly value: VersionChoice;
  readonly onChange: (choice: VersionChoice) => void;
}) {
  const { label, choices, value, onChange } = props;
  return (
    <NativeSelect
      size="xs"
      label={label}
      value={String(value)}
      data={choices.map((choice) => ({ value: String(choice), label: choiceWords(choice) }))}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        onChange(chosen === 'now' ? 'now' : Number(chosen));
      }}
    />
  );
}

function choiceWords(choice: VersionChoice): string {
  return choice === 'now' ? texts.profiles.now : texts.profiles.versionTag(choice);
}
