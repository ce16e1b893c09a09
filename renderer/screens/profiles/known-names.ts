import { answerVariable } from '../../../core/provisioning/form-answers.ts';
import { membersOf, nodeAt } from '../../../core/provisioning/profile-text.ts';
import { builtInVariables } from '../../../core/provisioning/variables.ts';
import { fieldNames, listOf, rawOf, textOf } from './form-model.ts';
import type { ProfileReader } from './use-profile-editor.ts';

/** What a text of the profile can name between braces: columns, the server, answers to forms. */
export function variablesIn(editor: ProfileReader, withAnswers = true): readonly string[] {
  const columns = editor.names(['columns']);
  const answers = withAnswers
    ? Object.entries(rawOf(editor.value(['forms']))).flatMap(([form, raw]) =>
        fieldNames(rawOf(raw)).map((field) => answerVariable(form, field)),
      )
    : [];
  return [...columns, ...builtInVariables, ...answers];
}

/** The management objects of the profile, by name, with where each goes. */
export function configurationsIn(
  editor: ProfileReader,
): readonly { readonly name: string; readonly target: string; readonly carried: boolean }[] {
  const carried = listOf(editor.value(['bootstrap']));
  return membersOf(nodeAt(editor.read.tree, ['configurations'])).map(({ name, value }) => ({
    name,
    target: textOf(nodeAt(value, ['target'])?.value),
    carried: carried.includes(name),
  }));
}

/** The MOIDs that the server may manage. */
export function permitsIn(editor: ProfileReader): readonly string[] {
  return listOf(editor.value(['permits'])).map(textOf);
}
