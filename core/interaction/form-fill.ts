import { fillText, type Values } from '../provisioning/variables.ts';
import type { Form, FormField, FormPage } from './form-schema.ts';

/**
 * A form with a row's values in the texts that people read, and in its defaults. Names, values of options, patterns
 * and conditions stay as they are: what is checked is what the profile says.
 */
export function fillForm(form: Form, variables: Values): Form {
  const fill: Fill = (text) => fillText(text, variables);
  return {
    ...filled(form, ['title', 'introduction', 'thanks'], fill),
    pages: form.pages.map((page) => fillPage(page, fill)),
  };
}

type Fill = (text: string) => string;

function fillPage(page: FormPage, fill: Fill): FormPage {
  return {
    ...filled(page, ['title', 'introduction'], fill),
    fields: page.fields.map((field) => fillField(field, fill)),
  };
}

function fillField(field: FormField, fill: Fill): FormField {
  const common = filled(field, ['label', 'help'], fill);
  switch (common.kind) {
    case 'text':
      return filled(common, ['patternHelp', 'default'], fill);
    case 'number':
      return filled(common, ['unit', 'default'], fill);
    case 'date':
      return filled(common, ['default'], fill);
    case 'choice':
      return {
        ...filled(common, ['default'], fill),
        options: common.options.map((each) => filled(each, ['label'], fill)),
      };
    case 'choices':
      return {
        ...common,
        options: common.options.map((each) => filled(each, ['label'], fill)),
        ...(common.default ? { default: common.default.map(fill) } : {}),
      };
    case 'signature':
      return filled(common, ['statement'], fill);
    case 'file':
    case 'confirmation':
      return common;
  }
}

/** A value whose texts of these names are filled in; members that are missing, or are no texts, stay so. */
function filled<Value extends object>(value: Value, names: readonly (keyof Value)[], fill: Fill): Value {
  const texts = names.flatMap((name) => {
    const text = value[name];
    return typeof text === 'string' ? [[name, fill(text)]] : [];
  });
  return { ...value, ...Object.fromEntries(texts) };
}
