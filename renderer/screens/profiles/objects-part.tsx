import { IconPlus, IconSitemap } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { texts } from '../../texts.ts';
import { configurationsIn } from './known-names.ts';
import { ObjectEditor } from './object-editor.tsx';
import { objectOf, targetParts } from './object-model.ts';
import type { PartProps } from './profile-part.tsx';
import { useDescriptions } from './use-description.ts';

const AddObjectDialog = lazy(() => import('./add-object-dialog.tsx'));

/** The management objects of a profile: those that the card carries, and those that the device fetches. */
export function ObjectsPart({ editor, onShow }: PartProps) {
  const objects = configurationsIn(editor);
  const [wanted, setWanted] = useState<string>();
  const [adding, setAdding] = useState(false);
  const descriptionOf = useDescriptions(objects.map(({ target }) => targetParts(target)?.moid ?? ''));
  const name = objects.find((each) => each.name === wanted)?.name ?? objects[0]?.name;
  const dialog = adding && (
    <Suspense>
      <AddObjectDialog
        editor={editor}
        onClose={() => setAdding(false)}
        onAdded={(added) => {
          setWanted(added);
          setAdding(false);
        }}
      />
    </Suspense>
  );
  if (name === undefined)
    return (
      <div className="fill panel">
        <EmptyState
          title={texts.profileObjects.emptyTitle}
          lead={texts.profileObjects.emptyLead}
          icon={<IconSitemap size="1.75rem" stroke={1.5} />}
        >
          <ActionButton
            tone="primary"
            size="lg"
            hotkey="O"
            icon={<IconPlus size="1.25rem" />}
            onRun={() => setAdding(true)}
          >
            {texts.profileObjects.addObject}
          </ActionButton>
        </EmptyState>
        {dialog}
      </div>
    );
  const object = objectOf(editor, name, (moid) => {
    const description = descriptionOf(moid);
    return description.kind === 'known' ? description.schema : undefined;
  });
  return (
    <>
      <ObjectEditor
        key={name}
        editor={editor}
        object={object}
        description={descriptionOf(object.moid).kind}
        names={objects.map((each) => each.name)}
        onName={setWanted}
        onAdd={() => setAdding(true)}
        onShow={onShow}
      />
      {dialog}
    </>
  );
}
