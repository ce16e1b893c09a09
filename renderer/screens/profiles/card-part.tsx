import { usualLayout } from '../../../core/card/layout-schema.ts';
import { texts } from '../../texts.ts';
import { CardAccess } from './card-access.tsx';
import { CardPicturePanel } from './card-picture-panel.tsx';
import { LinesControl, NumberControl, TextControl, TickControl, WordControl } from './form-controls.tsx';
import { variablesIn } from './known-names.ts';
import { HistoryActions, OnlyInText, PartFaults, type PartProps } from './profile-part.tsx';
import { memberOf } from './use-profile-editor.ts';
import { VariableInput } from './variable-input.tsx';

const words = texts.profileParts;
const order = [
  ...['encoding', 'iccid', 'admReference', 'create', 'directory', 'private', 'pinReference', 'channel'],
  ...['extendedLength', 'atrs', 'application', 'files', 'access'],
];
const fileNames = ['odf', 'tokenInfo', 'dodf', 'message'] as const;

/** How the profile's cards are laid out; what differs from the usual is all that is written. */
export function CardPart({ editor }: PartProps) {
  const member = memberOf(editor, ['card'], order);
  const application = memberOf(editor, ['card', 'application']);
  return (
    <div className="forms-part card-part">
      <section className="form-properties panel" aria-label={words.layout}>
        <div className="form-properties__head">
          <h2>{words.layout}</h2>
          <HistoryActions document={editor.document} />
        </div>
        <div className="form-properties__controls">
          <VariableInput
            label={words.iccid}
            hint={words.iccidHint}
            variables={variablesIn(editor, false)}
            choices={variablesIn(editor, false).map((name) => `{{${name}}}`)}
            {...member('iccid')}
          />
          <WordControl
            label={words.create}
            words={words.creates}
            usual={usualLayout.create}
            {...member('create')}
          />
          <WordControl
            label={words.encoding}
            words={words.encodings}
            usual={usualLayout.encoding}
            {...member('encoding')}
          />
          <TickControl
            label={words.private}
            hint={words.privateHint}
            usual={usualLayout.private}
            {...member('private')}
          />
          <div className="form-properties__pair">
            <NumberControl
              label={words.admReference}
              hint={words.referenceHint(usualLayout.admReference)}
              {...member('admReference')}
            />
            <NumberControl
              label={words.pinReference}
              hint={words.referenceHint(usualLayout.pinReference)}
              {...member('pinReference')}
            />
          </div>
          <WordControl
            label={words.directory}
            words={words.directories}
            usual={usualLayout.directory}
            {...member('directory')}
          />
          <div className="form-properties__pair">
            <WordControl
              label={words.channel}
              words={words.channels}
              usual={usualLayout.channel}
              {...member('channel')}
            />
            <WordControl
              label={words.extendedLength}
              words={words.extendedLengths}
              usual={usualLayout.extendedLength}
              {...member('extendedLength')}
            />
          </div>
          <LinesControl label={words.atrs} hint={words.atrsHint} {...member('atrs')} />
          <fieldset className="form-conditions">
            <legend>{words.applicationTitle}</legend>
            <div className="form-properties__pair">
              <TextControl
                label={words.identifier}
                hint={words.usualValue(usualLayout.application.identifier)}
                mono
                {...application('identifier')}
              />
              <TextControl
                label={words.label}
                hint={words.usualValue(usualLayout.application.label)}
                {...application('label')}
              />
            </div>
          </fieldset>
          <fieldset className="form-conditions">
            <legend>{words.filesTitle}</legend>
            {fileNames.map((file) => {
              const of = memberOf(editor, ['card', 'files', file]);
              return (
                <div key={file} className="form-properties__pair">
                  <TextControl
                    label={words.fileIdentifier(words.files[file])}
                    hint={words.usualValue(usualLayout.files[file].identifier)}
                    mono
                    {...of('identifier')}
                  />
                  <NumberControl
                    label={words.fileSize(words.files[file])}
                    hint={words.usualValue(usualLayout.files[file].size)}
                    {...of('size')}
                  />
                </div>
              );
            })}
          </fieldset>
          <CardAccess editor={editor} />
          <PartFaults
            editor={editor}
            path={['card']}
            shown={order.filter((name) => !['application', 'files', 'access'].includes(name))}
            own={(at) => at.length < 3}
          />
          <OnlyInText editor={editor} path={['card']} known={order} />
        </div>
      </section>
      <CardPicturePanel editor={editor} />
    </div>
  );
}
