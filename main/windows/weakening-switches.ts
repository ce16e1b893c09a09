/**
 * Chromium's and Node's switches that open a page, its session or the program itself to others. Electron's fuses
 * shut out Node's own; they are named here so that the refusal tells of them too.
 */
const weakening: ReadonlySet<string> = new Set([
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'auto-open-devtools-for-tabs',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-publish-uid',
  'inspect-wait',
  'js-flags',
  'no-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-gpu-sandbox',
  'no-zygote',
  'single-process',
  'renderer-cmd-prefix',
  'gpu-launcher',
  'utility-cmd-prefix',
  'disable-web-security',
  'disable-site-isolation-trials',
  'disable-features',
  'enable-blink-features',
  'enable-experimental-web-platform-features',
  'allow-running-insecure-content',
  'allow-file-access-from-files',
  'unsafely-treat-insecure-origin-as-secure',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'host-rules',
  'host-resolver-rules',
  'proxy-server',
  'proxy-pac-url',
  'auth-server-allowlist',
  'auth-negotiate-delegate-allowlist',
  'use-fake-ui-for-media-stream',
  'load-extension',
  'log-net-log',
  'ssl-key-log-file',
  'trace-startup',
]);

/**
 * The switches among a command line's words that a released workstation does not start its window with, each once.
 * @param words everything after the program's own name, `--name` or `--name=value` (`-name` and `/name` as Chromium
 * reads them on Windows); what follows a lone `--` is no switch
 */
export function weakeningSwitches(words: readonly string[], platform: NodeJS.Platform): readonly string[] {
  const end = words.indexOf('--');
  const switches = end === -1 ? words : words.slice(0, end);
  const prefix = platform === 'win32' ? /^(?:--|-|\/)/ : /^--?/;
  const names = switches
    .filter((word) => prefix.test(word))
    // Chromium's names are not told apart by case on Windows only; nothing is lost by never doing so.
    .map((word) => word.replace(prefix, '').replace(/=.*$/s, '').toLowerCase());
  return [...new Set(names.filter((name) => weakening.has(name)))];
}
