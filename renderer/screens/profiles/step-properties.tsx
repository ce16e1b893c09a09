import { Checkbox, NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import type { JsonPath } from '../../../core/provisioning/profile-references.ts';
import { texts } from '../../texts.ts';
import { LinesControl, NumberControl, TextControl } from './form-controls.tsx';
import { type Raw, rawOf } from './form-model.ts';
import { planOrder } from './plan-model.ts';
import { OnlyInText, PartFaults } from './profile-part.tsx';
import { StepConditions } from './step-conditions.tsx';
import { memberOf, type ProfileEditor } from './use-profile-editor.ts';

const words = texts.profilePlan;

interface StepPropertiesProps {
  readonly editor: ProfileEditor;
  readonly path: JsonPath;
  readonly raw: Raw;
}

/** A step of a plan: when it is taken, what it waits for, and what follows when it fails. */
export function StepProperties({ editor, path, raw }: StepPropertiesProps) {
  const member = memberOf(editor, path, planOrder.step);
  return (
    <>
      <TextControl label={words.stepName} hint={words.stepNameHint} needed {...member('step')} />
      <FailureControl {...member('onFailure')} />
      <WaitControl editor={editor} path={path} value={raw.wait} />
      <StepConditions editor={editor} value={raw.when} onChange={member('when').onChange} />
      <PartFaults
        editor={editor}
        path={path}
        shown={['step', 'onFailure']}
        own={(at) => at[path.length] !== 'commands' || at.length === path.length + 1}
      />
      <OnlyInText editor={editor} path={path} known={planOrder.step} />
    </>
  );
}

function FailureControl({ value, fault, onChange }: ReturnType<ReturnType<typeof memberOf>>) {
  const { retry } = rawOf(value);
  const kind = retry !== undefined ? 'retry' : value === 'goOn' ? 'goOn' : 'stop';
  return (
    <div className="form-properties__pair">
      <NativeSelect
        label={words.onFailure}
        error={fault}
        value={kind}
        data={Object.entries(words.onFailures).map(([each, label]) => ({ value: each, label }))}
        onChange={(event) => {
          const next = event.currentTarget.value;
          onChange(next === 'retry' ? { retry: 2 } : next === 'goOn' ? 'goOn' : undefined);
        }}
      />
      {kind === 'retry' && (
        <NumberControl
          label={words.retries}
          value={retry}
          onChange={(times) => onChange({ retry: times ?? 1 })}
        />
      )}
    </div>
  );
}

function WaitControl({
  editor,
  path,
  value,
}: {
  readonly editor: ProfileEditor;
  readonly path: JsonPath;
  readonly value: unknown;
}) {
  const waits = value !== undefined;
  const member = memberOf(editor, [...path, 'wait'], planOrder.wait);
  return (
    <fieldset className="form-conditions">
      <legend>{words.wait}</legend>
      <Checkbox
        label={words.waits}
        description={words.waitsHint}
        checked={waits}
        onChange={(event) =>
          editor.set(path, 'wait', event.currentTarget.checked ? {} : undefined, planOrder.step)
        }
      />
      {waits && (
        <div className="form-condition">
          <TextControl label={words.alert} hint={words.alertHint} mono {...member('alert')} />
          <div className="form-properties__pair">
            <LinesControl
              label={words.resultCodes}
              hint={words.resultCodesHint}
              read={(line) => (/^\d+$/.test(line) ? Number(line) : undefined)}
              {...member('resultCodes')}
            />
            <NumberControl label={words.seconds} hint={words.secondsHint(600)} {...member('seconds')} />
          </div>
          <OnlyInText editor={editor} path={[...path, 'wait']} known={planOrder.wait} />
        </div>
      )}
    </fieldset>
  );
}
