import { describe, expect, it } from 'vitest';
import { firmwareResults } from '../device/firmware-codes.ts';
import { softwareResults } from '../device/software-codes.ts';
import { resultWords, stateWords } from './result-words.ts';

describe('result codes in words', () => {
  it('are there for each code of FUMO and SCOMO', () => {
    for (const code of Object.values(firmwareResults))
      expect(resultWords('firmware', code)).not.toMatch(/vendor|standard/);
    for (const code of Object.values(softwareResults))
      expect(resultWords('software', code)).not.toMatch(/vendor|standard/);
  });

  it('tell codes of vendors from those that nobody has', () => {
    for (const code of [250, 299, 450, 550]) expect(resultWords('firmware', code)).toMatch(/vendor/);
    for (const code of [1250, 1450, 1599]) expect(resultWords('software', code)).toMatch(/vendor/);
    expect(resultWords('firmware', 777)).toMatch(/standard/);
    expect(resultWords('software', 410)).toMatch(/standard/);
    expect(resultWords('firmware', 210)).toBe(resultWords('firmware', 200));
  });

  it('and states too', () => {
    expect(stateWords('firmware', 50)).toBe('ready to update');
    expect(stateWords('software', 50)).toBe('installing');
    expect(stateWords('software', 51)).toMatch(/standard/);
  });
});
