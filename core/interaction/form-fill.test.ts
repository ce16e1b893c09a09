import { describe, expect, it } from 'vitest';
import { fillForm } from './form-fill.ts';
import { formSchema } from './form-schema.ts';
import { installationForm } from './test-form.ts';

const variables = { serial: '<b>{{customer}}</b>', customer: 'Ada & Co', kind: 'x' };

describe('a form that is filled in', () => {
  it('has the values of a row in the texts that people read, as they are', () => {
    const form = fillForm(installationForm, variables);
    expect(form.title).toBe('Installation of <b>{{customer}}</b>');
    expect(form.pages[2]?.introduction).toBe('For Ada & Co.');
    expect(form.pages[0]?.fields[3]).toMatchObject({
      options: [{ label: 'New installation' }, { label: 'Replacement of <b>{{customer}}</b>' }],
    });
    expect(JSON.stringify(installationForm)).toContain('Installation of {{serial}}');
  });

  it('has them in every text of every kind, and nowhere else', () => {
    const text = '{{customer}}';
    const common = { label: text, help: text };
    const options = [{ value: '{{kind}}', label: text }];
    const form = formSchema.parse({
      title: text,
      introduction: text,
      thanks: text,
      pages: [
        {
          title: text,
          introduction: text,
          fields: [
            { kind: 'text', name: 'a', ...common, pattern: '.*', patternHelp: text, default: text },
            { kind: 'number', name: 'b', ...common, unit: text, default: text },
            { kind: 'date', name: 'c', ...common, default: text },
            { kind: 'choice', name: 'd', ...common, options, default: '{{kind}}' },
            { kind: 'choices', name: 'e', ...common, options, default: ['{{kind}}'] },
            { kind: 'file', name: 'f', ...common, mediaTypes: ['image/png'] },
            { kind: 'signature', name: 'g', ...common, statement: text },
            { kind: 'confirmation', name: 'h', ...common },
            { kind: 'number', name: 'i', label: 'i', default: 3 },
          ],
        },
        {
          title: 'next',
          when: { field: 'd', is: '{{kind}}' },
          fields: [{ kind: 'text', name: 'j', label: 'j' }],
        },
      ],
    });
    const filled = JSON.stringify(fillForm(form, variables));
    expect(filled).not.toContain(text);
    expect(JSON.parse(filled)).toEqual(
      JSON.parse(
        JSON.stringify(form)
          .replaceAll(text, 'Ada & Co')
          .replaceAll('"default":"{{kind}}"', '"default":"x"')
          .replaceAll('"default":["{{kind}}"]', '"default":["x"]'),
      ),
    );
  });

  it('shows a variable that the row does not have', () => {
    expect(fillForm(installationForm, {}).title).toBe('Installation of {{serial}}');
  });
});
