import type { Node } from 'jsonc-parser';
import { answerOf, answerVariable } from './form-answers.ts';
import { mainPlan } from './plan-schema.ts';
import { type ReadText, renameMember } from './profile-edits.ts';
import type { JsonPath } from './profile-references.ts';
import { itemsOf, membersOf, nodeAt, type TextEdit } from './profile-text.ts';

// Names that other parts of a profile use: whoever changes one changes it everywhere, or the profile has a fault.

/** Gives a form another name: where it stands, in the steps that show it or ask what it was answered, in variables. */
export function renameForm(read: ReadText, form: string, newName: string): readonly TextEdit[] {
  const edits: TextEdit[] = [...renameMember(read, ['forms'], form, newName)];
  for (const { node, path } of textsIn(read.tree)) {
    const inPlan = path[0] === mainPlan || path[0] === 'plans';
    if (inPlan && path.at(-1) === 'form' && node.value === form) edits.push(replaced(node, newName));
    else edits.push(...inVariables(node, (named) => named.form === form && { ...named, form: newName }));
  }
  return edits;
}

/** Gives a field of a form another name: in conditions of the form and of steps, and in variables. */
export function renameField(
  read: ReadText,
  form: string,
  fieldPath: JsonPath,
  newName: string,
): readonly TextEdit[] {
  const own = nodeAt(read.tree, [...fieldPath, 'name']);
  if (own?.type !== 'string') return [];
  const name = String(own.value);
  const edits: TextEdit[] = [replaced(own, newName)];
  for (const { node, path, owner } of textsIn(read.tree)) {
    if (node === own) continue;
    const isCondition = path.at(-1) === 'field' && path.includes('when') && node.value === name;
    const ofForm = path[0] === 'forms' ? path[1] === form : membersOf(owner).some(isMember('form', form));
    if (isCondition && ofForm) edits.push(replaced(node, newName));
    else
      edits.push(
        ...inVariables(
          node,
          (named) => named.form === form && named.field === name && { ...named, field: newName },
        ),
      );
  }
  return edits;
}

/** Gives a column another name: where it stands, and in every variable that means it. */
export function renameColumn(read: ReadText, column: string, newName: string): readonly TextEdit[] {
  const edits: TextEdit[] = [...renameMember(read, ['columns'], column, newName)];
  for (const { node } of textsIn(read.tree)) {
    const before = String(node.value);
    const after = before.replaceAll(variable, (whole, name: string) =>
      name === column ? `{{${newName}}}` : whole,
    );
    if (after !== before) edits.push(replaced(node, after));
  }
  return edits;
}

/** Gives a management object another name: where it stands, on the card, and in the steps that name it. */
export function renameConfiguration(read: ReadText, name: string, newName: string): readonly TextEdit[] {
  const edits: TextEdit[] = [...renameMember(read, ['configurations'], name, newName)];
  for (const { node, path } of textsIn(read.tree)) {
    const onCard = path[0] === 'bootstrap' && path.length === 2;
    const inPlan =
      (path[0] === mainPlan || path[0] === 'plans') &&
      path.at(-1) === 'configuration' &&
      path.at(-2) !== 'values';
    if ((onCard || inPlan) && node.value === name) edits.push(replaced(node, newName));
  }
  return edits;
}

/** Gives a further plan another name: where it stands, and where it is said to follow. */
export function renamePlan(read: ReadText, plan: string, newName: string): readonly TextEdit[] {
  const edits: TextEdit[] = [...renameMember(read, ['plans'], plan, newName)];
  for (const { node, path } of textsIn(read.tree)) {
    const [owner] = path;
    const isNext = path.at(-1) === 'next' && path.length === (owner === mainPlan ? 2 : 3);
    if ((owner === mainPlan || owner === 'plans') && isNext && node.value === plan)
      edits.push(replaced(node, newName));
  }
  return edits;
}

const variable = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g;

interface TextNode {
  readonly node: Node;
  readonly path: JsonPath;
  /** The object or array that it is in. */
  readonly owner: Node;
}

/** Every text of a profile that is a value. */
function* textsIn(owner: Node, path: JsonPath = []): Generator<TextNode> {
  const children: readonly (readonly [string | number, Node])[] = [
    ...membersOf(owner).map(({ name, value }) => [name, value] as const),
    ...itemsOf(owner).map((item, index) => [index, item] as const),
  ];
  for (const [name, node] of children) {
    const at = [...path, name];
    if (node.type === 'string') yield { node, path: at, owner };
    else yield* textsIn(node, at);
  }
}

type NamedAnswer = NonNullable<ReturnType<typeof answerOf>>;

/** Renames the answers that a text has as variables. */
function inVariables(node: Node, rename: (named: NamedAnswer) => NamedAnswer | false): readonly TextEdit[] {
  const before = String(node.value);
  if (!before.includes('{{')) return [];
  const after = before.replaceAll(variable, (whole, name: string) => {
    const named = answerOf(name);
    const renamed = named !== undefined && rename(named);
    return renamed ? `{{${answerVariable(renamed.form, renamed.field)}}}` : whole;
  });
  return after === before ? [] : [replaced(node, after)];
}

function isMember(name: string, value: string) {
  return (member: { readonly name: string; readonly value: Node }) =>
    member.name === name && member.value.value === value;
}

function replaced({ offset, length }: Node, content: string): TextEdit {
  return { offset, length, content: JSON.stringify(content) };
}
