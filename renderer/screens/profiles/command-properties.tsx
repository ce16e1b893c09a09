import type { JsonPath } from '../../../core/provisioning/profile-references.ts';
import { texts } from '../../texts.ts';
import { ExpectationControl } from './expectation-control.tsx';
import { NumberControl, TextControl, TickControl, WordControl } from './form-controls.tsx';
import type { Raw } from './form-model.ts';
import { configurationsIn, variablesIn } from './known-names.ts';
import { NameChoice } from './name-choice.tsx';
import { commandKindOf, isCommandKind, newCommand, planOrder } from './plan-model.ts';
import { OnlyInText, PartFaults } from './profile-part.tsx';
import { TargetsControl } from './targets-control.tsx';
import { memberOf, type ProfileEditor } from './use-profile-editor.ts';
import { useTargets } from './use-targets.ts';
import { VariableInput } from './variable-input.tsx';

const words = texts.profilePlan;

interface CommandPropertiesProps {
  readonly editor: ProfileEditor;
  readonly path: JsonPath;
  readonly raw: Raw;
}

/** A command of a step: what is sent, and what has to come back. */
export function CommandProperties({ editor, path, raw }: CommandPropertiesProps) {
  const kind = commandKindOf(raw);
  return (
    <>
      <WordControl
        label={words.command}
        words={words.kinds}
        hint={words.kindHints[kind]}
        value={kind}
        fault={editor.faultAt([...path, 'command'])}
        onChange={(next) => {
          if (typeof next === 'string' && isCommandKind(next))
            editor.replace(path, newCommand(editor, next, raw));
        }}
      />
      <Members editor={editor} path={path} raw={raw} />
      <ExpectationControl editor={editor} path={path} raw={raw} full={kind === 'GET'} />
      <PartFaults editor={editor} path={path} shown={withControl} />
      <OnlyInText editor={editor} path={path} known={planOrder.command} />
    </>
  );
}

/** Members whose controls say what is wrong with them. */
const withControl = planOrder.command.filter((name) => name !== 'expect' && name !== 'targets');

function Members({ editor, path, raw }: CommandPropertiesProps) {
  const kind = commandKindOf(raw);
  const member = memberOf(editor, path, planOrder.command);
  const targets = useTargets(editor, kind === 'EXEC' ? 'Exec' : undefined);
  const variables = variablesIn(editor);
  const names = configurationsIn(editor).map(({ name }) => name);
  const target = (
    <VariableInput
      label={words.target}
      hint={words.targetHint}
      needed
      variables={variables}
      choices={targets}
      {...member('target')}
    />
  );
  const resource = (
    <TextControl label={words.resource} hint={words.resourceHint} mono needed {...member('resource')} />
  );
  switch (kind) {
    case 'GET':
      return (
        <TargetsControl
          label={words.target}
          choices={targets}
          editor={editor}
          {...member('target')}
          oneOrSeveral
        />
      );
    case 'HPUT':
    case 'HPOST':
      return (
        <>
          <TargetsControl label={words.target} choices={targets} editor={editor} {...member('targets')} />
          {resource}
        </>
      );
    case 'SUB':
      return (
        <>
          {target}
          {resource}
        </>
      );
    case 'DELETE':
    case 'UNSUB':
      return target;
    case 'EXEC':
      return (
        <>
          {target}
          <TickControl
            label={words.asynchronous}
            hint={words.asynchronousHint}
            usual={false}
            {...member('asynchronous')}
          />
        </>
      );
    case 'DEFAULT':
      return <NameChoice label={words.configuration} names={names} {...member('configuration')} />;
    case 'CONT':
      return <VariableInput label={words.serverUri} needed variables={variables} {...member('serverUri')} />;
    case 'HGET':
      return <HgetMembers editor={editor} path={path} raw={raw} names={names} targets={targets} />;
    case 'SHOW':
      return <ShowMembers editor={editor} path={path} raw={raw} />;
  }
}

type Source = keyof typeof words.sources;

function HgetMembers(
  props: CommandPropertiesProps & { readonly names: readonly string[]; readonly targets: readonly string[] },
) {
  const { editor, path, raw, names, targets } = props;
  const member = memberOf(editor, path, planOrder.command);
  const variables = variablesIn(editor);
  const source: Source =
    raw.credentials !== undefined ? 'credentials' : raw.source !== undefined ? 'source' : 'configuration';
  return (
    <>
      <WordControl
        label={words.what}
        words={words.sources}
        value={source}
        onChange={(next) => {
          const { configuration: _1, source: _2, credentials: _3, target, deviceChooses, ...others } = raw;
          const own =
            next === 'credentials'
              ? { credentials: 'renew' }
              : next === 'source'
                ? { source: '{{server.shared}}/', target: targets[0] ?? '' }
                : { configuration: names[0] ?? '' };
          const kept = next === 'credentials' ? {} : { target, deviceChooses };
          const command = {
            ...others,
            ...own,
            ...Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
          };
          editor.replace(path, JSON.parse(JSON.stringify(command)));
        }}
      />
      {source === 'configuration' && (
        <NameChoice label={words.configuration} names={names} {...member('configuration')} />
      )}
      {source === 'source' && (
        <VariableInput
          label={words.source}
          hint={words.sourceHint}
          needed
          variables={variables}
          {...member('source')}
        />
      )}
      {source !== 'credentials' && (
        <>
          <VariableInput
            label={words.target}
            hint={source === 'configuration' ? words.targetOwn : words.targetHint}
            variables={variables}
            choices={targets}
            {...member('target')}
          />
          <TickControl label={words.deviceChooses} usual={false} {...member('deviceChooses')} />
        </>
      )}
    </>
  );
}

function ShowMembers({ editor, path, raw }: CommandPropertiesProps) {
  const member = memberOf(editor, path, planOrder.command);
  const forms = editor.names(['forms']);
  const isPage = raw.page !== undefined;
  return (
    <>
      <WordControl
        label={words.what}
        words={words.shows}
        value={isPage ? 'page' : 'form'}
        onChange={(next) =>
          editor.replace(
            path,
            next === 'page'
              ? { command: 'SHOW', page: 'https://' }
              : { command: 'SHOW', form: forms[0] ?? '' },
          )
        }
      />
      {isPage ? (
        <VariableInput label={words.page} needed variables={variablesIn(editor)} {...member('page')} />
      ) : (
        <>
          <NameChoice label={words.form} names={forms} {...member('form')} />
          <WordControl label={words.answers} words={words.answersKinds} usual="wait" {...member('answers')} />
          <NumberControl label={words.seconds} hint={words.secondsHint(900)} {...member('seconds')} />
        </>
      )}
    </>
  );
}
