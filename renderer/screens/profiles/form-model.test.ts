import { describe, expect, it } from 'vitest';
import { formSchema } from '../../../core/interaction/form-schema.ts';
import { installationForm } from '../../../core/interaction/test-form.ts';
import { sampleRow } from '../../../core/provisioning/sample-row.ts';
import { texts } from '../../texts.ts';
import {
  asKind,
  chosenAt,
  type FieldKind,
  fieldsBefore,
  freeName,
  kindOf,
  newForm,
  newPage,
  pathOf,
  type Raw,
  readForms,
  stillThere,
} from './form-model.ts';

const kinds = Object.keys(texts.forms.kinds) as FieldKind[];
const fields = installationForm.pages.flatMap((page) => page.fields);

describe('what is put into a form anew', () => {
  it('has no fault', () => {
    expect(formSchema.safeParse(newForm()).error).toBeUndefined();
    const page = newPage(newForm() as Raw);
    const form = { ...(newForm() as Raw), pages: [...((newForm() as Raw).pages as unknown[]), page] };
    expect(formSchema.safeParse(form).error).toBeUndefined();
  });

  it('has a name of its own', () => {
    expect(freeName('field', [])).toBe('field');
    expect(freeName('field', ['field', 'field2'])).toBe('field3');
  });
});

describe('a field that becomes one of another kind', () => {
  it.each(kinds.flatMap((kind) => fields.map((field) => [field.kind, kind, field] as const)))(
    'from %s to %s has no fault, and keeps its name, label and help',
    (_before, kind, field) => {
      const { when: _when, ...raw } = field;
      const next = asKind({ ...raw, help: 'Help' }, kind) as Raw;
      const form = { title: 'T', pages: [{ title: 'P', fields: [next] }] };
      expect(formSchema.safeParse(form).error).toBeUndefined();
      expect(next).toMatchObject({ kind, name: field.name, label: field.label, help: 'Help' });
    },
  );

  it('keeps its options among choices', () => {
    const options = [{ value: 'a', label: 'A' }];
    expect(asKind({ kind: 'choice', name: 'x', label: 'X', options }, 'choices')).toMatchObject({ options });
  });
});

describe('what is chosen', () => {
  it('is found by the path of a fault, and its path by it', () => {
    expect(chosenAt(['title'])).toEqual({ kind: 'form' });
    expect(chosenAt(['pages', 1, 'when', 'field'])).toEqual({ kind: 'page', page: 1 });
    expect(chosenAt(['pages', 1, 'fields', 2, 'options', 0])).toEqual({ kind: 'field', page: 1, field: 2 });
    expect(pathOf({ kind: 'field', page: 1, field: 2 })).toEqual(['pages', 1, 'fields', 2]);
  });

  it('is the nearest thing that is there', () => {
    const form: Raw = { pages: [{ fields: [{}] }] };
    expect(stillThere({ kind: 'field', page: 0, field: 0 }, form)).toEqual({
      kind: 'field',
      page: 0,
      field: 0,
    });
    expect(stillThere({ kind: 'field', page: 0, field: 1 }, form)).toEqual({ kind: 'page', page: 0 });
    expect(stillThere({ kind: 'page', page: 1 }, form)).toEqual({ kind: 'form' });
  });
});

describe('a form that is not right', () => {
  it.each([
    {},
    { pages: 7 },
    { pages: [null, 'x', { fields: {} }] },
    { pages: [{ fields: [1, { kind: 'toString' }] }] },
  ])('can be looked at all the same: %j', (form: Raw) => {
    expect(() => fieldsBefore(form, 3)).not.toThrow();
    expect(kindOf({ kind: 'toString' })).toBe('text');
  });

  it('is not read while the text is not JSON', () => {
    expect(readForms('{"forms": {')).toBeUndefined();
    expect(readForms('{"forms": {}}')?.tree.type).toBe('object');
  });
});

it('a row to look at a form with has a value in every column', () => {
  expect(sampleRow({ imei: { type: 'imei' }, site: {}, iccid: { type: 'iccid' }, odd: 7 })).toEqual({
    imei: '352099001761408',
    site: 'site',
    iccid: '8944500000000700001',
    odd: 'odd',
  });
});
