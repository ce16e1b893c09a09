import { z } from 'zod';
import type { Settings } from '../../core/api.ts';
import { scannerSchema } from '../../core/api-stations.ts';
import type { Database } from './database.ts';

/** Settings of the bench, by name. What was never set has its default. */
export interface SettingValues {
  window(): Settings;
  saveWindow(settings: Settings): void;
  /** The port that the DM server had last: cards carry it, so it stays. */
  serverPort(): number | undefined;
  saveServerPort(port: number): void;
  /** The same for HTTPS. */
  securePort(): number | undefined;
  saveSecurePort(port: number): void;
  /** The ports of UI interactions, which outlive a restart. */
  interactionPorts(): { readonly http?: number; readonly https?: number };
  saveInteractionPorts(ports: { readonly http: number; readonly https: number }): void;
  /** The reasons that people gave last for what they decided about rows, the newest first. */
  rowReasons(): readonly string[];
  saveRowReasons(reasons: readonly string[]): void;
}

const windowSettings = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  sounds: z.boolean().catch(true),
  scanner: scannerSchema.catch({ prefix: '', suffix: '', endsWith: 'either', shortest: 6 }),
});

export function createSettings(database: Database): SettingValues {
  const read = (name: string): unknown => {
    const row = database.first('SELECT value FROM setting WHERE name = ?', name);
    return row === undefined ? undefined : JSON.parse(String(row.value));
  };
  const write = (name: string, value: unknown) =>
    void database.run(
      'INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      name,
      JSON.stringify(value),
    );
  return {
    window: () => windowSettings.parse(read('window') ?? {}),
    saveWindow: (settings) => write('window', settings),
    serverPort: () => portOf(read('serverPort')),
    saveServerPort: (port) => write('serverPort', port),
    securePort: () => portOf(read('securePort')),
    saveSecurePort: (port) => write('securePort', port),
    interactionPorts() {
      const [http, https] = [portOf(read('interactionPort')), portOf(read('secureInteractionPort'))];
      return { ...(http === undefined ? {} : { http }), ...(https === undefined ? {} : { https }) };
    },
    saveInteractionPorts({ http, https }) {
      write('interactionPort', http);
      write('secureInteractionPort', https);
    },
    rowReasons: () => z.array(z.string()).catch([]).parse(read('rowReasons')),
    saveRowReasons: (reasons) => write('rowReasons', reasons),
  };
}

function portOf(value: unknown): number | undefined {
  const port = z.int().min(1).max(65_535).safeParse(value);
  return port.success ? port.data : undefined;
}
