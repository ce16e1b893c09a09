import { useMemo } from 'react';
import { encodeSegment } from '../../../core/dm/uri-segments.ts';
import type { AccessType, NodeSchema } from '../../../core/mo/object-schema.ts';
import { configurationsIn, permitsIn } from './known-names.ts';
import { targetParts } from './object-model.ts';
import { useDescriptions } from './use-description.ts';
import type { ProfileEditor } from './use-profile-editor.ts';

const mostTargets = 2000;

/**
 * ClientURIs that commands of a profile may be about: its objects and those that the server may manage, and below
 * them what their descriptions know.
 * @param access only nodes that have this access type, where descriptions say so
 */
export function useTargets(editor: ProfileEditor, access?: AccessType): readonly string[] {
  const roots = rootsOf(editor);
  const moids = roots.flatMap((root) => targetParts(root)?.moid ?? []);
  const descriptionOf = useDescriptions(moids);
  const key = roots.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says what the roots are
  return useMemo(() => {
    const targets = new Set<string>(access === undefined ? roots : []);
    for (const root of roots) {
      const parts = targetParts(root);
      const description = parts && parts.path.length === 0 ? descriptionOf(parts.moid) : undefined;
      if (description?.kind !== 'known') {
        targets.add(root);
        continue;
      }
      for (const { path, schema } of nodesBelow(description.schema.root)) {
        if (targets.size >= mostTargets) break;
        if (access === undefined || schema.access.has(access))
          targets.add(
            `${root.replace(/\/$/, '')}/${path.map((name) => (name === '' ? '*' : encodeSegment(name))).join('/')}`,
          );
      }
    }
    return [...targets];
  }, [key, access, descriptionOf]);
}

function rootsOf(editor: ProfileEditor): readonly string[] {
  const own = configurationsIn(editor).map(({ target }) => target);
  const moids = new Set(own.map((target) => targetParts(target)?.moid));
  return [
    ...new Set([
      ...own,
      ...permitsIn(editor)
        .filter((moid) => !moids.has(moid))
        .map((moid) => `${moid}//`),
    ]),
  ].filter((root) => root !== '');
}

function* nodesBelow(
  schema: NodeSchema,
  path: readonly string[] = [],
): Generator<{ readonly path: readonly string[]; readonly schema: NodeSchema }> {
  for (const child of schema.children) {
    const at = [...path, child.name];
    yield { path: at, schema: child };
    yield* nodesBelow(child, at);
  }
}
