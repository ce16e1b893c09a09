import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Json } from '../../../core/json.ts';
import { compareProfiles, type ProfileDifference } from '../../../core/provisioning/profile-compare.ts';
import { readWholeTree } from '../../../core/provisioning/profile-text.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { Tag, type Tone } from '../../components/tag.tsx';
import { type CallState, useCall } from '../../components/use-call.ts';
import type { ProfileDocument } from '../../stores/profiles-document.ts';
import { texts } from '../../texts.ts';
import { TextDifference } from './text-difference.tsx';
import type { VersionChoice } from './versions-part.tsx';

interface ComparePanelProps {
  readonly document: ProfileDocument;
  readonly profileId: string;
  readonly from: VersionChoice;
  readonly to: VersionChoice;
}

/** What is different between two versions: in words by section, and below as texts. */
export default function ComparePanel({ document, profileId, from, to }: ComparePanelProps) {
  const now = useStore(document.store, (state) => state.text);
  const before = useVersionText(profileId, from, now);
  const after = useVersionText(profileId, to, now);
  const fault = [before, after].find((state) => state.kind === 'fault');
  if (fault?.kind === 'fault') return <FaultNotice fault={fault.fault} />;
  if (before.kind !== 'answer' || after.kind !== 'answer') return <Loading />;
  return <Compared before={before.answer.text} after={after.answer.text} />;
}

/** The text of a version; that of now is at hand. */
function useVersionText(profileId: string, choice: VersionChoice, now: string): CallState<'profileVersion'> {
  // A version never changes; asked for while the text of now is meant, one that is there in any case does no harm.
  const { state } = useCall('profileVersion', { profileId, number: choice === 'now' ? 1 : choice });
  return choice === 'now' ? { kind: 'answer', answer: { text: now } } : state;
}

function Compared({ before, after }: { readonly before: string; readonly after: string }) {
  const differences = useMemo(() => differencesOf(before, after), [before, after]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
    <div className="compare__body" tabIndex={0}>
      {differences === undefined ? (
        <p className="dim">{texts.profiles.notComparable}</p>
      ) : (
        <>
          <h2>{texts.profiles.differences(differences.length)}</h2>
          {differences.length === 0 && before !== after && <p className="dim">{texts.profiles.onlyLayout}</p>}
          <Differences differences={differences} />
        </>
      )}
      {before !== after && (
        <>
          <h2 className="kicker">{texts.profiles.textDifference}</h2>
          <TextDifference before={before} after={after} />
        </>
      )}
    </div>
  );
}

function differencesOf(before: string, after: string): readonly ProfileDifference[] | undefined {
  if (!readWholeTree(before) || !readWholeTree(after)) return undefined;
  return compareProfiles(JSON.parse(before) as Json, JSON.parse(after) as Json);
}

const tones: Readonly<Record<ProfileDifference['kind'], Tone>> = {
  added: 'ok',
  removed: 'bad',
  changed: 'accent',
  moved: 'plain',
};

/** More of them are not read; the texts below have the rest. */
const mostShown = 300;

function Differences({ differences }: { readonly differences: readonly ProfileDifference[] }) {
  const sections = Map.groupBy(differences.slice(0, mostShown), ({ section }) => section);
  return (
    <>
      {[...sections].map(([section, found]) => (
        <section key={section} className="difference-section">
          <h3>{sectionWords(section)}</h3>
          <ul>
            {found.map((difference) => (
              <Difference
                key={`${difference.kind} ${JSON.stringify(difference.path)}`}
                difference={difference}
              />
            ))}
          </ul>
        </section>
      ))}
      {differences.length > mostShown && (
        <p className="dim">{texts.profiles.faultsMore(differences.length - mostShown)}</p>
      )}
    </>
  );
}

function Difference({ difference }: { readonly difference: ProfileDifference }) {
  const { path, kind, before, after } = difference;
  return (
    <li className="difference">
      <Tag tone={tones[kind]}>{texts.profiles.kinds[kind]}</Tag>
      <span className="difference__path">{path.join(' › ')}</span>
      {before !== undefined && (
        <del className="difference__value">
          <span className="visually-hidden">{texts.profiles.before}: </span>
          {valueWords(before)}
        </del>
      )}
      {after !== undefined && (
        <ins className="difference__value">
          <span className="visually-hidden">{texts.profiles.after}: </span>
          {valueWords(after)}
        </ins>
      )}
    </li>
  );
}

function sectionWords(section: string): string {
  const { sections } = texts.profiles;
  return Object.hasOwn(sections, section) ? (sections[section] ?? section) : section;
}

const longestValue = 600;

function valueWords(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
