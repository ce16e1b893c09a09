import { useCallback, useEffect, useState } from 'react';
import type { ObjectSchema } from '../../../core/mo/object-schema.ts';
import { schemaOfView } from '../../../core/mo/schema-view.ts';
import { call } from '../../bench.ts';
import { useTold } from '../../components/use-told.ts';

/** The description of an object: on its way, known, or none. */
export type Description =
  | { readonly kind: 'loading' }
  | { readonly kind: 'known'; readonly schema: ObjectSchema }
  | { readonly kind: 'none' };

/** The descriptions (DDF) of objects by their MOIDs, kept as long as the component is shown. */
export function useDescriptions(moids: readonly string[]): (moid: string) => Description {
  const [known, setKnown] = useState<ReadonlyMap<string, Description>>(new Map());
  const wanted = [...new Set(moids)].filter((moid) => moid !== '').join('\n');
  const [revision, setRevision] = useState(0);
  useTold('schemasChanged', () => setRevision((before) => before + 1));
  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` says that they are to be asked for anew
  useEffect(() => {
    let left = false;
    for (const moid of wanted.split('\n').filter((each) => each !== ''))
      void descriptionOf(moid).then((description) => {
        if (!left) setKnown((before) => new Map(before).set(moid, description));
      });
    return () => {
      left = true;
    };
  }, [wanted, revision]);
  return useCallback(
    (moid) => known.get(moid) ?? (moid === '' ? { kind: 'none' } : { kind: 'loading' }),
    [known],
  );
}

async function descriptionOf(moid: string): Promise<Description> {
  const result = await call('objectSchema', { moid });
  const view = result.kind === 'answer' ? result.answer.schema : undefined;
  return view ? { kind: 'known', schema: schemaOfView(view) } : { kind: 'none' };
}
