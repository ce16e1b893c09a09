import { codedError } from '../../core/errors.ts';
import { type StationSettings, stationSettingsSchema } from '../../core/provisioning/station-settings.ts';
import { openReaderNames } from '../card/reader-names.ts';
import { createReaders } from '../card/readers.ts';
import { openStationSettings } from '../card/station-settings.ts';
import { fullSpeed } from '../card/virtual/virtual-reader.ts';
import { makeFolder, writeWhole } from '../files.ts';
import { stationCode } from '../provisioning/station-code.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import type { Output } from './output.ts';

/** The options of `stations set`, and what they set. */
const settingOptions = {
  place: 'place',
  mode: 'mode',
  tones: 'tones',
  volume: 'volume',
  'auto-advance': 'autoAdvance',
  'wait-for-device': 'waitsForDevice',
  'device-wait': 'deviceWaitSeconds',
  'stop-after': 'stopAfter',
  who: 'who',
} as const satisfies Record<string, keyof StationSettings>;

/** `stations`: how each station works, kept in a data folder. */
export const stationsCommand: Command = {
  purpose: 'Lists the stations and changes their settings.',
  usage:
    'stations list --data DIR | stations set NAME --data DIR [--name TEXT] [--place TEXT] [--mode MODE] [--tones on|off] ' +
    '[--volume 0…100] [--auto-advance on|off] [--wait-for-device on|off] [--device-wait SECONDS] [--stop-after N] ' +
    '[--who anyone|engineers] | stations virtual N --data DIR | stations code NAME --out FILE.svg --data DIR',
  options: { texts: ['data', 'name', 'out', ...Object.keys(settingOptions)] },
  async run(args, output) {
    const folder = args.required('data');
    await makeFolder(folder);
    const [names, settings] = [openReaderNames(folder), openStationSettings(folder)];
    const readers = createReaders(fullSpeed, names, settings);
    try {
      const [verb, about] = args.positionals;
      const list = () => {
        for (const { name, kind } of readers.list()) {
          const values = settings.of(readers.systemOf(name));
          output.json({ event: 'station', station: name, kind, ...values });
          output.words(`${name}${values.place === '' ? '' : ` (${values.place})`}: ${values.mode}`);
        }
      };
      const system = (): string => {
        const meant = about === undefined ? undefined : readers.systemOf(about);
        const known = readers.list().find(({ name }) => readers.systemOf(name) === meant);
        if (meant === undefined || known === undefined)
          throw codedError('STATION_UNKNOWN', { station: about ?? '' });
        return meant;
      };
      switch (verb) {
        case 'list':
          break;
        case 'set': {
          const changed = changedBy(args, settings.of(system()));
          const name = args.text('name');
          if (name !== undefined) await names.give(system(), name);
          await settings.save(system(), changed);
          break;
        }
        case 'virtual':
          await settings.saveVirtualStations(Number(about));
          break;
        case 'code':
          return await saveCode(names.nameOf(system()) ?? system(), args.required('out'), output);
        default:
          throw codedError('USAGE', { detail: 'stations knows list, set, virtual and code.' });
      }
      list();
      return 0;
    } finally {
      readers.close();
    }
  },
};

/** Settings with what the options say. @throws STATION_SETTING_WRONG */
function changedBy(args: Arguments, before: StationSettings): StationSettings {
  const changes = Object.entries(settingOptions).flatMap(([option, setting]) => {
    const text = args.text(option);
    if (text === undefined) return [];
    const parsed = stationSettingsSchema.shape[setting].safeParse(asKindOf(text, before[setting]));
    if (!parsed.success)
      throw codedError('STATION_SETTING_WRONG', {
        value: text,
        setting: option,
      });
    return [[setting, parsed.data] as const];
  });
  return stationSettingsSchema.parse({ ...before, ...Object.fromEntries(changes) });
}

/** A text as the kind of value that the setting has; what does not fit stays a text, and is refused. */
function asKindOf(text: string, like: string | number | boolean): unknown {
  if (typeof like === 'boolean') return { on: true, off: false }[text] ?? text;
  return typeof like === 'number' && text.trim() !== '' ? Number(text) : text;
}

async function saveCode(name: string, file: string, output: Output): Promise<0> {
  await writeWhole(file, stationCode(name));
  output.json({ event: 'saved', station: name, file });
  output.words(`Scanning ${file} chooses ${name}.`);
  return 0;
}
