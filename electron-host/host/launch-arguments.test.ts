import { describe, expect, it } from 'vitest';
import { parseLaunchArguments } from './launch-arguments.ts';

describe('launch arguments', () => {
  it('reads what Playwright gives', () => {
    const parsed = parseLaunchArguments([
      '-r',
      '/p/loader.js',
      '--no-sandbox',
      '--inspect=0',
      '--remote-debugging-port=0',
      '.',
      '--user-data-dir=/tmp/x=y',
      'more',
    ]);
    expect(parsed.requires).toEqual(['/p/loader.js']);
    expect(parsed.app).toBe('.');
    expect([...parsed.switches]).toEqual([
      ['no-sandbox', ''],
      ['inspect', '0'],
      ['remote-debugging-port', '0'],
      ['user-data-dir', '/tmp/x=y'],
    ]);
  });

  it('takes the current folder when no app is named', () => {
    expect(parseLaunchArguments([])).toMatchObject({ app: '.', requires: [], printVersion: false });
  });

  it('prints the version only before an app', () => {
    expect(parseLaunchArguments(['--version']).printVersion).toBe(true);
    expect(parseLaunchArguments(['-v']).printVersion).toBe(true);
    expect(parseLaunchArguments(['.', '--version']).printVersion).toBe(false);
  });

  it('takes what follows -- for operands', () => {
    const parsed = parseLaunchArguments(['--', '--odd']);
    expect(parsed.app).toBe('--odd');
    expect(parsed.switches.size).toBe(0);
  });

  it('wants a script after -r', () => {
    expect(() => parseLaunchArguments(['-r'])).toThrow('-r needs a script');
  });
});
