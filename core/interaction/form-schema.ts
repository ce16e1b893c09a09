import { z } from 'zod';
import { formIssues } from './form-rules.ts';
import { formLimits, interactionLimits } from './limits.ts';

/** A text that people read; it may hold `{{variables}}`. */
const line = z.string().min(1).max(200);
/** The same in several lines; an empty line begins a new paragraph. */
const prose = z.string().min(1).max(4000);

const fieldName = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
    'a letter is expected, then letters, digits, "_" and "-" (64 at most)',
  )
  .refine((name) => !(name in {}), { message: 'this name has a meaning of its own; choose another one' })
  .describe('The name of the answer, once in a form');

const optionValue = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'signs that a browser can send back are expected, without controls');

const isoDate = z.iso.date('a date such as 2026-11-25 is expected');

const answerValue = z.union([z.string(), z.number(), z.boolean()]);

/** What a condition can say of the answer to a field. */
export const conditionMembers = {
  field: z.string().describe('The field that was answered'),
  is: z
    .union([answerValue, z.array(answerValue).min(1).max(formLimits.options)])
    .optional()
    .describe('The answer is this, or one of these'),
  isNot: z
    .union([answerValue, z.array(answerValue).min(1).max(formLimits.options)])
    .optional()
    .describe('The answer is none of these, or nothing was answered'),
  includes: z
    .union([optionValue, z.array(optionValue).min(1).max(formLimits.options)])
    .optional()
    .describe('Of several choices, one of these is among the answer'),
  least: z.number().optional().describe('The answer is this number or a greater one'),
  most: z.number().optional().describe('The answer is this number or a smaller one'),
  answered: z.boolean().optional().describe('Whether anything was answered'),
};

const condition = z
  .strictObject(conditionMembers)
  .meta({ id: 'condition', description: 'What an earlier answer has to be; all that is named must hold' });

const when = z
  .union([condition, z.array(condition).min(1).max(10)])
  .optional()
  .describe('Asked only where this holds; of several conditions, all');

const common = { name: fieldName, label: line, help: prose.optional(), when };
const answerable = { ...common, required: z.boolean().default(true) };

const option = z.strictObject({ value: optionValue, label: line });
const options = z.array(option).min(1).max(formLimits.options);

const textField = z.strictObject({
  kind: z.literal('text'),
  ...answerable,
  lines: z.enum(['single', 'multiple']).default('single'),
  minLength: z.int().min(1).max(formLimits.answer).optional(),
  maxLength: z.int().min(1).max(formLimits.answer).default(200),
  pattern: z
    .string()
    .min(1)
    .max(formLimits.pattern)
    .optional()
    .describe('A regular expression for the whole answer (RE2: no look-around, no back-references)'),
  patternHelp: line.optional().describe('How to write it, for whoever did not: "two letters and six digits"'),
  default: z.string().max(formLimits.answer).optional(),
});

const numberField = z.strictObject({
  kind: z.literal('number'),
  ...answerable,
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().positive().optional().describe('Answers are this far apart, from min on (or from 0)'),
  whole: z.boolean().default(false).describe('Whole numbers only'),
  unit: z.string().min(1).max(20).optional().describe('What it counts, shown behind the field'),
  default: z.union([z.number(), z.string()]).optional(),
});

const choiceField = z.strictObject({
  kind: z.literal('choice'),
  ...answerable,
  options,
  default: z.string().optional().describe('The value of an option'),
});

const choicesField = z.strictObject({
  kind: z.literal('choices'),
  ...answerable,
  options,
  least: z.int().min(1).optional().describe('So many at least, where any are chosen or it is required'),
  most: z.int().min(1).optional(),
  default: z.array(z.string()).optional().describe('Values of options'),
});

const dateField = z.strictObject({
  kind: z.literal('date'),
  ...answerable,
  min: isoDate.optional(),
  max: isoDate.optional(),
  default: z.string().optional(),
});

const fileField = z.strictObject({
  kind: z.literal('file'),
  ...answerable,
  mediaTypes: z
    .array(
      z
        .string()
        .regex(
          /^[a-z]+\/[a-z0-9][a-z0-9.+-]*$/,
          'a media type such as image/jpeg is expected, in lower case',
        ),
    )
    .min(1)
    .max(20),
  mostOctets: z.int().min(1).max(interactionLimits.file).default(5_000_000),
  photo: z.boolean().default(false).describe('A device with a camera takes a photo'),
});

const signatureField = z.strictObject({
  kind: z.literal('signature'),
  ...answerable,
  statement: prose.optional().describe('What is signed: it stands beside the tick'),
});

const confirmationField = z.strictObject({ kind: z.literal('confirmation'), ...common });

const field = z
  .discriminatedUnion('kind', [
    textField,
    numberField,
    choiceField,
    choicesField,
    dateField,
    fileField,
    signatureField,
    confirmationField,
  ])
  .meta({ id: 'field', description: 'Something that a person answers' });

const page = z
  .strictObject({
    title: line,
    introduction: prose.optional(),
    when,
    fields: z.array(field).max(formLimits.fieldsOfPage).default([]),
  })
  .meta({ id: 'page', description: 'What is asked at once; pages come one after the other' });

/** A form as a profile holds it, or filled in with a row's values (see `fillForm`): what a device's browser shows. */
export const formSchema = z
  .strictObject({
    title: line,
    introduction: prose.optional().describe('Stands on the first page'),
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag such as en or de-AT is expected')
      .default('en')
      .describe("The language of the form's own texts"),
    thanks: prose.optional().describe('Stands on the final page'),
    pages: z.array(page).min(1).max(formLimits.pages),
  })
  .superRefine((form, context) => {
    for (const { path, detail } of formIssues(form))
      context.addIssue({ code: 'custom', path: [...path], message: detail });
  })
  .meta({ id: 'form', description: 'What the person at a device is asked through a web page (SHOW)' });

export type Form = z.infer<typeof formSchema>;
export type FormPage = Form['pages'][number];
export type FormField = FormPage['fields'][number];
export type FieldOf<Kind extends FormField['kind']> = Extract<FormField, { kind: Kind }>;
export type Condition = z.infer<typeof condition>;
