import { describe, expect, it } from 'vitest';
import { readProfile } from './profile.ts';
import { placeForm } from './test-forms.ts';
import { profileJson } from './test-profile.ts';

const ask = { step: 'Ask', commands: [{ command: 'SHOW', form: 'place' }] };
const get = (target: string) => ({ step: 'Get', commands: [{ command: 'GET', target }] });

function faultsOf(over: Readonly<Record<string, unknown>>): readonly string[] {
  const profile = profileJson({ forms: { place: placeForm }, sessionPlan: [ask], ...over });
  const reading = readProfile(JSON.stringify(profile, undefined, 1), 'test.profile.json');
  return reading.kind === 'faults' ? reading.faults.map(({ message }) => message) : [];
}
const configurations = (data: unknown) => ({
  configurations: { site: { target: 'urn:oma:mo:example-gateway:1.0/g1/', data } },
});

describe('a profile with forms', () => {
  it('may use their answers in plans, in what devices fetch, and in forms that come later', () => {
    const late = {
      title: 'On a {{answers.place.where}}',
      pages: [{ title: 'A', introduction: 'b', fields: [] }],
    };
    expect(
      faultsOf({
        forms: { place: placeForm, late },
        ...configurations({ Gateway: { Where: '{{answers.place.where}}' } }),
        sessionPlan: [
          ask,
          { ...get('urn:a:b/{{answers.place.where}}/'), when: { form: 'place', field: 'where', is: 'mast' } },
        ],
      }),
    ).toEqual([]);
  });

  it.each([
    [
      { sessionPlan: [{ step: 'Ask', commands: [{ command: 'SHOW', form: 'plaice' }] }] },
      'At sessionPlan.0.commands.0.form: there is no form "plaice"',
    ],
    [
      { sessionPlan: [{ step: 'Ask', commands: [ask.commands[0], ask.commands[0]] }] },
      'At sessionPlan.0.commands.1.form: the step shows this form already',
    ],
    [
      { sessionPlan: [{ ...ask, wait: { alert: 'urn:x' } }] },
      'At sessionPlan.0.wait: the step waits for the answers to its form already',
    ],
    [
      { sessionPlan: [ask, { ...ask, when: { form: 'plaice', field: 'where', is: 'mast' } }] },
      'At sessionPlan.1.when.form: there is no form "plaice"',
    ],
    [
      { sessionPlan: [ask, { ...ask, when: [{ form: 'place', field: 'roof', is: 'mast' }] }] },
      'At sessionPlan.1.when.0.field: there is no field "roof" in the form "place"',
    ],
    [
      { sessionPlan: [ask, { ...ask, when: { form: 'place', field: 'where', is: 'roof' } }] },
      'At sessionPlan.1.when.is: "where" is never "roof"',
    ],
    [
      { sessionPlan: [ask, { ...ask, when: { form: 'place', field: 'where' } }] },
      'At sessionPlan.1.when: what the answer has to be is expected',
    ],
    [
      { sessionPlan: [ask, get('urn:a:b/{{answers.place.inputs}}/')] },
      'At sessionPlan.1.commands.0: a ClientURI needs {{answers.place.inputs}}, and that field may be left unanswered',
    ],
    [
      { sessionPlan: [ask, get('urn:a:b/{{answers.place.roof}}/')] },
      'At sessionPlan.1.commands.0.target: {{answers.place.roof}}: there is no field "roof" in a form "place"',
    ],
    [
      { device: { id: 'IMEI:{{imei}}', label: '{{answers.place.where}}' } },
      'At device.label: {{answers.place.where}}: answers to forms are there only in session plans',
    ],
    [
      { ...configurations({ Gateway: { Where: '{{answers.place.where}}' } }), bootstrap: ['site'] },
      'At configurations.site.data.Gateway.Where: {{answers.place.where}}: the bootstrap carries this',
    ],
    [{ forms: { place: { ...placeForm, pages: [] } } }, 'At forms.place.pages: Too small'],
  ])('that is wrong says where: %#', (over, words) => {
    const faults = faultsOf(over);
    expect(faults.filter((fault) => fault.startsWith(words))).toHaveLength(1);
  });
});
