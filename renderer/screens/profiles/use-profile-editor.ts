import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Fault } from '../../../core/errors.ts';
import {
  insertItem,
  type ReadText,
  removeItem,
  replaceValue,
  setMember,
  swapItems,
  type Writable,
} from '../../../core/provisioning/profile-edits.ts';
import type { JsonPath } from '../../../core/provisioning/profile-references.ts';
import { membersOf, nodeAt, type TextEdit, valueAt } from '../../../core/provisioning/profile-text.ts';
import type { CheckedText } from '../../stores/profiles-check.ts';
import type { ProfileDocument } from '../../stores/profiles-document.ts';
import { readForms } from './form-model.ts';

/** A fault of the profile, and what in it the fault is about. */
export interface PlacedFault {
  readonly fault: Fault;
  readonly path: JsonPath;
}

/** A profile that is edited by controls: every change is one of its text. Paths begin at the profile. */
export interface ProfileEditor {
  readonly document: ProfileDocument;
  readonly read: ReadText;
  readonly checked: CheckedText | undefined;
  /** What stands at a path; undefined where nothing does. */
  value(path: JsonPath): unknown;
  /** The names of the members of an object: its values may be many, and are not read. */
  names(path: JsonPath): readonly string[];
  /** What is wrong with exactly this. */
  faultAt(path: JsonPath): string | undefined;
  /** What is wrong with it and with all that is in it. */
  faultsIn(path: JsonPath): readonly PlacedFault[];
  /** Sets a member of what is at a path; undefined takes it away. What is typed is undone together. */
  set(path: JsonPath, member: string, value: Writable | undefined, order?: readonly string[]): void;
  replace(path: JsonPath, value: Writable): void;
  insert(path: JsonPath, index: number, value: Writable): void;
  remove(path: JsonPath, index: number): void;
  swap(path: JsonPath, one: number, other: number): void;
  /** Any other change; it is made in the text as it is now. */
  change(edit: (read: ReadText) => readonly TextEdit[]): void;
}

/** As much of it as is needed to look something up. */
export type ProfileReader = Pick<ProfileEditor, 'read' | 'value' | 'names'>;

/** The profile as its text has it; undefined while the text is not JSON. */
export function useProfileEditor(document: ProfileDocument): ProfileEditor | undefined {
  const text = useStore(document.store, (state) => state.text);
  const checked = useStore(document.store, (state) => state.checked);
  return useMemo(() => {
    const read = readForms(text);
    if (read?.tree.type !== 'object') return undefined;
    return editorOf(document, read, checked);
  }, [document, text, checked]);
}

function editorOf(
  document: ProfileDocument,
  read: ReadText,
  checked: CheckedText | undefined,
): ProfileEditor {
  const placed = (checked?.faults ?? []).map((fault, index) => ({
    fault,
    path: checked?.faultPaths[index] ?? [],
  }));
  const change: ProfileEditor['change'] = (edit) => {
    // Not the text that was drawn: another change may have come since.
    const now = readForms(document.settle());
    if (now) document.edit(edit(now));
  };
  return {
    document,
    read,
    checked,
    value: (path) => (nodeAt(read.tree, path) ? valueAt(read.tree, path) : undefined),
    names: (path) => membersOf(nodeAt(read.tree, path)).map(({ name }) => name),
    faultAt: (path) => placed.find((each) => samePath(each.path, path))?.fault.message,
    faultsIn: (path) => placed.filter((each) => samePath(each.path.slice(0, path.length), path)),
    set(path, member, value, order = []) {
      const now = readForms(document.settle());
      if (now) document.edit(setMember(now, path, member, value, order), typeof value === 'string');
    },
    replace: (path, value) => change((now) => replaceValue(now, path, value)),
    insert: (path, index, value) => change((now) => insertItem(now, path, index, value)),
    remove: (path, index) => change((now) => removeItem(now, path, index)),
    swap: (path, one, other) => change((now) => swapItems(now, path, one, other)),
    change,
  };
}

function samePath(one: JsonPath, other: JsonPath): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

/** What a control of a member needs: its value, its fault, and how it is changed. */
export function memberOf(editor: ProfileEditor, path: JsonPath, order: readonly string[] = []) {
  return (name: string) => ({
    value: editor.value([...path, name]),
    fault: editor.faultAt([...path, name]),
    onChange: (value: Writable | undefined) => editor.set(path, name, value, order),
  });
}
