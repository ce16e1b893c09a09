import { useEffect, useRef } from 'react';
import type { UriCandidate } from '../../../core/inspect/complete-uri.ts';
import { visibleText } from '../../../core/inspect/visible-text.ts';
import { KeyHint } from '../../components/key-hint.tsx';
import { texts } from '../../texts.ts';

const words = texts.deviceCommands;

interface UriCandidatesProps {
  /** What the ids of the list and its options begin with. */
  readonly id: string;
  readonly candidates: readonly UriCandidate[];
  readonly total: number;
  readonly chosen: number;
  readonly onTake: (candidate: UriCandidate) => void;
}

/** How a ClientURI can go on; the field beside it keeps the focus. */
export function UriCandidates({ id, candidates, total, chosen, onTake }: UriCandidatesProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const option = list.current?.querySelector(`[data-index="${chosen}"]`);
    option?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <div className="uri-candidates">
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={words.candidates}
        className="uri-candidates__list"
      >
        {candidates.map((candidate, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus, and names the chosen option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field's keys do the same
          <div
            key={candidate.text}
            id={`${id}-${index}`}
            data-index={index}
            role="option"
            aria-selected={index === chosen}
            className="uri-candidate"
            title={candidate.text}
            // The field keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onTake(candidate)}
          >
            <span className="uri-candidate__name">
              <bdi className="mono">{nameOf(candidate)}</bdi>
              {candidate.detail !== undefined && <bdi className="dim"> {visibleText(candidate.detail)}</bdi>}
            </span>
            <span className="dim uri-candidate__facts">{factsOf(candidate)}</span>
          </div>
        ))}
      </div>
      <p className="dim uri-candidates__foot">
        <span>{words.candidatesShown(candidates.length, total)}</span>
        <span aria-hidden="true">
          <KeyHint name="Tab" /> {words.takeKey} <KeyHint name="Escape" /> {words.closeKey}
        </span>
      </p>
    </div>
  );
}

function nameOf({ kind, name, isInterior }: UriCandidate): string {
  if (kind === 'only') return '//';
  if (kind === 'value') return name === '' ? '""' : visibleText(name);
  return `${visibleText(name)}${isInterior && kind !== 'every' ? '/' : ''}`;
}

function factsOf({ kind, format, level, from }: UriCandidate): string {
  const { candidateKinds, knownFrom } = words;
  return [
    ...(kind === 'only' || kind === 'every' ? [candidateKinds[kind]] : []),
    ...(format !== undefined && format !== 'node' ? [format] : []),
    ...(level ? [texts.deviceTree[level]] : []),
    ...(kind === 'every' || kind === 'condition' ? [] : [knownFrom[from]]),
  ].join(' · ');
}
