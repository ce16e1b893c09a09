import type { Writable } from '../../../core/provisioning/profile-edits.ts';
import type { JsonPath } from '../../../core/provisioning/profile-references.ts';
import { texts } from '../../texts.ts';
import { LinesControl } from './form-controls.tsx';
import { type Raw, rawOf } from './form-model.ts';
import { configurationsIn } from './known-names.ts';
import { NameChoice } from './name-choice.tsx';
import { PairsControl } from './pairs-control.tsx';
import { planOrder } from './plan-model.ts';
import { OnlyInText } from './profile-part.tsx';
import type { ProfileEditor } from './use-profile-editor.ts';

const words = texts.profilePlan;

interface ExpectationControlProps {
  readonly editor: ProfileEditor;
  /** Of the command. */
  readonly path: JsonPath;
  readonly raw: Raw;
  /** Whether values are expected too, and not only a status. */
  readonly full: boolean;
}

/** What a device has to answer to a command so that it counts as done. */
export function ExpectationControl({ editor, path, raw, full }: ExpectationControlProps) {
  const expect = rawOf(raw.expect);
  const at = [...path, 'expect'];
  const set = (name: string) => (value: Writable | undefined) => {
    const left = Object.keys(expect).filter((each) => each !== name);
    // An expectation of nothing is not written.
    if (value === undefined && left.length === 0) editor.set(path, 'expect', undefined);
    else if (raw.expect === undefined) editor.set(path, 'expect', { [name]: value }, planOrder.command);
    else editor.set(at, name, value, planOrder.expect);
  };
  return (
    <fieldset className="form-conditions">
      <legend>{words.expect}</legend>
      {full && (
        <>
          <NameChoice
            label={words.expectConfiguration}
            names={configurationsIn(editor).map(({ name }) => name)}
            none={words.expectNoConfiguration}
            value={expect.configuration}
            fault={editor.faultAt([...at, 'configuration'])}
            onChange={set('configuration')}
          />
          <PairsControl
            editor={editor}
            path={[...at, 'values']}
            label={words.expectValues}
            nameLabel={words.expectPath}
            hint={words.expectValuesHint}
            onEmpty={() => set('values')(undefined)}
            onFirst={(name) => set('values')({ [name]: '' })}
          />
        </>
      )}
      <LinesControl
        label={words.expectStatus}
        hint={words.expectStatusHint}
        value={expect.status}
        fault={editor.faultAt([...at, 'status'])}
        read={(line) => (/^\d+$/.test(line) ? Number(line) : undefined)}
        onChange={(values) => set('status')(values?.length === 1 ? values[0] : values)}
      />
      <OnlyInText editor={editor} path={at} known={planOrder.expect} />
    </fieldset>
  );
}
