import { formatNumber } from '../format/numbers.ts';
import { count } from './common.ts';

/** Reports and labels as documents. */
export const documents = {
  savePdf: 'Save PDF …',
  labels: 'Labels …',
  label: 'Label …',
  pdfTitle: 'Save the report as a PDF',
  pdfLead:
    'To print, to sign and to hand over: a summary with room for the acceptance, and a line a device. The whole record is attached, with its proof.',
  paper: 'Paper',
  papers: { a4: 'A4', letter: 'Letter' } as const,
  details: 'All that is known of each device on pages of its own',
  labelsTitle: 'Labels for the devices',
  labelTitle: 'A label for this device',
  labelsLead: 'A PDF, to be printed by any program at its own size (100 %).',
  size: 'Labels',
  sizes: {
    profile: 'As the profile says',
    'a4-3x8': 'A4 sheet, 3 × 8',
    'letter-3x10': 'Letter sheet, 3 × 10',
    single: 'Label printer, 62 × 29 mm',
  } as const,
  skip: 'Places of the first sheet that are used already',
  all: 'Also for devices that are not done (their labels say so)',
  first: 'The first label',
  count: (labels: number, sheets: number, perSheet: number) =>
    perSheet === 1
      ? count(labels, 'label', 'labels')
      : `${count(labels, 'label', 'labels')} on ${count(sheets, 'sheet', 'sheets')}`,
  save: 'Save',
  writing: (done: number, total: number) => `${formatNumber(done)} of ${formatNumber(total)}`,
  preparing: 'Reading the records …',
  progress: 'How far the document is',
  savedReport: 'Report saved',
  savedLabels: 'Labels saved',
};
