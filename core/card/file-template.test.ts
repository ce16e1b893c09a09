import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../octets.ts';
import { readFileControl } from './fcp.ts';
import { inApplication, inMasterFile } from './file-address.ts';
import { applicationTemplate, fileTemplate } from './file-template.ts';
import { cardLayoutSchema } from './layout-schema.ts';

const layout = (value: object) => cardLayoutSchema.parse(value);
const message = inApplication(0x6431);

describe('what CREATE FILE is given', () => {
  it.each([
    ['expanded', {}, '6221 82024121 83026431 8A0105 AB10 800101 9000 800142 A40683010A950108 80020100'],
    [
      'expanded, for who has the PIN',
      { private: true },
      '6227 82024121 83026431 8A0105 AB16 800101 A406830101950108 800142 A40683010A950108 80020100',
    ],
    ['compact', { access: { format: 'compact' } }, '6215 82024121 83026431 8A0105 8C0443111100 80020100'],
    [
      'compact, for who has the PIN',
      { access: { format: 'compact', environment: 3, pinEnvironment: 4 }, private: true },
      '6215 82024121 83026431 8A0105 8C0443131314 80020100',
    ],
    [
      'as the card maker says',
      { access: { format: 'octets', application: '', files: '8B032F0601' } },
      '6214 82024121 83026431 8A0105 8B032F0601 80020100',
    ],
  ])('for a file, %s', (_name, value, digits) => {
    expect(toHex(fileTemplate(message, 256, layout(value)))).toBe(digits.replaceAll(' ', ''));
  });

  it('for EF.DIR', () => {
    const template = fileTemplate(inMasterFile(0x2f00), 96, layout({}), { length: 48, count: 2 });
    expect(readFileControl(template)).toEqual({
      structure: 'linearFixed',
      size: 96,
      recordLength: 48,
      recordCount: 2,
      identifier: 0x2f00,
    });
  });

  it('for the application: its AID, and how much will be in it', () => {
    const template = toHex(applicationTemplate(layout({})));
    expect(template).toContain('82027821');
    expect(template).toContain('83025015');
    expect(template).toContain('840CA000000063504B43532D3135');
    expect(template).toContain('81021280');
    expect(readFileControl(fromHex(template)!).structure).toBe('directory');
  });
});

describe('what SELECT answers', () => {
  it.each([
    ['an FCP', '620B 82014183026431 80020200', { structure: 'transparent', size: 512, identifier: 0x6431 }],
    ['an FCI', '6F08 82010180031000 00', { structure: 'transparent', size: 0x100000 }],
    ['records', '6207 82054221002602', { structure: 'linearFixed', recordLength: 38, recordCount: 2 }],
    ['a short descriptor of records', '6205 8203022126', { structure: 'linearFixed', recordLength: 0x26 }],
    [
      'a DF with the memory left',
      '620C 82027821 A506 8304 0000F000',
      { structure: 'directory', freeMemory: 61_440 },
    ],
    ['nothing', '', { structure: 'other' }],
    ['garbage', '30800000', { structure: 'other' }],
    ['a size that is none', '6206 80050000000000', { structure: 'other' }],
  ])('%s', (_name, digits, expected) => {
    expect(readFileControl(fromHex(digits)!)).toEqual(expected);
  });
});
