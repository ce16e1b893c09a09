import { type Generate, generateSchema } from '../../../core/provisioning/generate-schema.ts';
import { texts } from '../../texts.ts';
import { NumberControl, TextControl, WordControl } from './form-controls.tsx';
import { rawOf } from './form-model.ts';
import { PartFaults } from './profile-part.tsx';
import { memberOf, type ProfileEditor } from './use-profile-editor.ts';

const words = texts.profileParts;
const order = ['kind', 'prefix', 'digits', 'start', 'across', 'octets', 'as'];

/** How values are made when somebody has said no more than that. */
const usual = {
  sequence: { kind: 'sequence', digits: 6 },
  random: { kind: 'random', octets: 16, as: 'hex' },
} as const;

/** How the values of a column are made; undefined where the list brings them, or where it is not understood. */
export function generateOf(column: unknown): Generate | undefined {
  const read = generateSchema.safeParse(rawOf(column).generate);
  return read.success ? read.data : undefined;
}

/** Where the values of a column come from: the device list, or they are made here, and how. */
export function ColumnSource({
  editor,
  path,
}: {
  readonly editor: ProfileEditor;
  readonly path: readonly [string, string];
}) {
  const at = [...path, 'generate'];
  const { kind } = rawOf(editor.value(at));
  const member = memberOf(editor, at, order);
  return (
    <>
      <WordControl
        label={words.columnSource}
        words={words.columnSources}
        usual="list"
        value={kind}
        fault={editor.faultAt(at)}
        {...(kind === 'random' ? { hint: words.randomHint } : {})}
        onChange={(word) =>
          editor.set(path, 'generate', word === 'sequence' || word === 'random' ? usual[word] : undefined)
        }
      />
      {kind === 'sequence' && (
        <>
          <div className="form-properties__pair">
            <TextControl label={words.sequencePrefix} mono {...member('prefix')} />
            <NumberControl label={words.sequenceDigits} {...member('digits')} />
          </div>
          <div className="form-properties__pair">
            <NumberControl label={words.sequenceStart} {...member('start')} />
            <WordControl
              label={words.sequenceAcross}
              words={words.sequenceAcrosses}
              usual="batch"
              {...member('across')}
            />
          </div>
        </>
      )}
      {kind === 'random' && (
        <div className="form-properties__pair">
          <NumberControl label={words.randomOctets} {...member('octets')} />
          <WordControl label={words.randomAs} words={words.randomForms} {...member('as')} />
        </div>
      )}
      <PartFaults editor={editor} path={at} shown={order} own={(found) => found.length > at.length} />
    </>
  );
}
