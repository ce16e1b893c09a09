import { describe, expect, it } from 'vitest';
import { weakeningSwitches } from './weakening-switches.ts';

describe('switches that a released workstation refuses', () => {
  it.each([
    ['--remote-debugging-port=9222', 'remote-debugging-port'],
    ['-remote-debugging-port', 'remote-debugging-port'],
    ['--Remote-Debugging-Pipe', 'remote-debugging-pipe'],
    ['--inspect=0', 'inspect'],
    ['--inspect-brk', 'inspect-brk'],
    ['--js-flags=--expose-gc', 'js-flags'],
    ['--no-sandbox', 'no-sandbox'],
    ['--disable-web-security', 'disable-web-security'],
    ['--ignore-certificate-errors', 'ignore-certificate-errors'],
    ['--host-resolver-rules=MAP * 127.0.0.1\n', 'host-resolver-rules'],
    ['--load-extension=/tmp/x', 'load-extension'],
  ])('%j', (word, name) => {
    expect(weakeningSwitches(['--data', 'here', word], 'linux')).toEqual([name]);
  });

  it('are each named once', () => {
    expect(weakeningSwitches(['--inspect', '--inspect=1', '--no-sandbox'], 'darwin')).toEqual([
      'inspect',
      'no-sandbox',
    ]);
  });

  it('are also written with a stroke on Windows, and nowhere else', () => {
    expect(weakeningSwitches(['/remote-debugging-port=1'], 'win32')).toEqual(['remote-debugging-port']);
    expect(weakeningSwitches(['/inspect'], 'linux')).toEqual([]);
  });

  it.each([
    [[]],
    [['--data=/srv/bench', '--user-data-dir=x', '--ozone-platform=headless', '--disable-gpu']],
    [['--data', 'no-sandbox']],
    [['--', '--no-sandbox']],
    [['--no-sandbox-at-all', '--inspection']],
  ])('are not %j', (words) => {
    expect(weakeningSwitches(words, 'linux')).toEqual([]);
  });
});
