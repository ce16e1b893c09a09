import { texts } from '../../texts.ts';
import { NumberControl, TextControl, WordControl } from './form-controls.tsx';
import { rawOf } from './form-model.ts';
import { memberOf, type ProfileEditor } from './use-profile-editor.ts';

const words = texts.profileParts;

/** How a file that is made is told who may read and write it. */
export function CardAccess({ editor }: { readonly editor: ProfileEditor }) {
  const path = ['card', 'access'];
  const { format = 'expanded' } = rawOf(editor.value(path));
  const member = memberOf(editor, path);
  return (
    <fieldset className="form-conditions">
      <legend>{words.accessTitle}</legend>
      <WordControl
        label={words.access}
        words={words.accesses}
        value={format}
        fault={editor.faultAt(path)}
        onChange={(next) =>
          editor.set(
            ['card'],
            'access',
            next === 'expanded'
              ? undefined
              : next === 'compact'
                ? { format: 'compact' }
                : { format: 'octets', application: '', files: '' },
          )
        }
      />
      {format === 'compact' && (
        <div className="form-properties__pair">
          <NumberControl label={words.environment} hint={words.usualValue(1)} {...member('environment')} />
          <NumberControl
            label={words.pinEnvironment}
            hint={words.usualValue(2)}
            {...member('pinEnvironment')}
          />
        </div>
      )}
      {format === 'octets' && (
        <div className="form-properties__pair">
          <TextControl label={words.applicationAccess} mono {...kept(member('application'))} />
          <TextControl label={words.fileAccess} mono {...kept(member('files'))} />
        </div>
      )}
    </fieldset>
  );
}

/** A member that has to be there: emptied, it is an empty text. */
function kept(member: ReturnType<ReturnType<typeof memberOf>>): typeof member {
  return { ...member, onChange: (value) => member.onChange(value ?? '') };
}
