import { type Form, formSchema } from './form-schema.ts';

/** A form with a field of every kind, for tests: three pages, one of them only for meters that were replaced. */
export const installationForm: Form = formSchema.parse({
  title: 'Installation of {{serial}}',
  introduction: 'Please fill this in at the device.\n\nIt takes two minutes.',
  thanks: 'The gateway goes on by itself.',
  pages: [
    {
      title: 'The place',
      fields: [
        {
          kind: 'text',
          name: 'site',
          label: 'Site',
          help: 'As on the order',
          minLength: 3,
          maxLength: 40,
          pattern: '[A-Z]{2}-\\d{4}',
          patternHelp: 'two letters, a dash and four digits',
        },
        { kind: 'text', name: 'notes', label: 'Notes', lines: 'multiple', maxLength: 500, required: false },
        { kind: 'number', name: 'signal', label: 'Signal', min: -120, max: 0, step: 0.5, unit: 'dBm' },
        {
          kind: 'choice',
          name: 'reason',
          label: 'Why are you here?',
          options: [
            { value: 'new', label: 'New installation' },
            { value: 'replaced', label: 'Replacement of {{serial}}' },
          ],
        },
        {
          kind: 'choices',
          name: 'bands',
          label: 'Bands that were measured',
          least: 1,
          most: 2,
          required: false,
          options: [
            { value: 'b3', label: 'Band 3' },
            { value: 'b8', label: 'Band 8' },
            { value: 'b20', label: 'Band 20' },
          ],
        },
      ],
    },
    {
      title: 'The old meter',
      when: { field: 'reason', is: 'replaced' },
      fields: [
        { kind: 'number', name: 'reading', label: 'Last reading', min: 0, whole: true, unit: 'kWh' },
        {
          kind: 'file',
          name: 'photo',
          label: 'Photo of it',
          photo: true,
          mediaTypes: ['image/jpeg', 'image/png'],
          mostOctets: 200_000,
        },
      ],
    },
    {
      title: 'Hand over',
      introduction: 'For {{customer}}.',
      fields: [
        { kind: 'date', name: 'day', label: 'Day of installation', min: '2026-01-01', max: '2027-12-31' },
        {
          kind: 'choice',
          name: 'country',
          label: 'Country',
          required: false,
          default: 'at',
          options: ['at', 'be', 'ch', 'de', 'fr', 'it', 'lu', 'nl'].map((value) => ({
            value,
            label: value.toUpperCase(),
          })),
        },
        { kind: 'confirmation', name: 'safe', label: 'The mains were off' },
        { kind: 'signature', name: 'signed', label: 'Signature', statement: 'that all of this is true' },
      ],
    },
  ],
});
