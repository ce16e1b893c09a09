import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Vault } from '../../main/vault/vault.ts';

/** A secret, and what it is. */
export interface KnownSecret {
  readonly what: string;
  readonly text: string;
}

/** Where a secret was found, and how it was written there. */
export interface Finding {
  readonly file: string;
  readonly what: string;
  readonly form: string;
}

/** Base64 without the characters at its ends that also depend on what stands beside. */
function base64Within(octets: Buffer, before: number, variant: 'base64' | 'base64url'): string {
  const text = Buffer.concat([Buffer.alloc(before), octets])
    .toString(variant)
    .replace(/=+$/, '');
  const from = Math.ceil((before * 8) / 6);
  const to = Math.floor(((before + octets.length) * 8) / 6);
  return text.slice(from, to);
}

/** The digits of a secret as a card holds them: two in an octet, the second one first. */
function swappedNibbles(digits: string): string {
  return (digits.length % 2 === 0 ? digits : `${digits}f`).replaceAll(/(.)(.)/g, '$2$1');
}

/** Every way in which a secret could stand in a file, by name. */
export function formsOf(secret: string): ReadonlyMap<string, Buffer> {
  const octets = Buffer.from(secret, 'utf8');
  const forms = new Map<string, Buffer>();
  const add = (name: string, form: string | Buffer) => {
    const written = typeof form === 'string' ? Buffer.from(form, 'latin1') : form;
    // Less than this is found everywhere by chance.
    if (written.length >= 4) forms.set(name, written);
  };
  add('plain', octets);
  add('JSON', JSON.stringify(secret).slice(1, -1));
  for (const before of [0, 1, 2])
    for (const variant of ['base64', 'base64url'] as const)
      add(`${variant} ${before}`, base64Within(octets, before, variant));
  for (const before of [0, 1, 2])
    for (const after of ['base64', 'base64url'] as const)
      add(
        `base64 twice ${before} ${after}`,
        base64Within(Buffer.from(octets.toString('base64').replace(/=+$/, '').slice(0, -1)), before, after),
      );
  const hex = octets.toString('hex');
  add('hex', hex);
  add('HEX', hex.toUpperCase());
  add('hex with blanks', hex.replaceAll(/(..)(?=.)/g, '$1 '));
  add('HEX with blanks', hex.toUpperCase().replaceAll(/(..)(?=.)/g, '$1 '));
  add('URL', encodeURIComponent(secret));
  add('URL, all of it', hex.replaceAll(/(..)/g, '%$1'));
  add('URL, all of it, HEX', hex.toUpperCase().replaceAll(/(..)/g, '%$1'));
  const wide = Buffer.from(secret, 'utf16le');
  add('UTF-16 LE', wide);
  add('UTF-16 BE', Buffer.from(wide).swap16());
  add('backwards', [...secret].toReversed().join(''));
  // Keys and PINs are digits that stand for octets, on cards with their halves swapped.
  if (/^[0-9a-f]+$/i.test(secret)) {
    for (const [name, digits] of [
      ['digits', secret.length % 2 === 0 ? secret : `${secret}f`],
      ['swapped digits', swappedNibbles(secret)],
    ] as const) {
      add(`${name}, lower case`, digits.toLowerCase());
      add(`${name}, upper case`, digits.toUpperCase());
      add(`${name} with blanks`, digits.toUpperCase().replaceAll(/(..)(?=.)/g, '$1 '));
      add(`${name} as octets`, Buffer.from(digits, 'hex'));
      add(`${name} as octets in base64`, base64Within(Buffer.from(digits, 'hex'), 0, 'base64'));
    }
  }
  // A secret that is base64 itself stands for octets.
  if (/^[A-Za-z0-9+/_-]{20,}={0,2}$/.test(secret)) {
    const decoded = Buffer.from(secret, 'base64');
    add('decoded', decoded);
    add('decoded hex', decoded.toString('hex'));
    add('decoded HEX', decoded.toString('hex').toUpperCase());
  }
  return forms;
}

/** All files of a folder, by their paths within it. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

/** Every secret in every form that stands in one of these contents. */
export function searchFor(
  secrets: readonly KnownSecret[],
  contents: Iterable<readonly [file: string, content: Buffer]>,
): readonly Finding[] {
  const forms = secrets.map(({ what, text }) => ({ what, forms: [...formsOf(text)] }));
  const found: Finding[] = [];
  for (const [file, content] of contents)
    for (const { what, forms: all } of forms)
      for (const [form, octets] of all) if (content.includes(octets)) found.push({ file, what, form });
  return found;
}

/** The contents of a folder's files, but those that hold secrets by nature. */
export function* contentsOf(
  folder: string,
  byNature: (file: string) => boolean,
): Iterable<readonly [string, Buffer]> {
  for (const file of filesIn(folder))
    if (!byNature(file)) yield [file, readFileSync(path.join(folder, file))];
}

/** Everything that a data folder's store holds sealed, opened: each text in it that is a secret of its own. */
export function sealedSecrets(dataFolder: string, vault: Vault): readonly KnownSecret[] {
  const file = new DatabaseSync(path.join(dataFolder, 'bench.sqlite'), { readOnly: true });
  try {
    const tables = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    return tables.flatMap(({ name: table }) => {
      const columns = file.prepare(`SELECT name FROM pragma_table_info('${table}')`).all();
      return columns
        .filter(({ name }) => String(name).endsWith('_sealed'))
        .flatMap(({ name: column }) =>
          file
            .prepare(`SELECT ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL`)
            .all()
            .flatMap(({ sealed }) => {
              const octets = vault.openOctets(sealed as Uint8Array);
              const text = new TextDecoder().decode(octets);
              // A card's key is octets, not a text; its file has it in digits.
              const readable = /^[\s\x20-\x7e]*$/.test(text) && octets.length !== 8;
              const secret = readable ? text : Buffer.from(octets).toString('hex').toUpperCase();
              return secretsIn(secret).map((each) => ({ what: `${table}.${column}`, text: each }));
            }),
        );
    });
  } finally {
    file.close();
  }
}

/** The secrets within a sealed text: of a key its octets, of JSON its members that are called so, else the text. */
export function secretsIn(text: string): readonly string[] {
  if (text.includes('PRIVATE KEY-----')) {
    const body = text.replaceAll(/-----[^-]+-----|\s/g, '');
    // A key's own octets, wherever its file has line ends; the head of its format is everybody's.
    return [Buffer.from(body, 'base64').subarray(-48).toString('hex'), body.slice(64, 112)];
  }
  if (!/^[[{]/.test(text)) return [text];
  const found: string[] = [];
  JSON.parse(text, (name, value: unknown) => {
    if (typeof value === 'string' && /secret|password|key/i.test(name) && value.length >= 8)
      found.push(value);
    return value;
  });
  return found;
}
