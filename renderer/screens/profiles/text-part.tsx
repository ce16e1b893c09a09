import { SegmentedControl } from '@mantine/core';
import '../../components/form-styles.ts';
import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { Loading } from '../../components/loading.tsx';
import type { ProfileDocument } from '../../stores/profiles-document.ts';
import { texts } from '../../texts.ts';
import { FaultList } from './fault-list.tsx';
import { Outline } from './outline.tsx';
import { PlanInWords } from './plan-in-words.tsx';
import { placeIn } from './text-place.ts';
import './text-part.css';

const TextEditor = lazy(() => import('./text-editor.tsx'));

type Side = keyof typeof texts.profiles.sides;

/** The whole text, what is wrong in it, and beside it what it says. */
export function TextPart({ document }: { readonly document: ProfileDocument }) {
  const [side, setSide] = useState<Side>('outline');
  const checked = useStore(document.store, (state) => state.checked);
  const revision = useStore(document.store, (state) => state.revision);
  return (
    <div className="split">
      <div className="text-part panel">
        <div className="text-part__text">
          <Suspense fallback={<Loading />}>
            <TextEditor document={document} />
          </Suspense>
        </div>
        <FaultList
          checked={checked}
          isCurrent={checked?.revision === revision}
          onGo={(fault) => {
            const { from, to } = placeIn(document.editorState().doc, fault);
            document.select(from, to);
          }}
        />
      </div>
      <aside className="text-side panel" aria-label={texts.profiles.sideLabel}>
        <SegmentedControl
          className="text-side__choice"
          size="xs"
          fullWidth
          withItemsBorders={false}
          aria-label={texts.profiles.sideLabel}
          value={side}
          onChange={(value) => setSide(value as Side)}
          data={(['outline', 'plan'] as const).map((value) => ({
            value,
            label: texts.profiles.sides[value],
          }))}
        />
        {side === 'outline' ? (
          <Outline entries={checked?.outline ?? []} onGo={(offset) => document.select(offset)} />
        ) : (
          <PlanInWords checked={checked} />
        )}
      </aside>
    </div>
  );
}
