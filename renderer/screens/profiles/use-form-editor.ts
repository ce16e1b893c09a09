import { useMemo } from 'react';
import { useStore } from 'zustand';
import { type Form, formSchema } from '../../../core/interaction/form-schema.ts';
import {
  insertItem,
  type ReadText,
  removeItem,
  replaceValue,
  setMember,
  sourceOf,
  swapItems,
  type Writable,
} from '../../../core/provisioning/profile-edits.ts';
import type { JsonPath } from '../../../core/provisioning/profile-references.ts';
import { membersOf, nodeAt, type TextEdit } from '../../../core/provisioning/profile-text.ts';
import { type SchemaIssue, schemaIssues } from '../../../core/provisioning/schema-issues.ts';
import type { ProfileDocument } from '../../stores/profiles-document.ts';
import { type Raw, rawOf, readForms } from './form-model.ts';

/** A form of a profile, and what can be done with it. Paths begin at the form. */
export interface FormEditor {
  readonly name: string;
  /** As it stands in the text. */
  readonly raw: Raw;
  /** As devices are shown it; missing where it has a fault. */
  readonly form: Form | undefined;
  readonly issues: readonly SchemaIssue[];
  /** Sets a member of what is at a path; undefined takes it away. */
  set(path: JsonPath, member: string, value: Writable | undefined, order: readonly string[]): void;
  replace(path: JsonPath, value: Writable): void;
  insert(path: JsonPath, index: number, value: Writable): void;
  remove(path: JsonPath, index: number): void;
  swap(path: JsonPath, one: number, other: number): void;
  /** Any other change of the profile. */
  change(edit: (read: ReadText, at: JsonPath) => readonly TextEdit[]): void;
}

/** The forms of a profile by name, in the order of its text; undefined while the text is not JSON. */
export function useForms(document: ProfileDocument) {
  const text = useStore(document.store, (state) => state.text);
  return useMemo(() => {
    const read = readForms(text);
    if (read === undefined) return undefined;
    const names = membersOf(nodeAt(read.tree, ['forms'])).map(({ name }) => name);
    return { read, names };
  }, [text]);
}

/** One of them. */
export function useFormEditor(document: ProfileDocument, read: ReadText, name: string): FormEditor {
  const { raw, form, issues } = useMemo(() => readForm(read, name), [read, name]);
  return useMemo(() => {
    const at = (path: JsonPath): JsonPath => ['forms', name, ...path];
    const change: FormEditor['change'] = (edit) => {
      // Not the text that was drawn: another change may have come since.
      const now = readForms(document.settle());
      if (now) document.edit(edit(now, at([])));
    };
    return {
      name,
      raw,
      form,
      issues,
      change,
      set(path, member, value, order) {
        const now = readForms(document.settle());
        if (now) document.edit(setMember(now, at(path), member, value, order), typeof value === 'string');
      },
      replace: (path, value) => change((now) => replaceValue(now, at(path), value)),
      insert: (path, index, value) => change((now) => insertItem(now, at(path), index, value)),
      remove: (path, index) => change((now) => removeItem(now, at(path), index)),
      swap: (path, one, other) => change((now) => swapItems(now, at(path), one, other)),
    };
  }, [document, name, raw, form, issues]);
}

function readForm({ text, tree }: ReadText, name: string) {
  const node = nodeAt(tree, ['forms', name]);
  const value: unknown = node ? JSON.parse(sourceOf(text, node)) : {};
  const result = formSchema.safeParse(value);
  return {
    raw: rawOf(value),
    form: result.success ? result.data : undefined,
    issues: result.success ? [] : schemaIssues(result.error.issues),
  };
}

/** What is wrong with one member; undefined where nothing is. */
export function issueAt({ issues }: FormEditor, path: JsonPath): string | undefined {
  const wanted = path.join('.');
  return issues.find((issue) => issue.path.join('.') === wanted)?.detail;
}
