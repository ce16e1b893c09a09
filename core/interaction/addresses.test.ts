import { describe, expect, it } from 'vitest';
import { finalPath, interactionPath, pageOfSegment, pagePath } from './addresses.ts';

describe('the addresses of an interaction', () => {
  const interaction = interactionPath('T');

  it('count pages as people do', () => {
    expect([interaction, pagePath(interaction, 0), finalPath(interaction)]).toEqual([
      '/interaction/T',
      '/interaction/T/1',
      '/interaction/T/end',
    ]);
    expect(['1', '30', '0', '01', '100', '-1', 'end', '', '1.0'].map(pageOfSegment)).toEqual([
      ...[0, 29, undefined, undefined, undefined, undefined, undefined, undefined, undefined],
    ]);
  });
});
