/** What the executable was asked to run. */
export interface LaunchArguments {
  /** Scripts to require before the app, in order (`-r`, `--require`). */
  readonly requires: readonly string[];
  /** `--name` and `--name=value`, as Chromium reads them. */
  readonly switches: ReadonlyMap<string, string>;
  /** The app: a folder with a package.json, or a script. */
  readonly app: string;
  readonly printVersion: boolean;
}

/** Reads the arguments as Electron's executable does: the first one that is no switch is the app. */
export function parseLaunchArguments(raw: readonly string[]): LaunchArguments {
  const requires: string[] = [];
  const switches = new Map<string, string>();
  let app: string | undefined;
  let printVersion = false;
  let onlyOperands = false;
  for (let index = 0; index < raw.length; index++) {
    const argument = raw[index] ?? '';
    if (onlyOperands || !argument.startsWith('-') || argument === '-') {
      app ??= argument;
    } else if (argument === '--') {
      onlyOperands = true;
    } else if (argument === '-r' || argument === '--require') {
      index++;
      const script = raw[index];
      if (script === undefined) throw new Error(`${argument} needs a script`);
      requires.push(script);
    } else if ((argument === '--version' || argument === '-v') && app === undefined) {
      printVersion = true;
    } else if (argument.startsWith('--')) {
      const [, name = '', value = ''] = /^--([^=]+)=?(.*)$/s.exec(argument) ?? [];
      switches.set(name, value);
    }
  }
  return { requires, switches, app: app ?? '.', printVersion };
}
