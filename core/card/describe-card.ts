import { toHex } from '../octets.ts';
import { readAtr } from './atr.ts';
import type { CardContents, TransparentFile } from './card-contents.ts';
import { addressText } from './card-copy.ts';
import { withoutPadding } from './der-file.ts';
import { type DodfEntry, readDodf } from './dodf.ts';
import { fileIdentifiers, fileName } from './file-address.ts';
import { readTokenInfo, type TokenInfo } from './pkcs15.ts';
import { addressOf, type Pkcs15Path } from './pkcs15-path.ts';
import { templatesIn } from './select-application.ts';

/** A file of a card for people: what is in it, without the padding at its end. */
export interface FileDescription {
  readonly file: string;
  readonly path: string;
  readonly size: number;
  readonly used: number;
  /** Left out for the message: it holds secrets. */
  readonly content?: string;
}

/** What a card holds, decoded for people and scripts; never the message itself. */
export interface CardDescription {
  readonly atr: string;
  readonly atrFacts: {
    readonly understood: boolean;
    readonly protocols: readonly string[];
    readonly extendedLength: boolean;
    readonly channels: number;
  };
  readonly iccid?: string;
  readonly freeMemory?: number;
  readonly applications: readonly { readonly aid: string; readonly label?: string }[];
  /** How the PKCS#15 application is selected; missing where there is none. */
  readonly application?: { readonly channel: number; readonly by: 'aid' | 'path' };
  readonly files: readonly FileDescription[];
  readonly token?: { readonly serial?: string; readonly manufacturer?: string; readonly label?: string };
  readonly entries: readonly EntryDescription[];
  readonly problems: readonly { readonly code: string; readonly message: string; readonly octets?: string }[];
}

/** A path for people: `PKCS#15/6431`, and which part of the file. */
export interface PathDescription {
  readonly file: string;
  readonly index?: number;
  readonly length?: number;
}

/** An entry of the DODF for people. */
export type EntryDescription =
  | { readonly kind: 'bootstrap'; readonly encoding: 'opaque' | 'oid'; readonly path: PathDescription }
  | { readonly kind: 'other'; readonly description: string; readonly octets: string };

/** Describes a card that was read. */
export function describeCard(contents: CardContents, atr: Uint8Array): CardDescription {
  const { iccid, freeMemory, directory, hasApplication, selection, tokenInfo, dodf } = contents;
  const facts = readAtr(atr);
  const token = tokenInfo && readTokenInfo(tokenInfo.octets);
  return {
    atr: toHex(atr),
    atrFacts: {
      understood: facts.understood,
      protocols: facts.protocols.map((protocol) => `T=${protocol}`),
      extendedLength: facts.extendedLength,
      channels: facts.channels,
    },
    ...(iccid === undefined ? {} : { iccid }),
    ...(freeMemory === undefined ? {} : { freeMemory }),
    applications: templatesIn(directory).map(({ aid, label }) => ({
      aid: toHex(aid),
      ...(label === undefined ? {} : { label }),
    })),
    ...(hasApplication
      ? { application: { channel: selection.channel, by: selection.application.kind } }
      : {}),
    files: filesOf(contents),
    ...(token ? { token: describeToken(token) } : {}),
    entries: dodf ? readDodf(dodf.octets).entries.map(describeEntry) : [],
    problems: contents.problems.map(({ fault: { code, message }, octets }) => ({
      code,
      message,
      ...(octets ? { octets: toHex(octets) } : {}),
    })),
  };
}

function describeToken({ serial, manufacturer, label }: TokenInfo): NonNullable<CardDescription['token']> {
  return {
    ...(serial ? { serial: toHex(serial) } : {}),
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(label === undefined ? {} : { label }),
  };
}

function describeEntry(entry: DodfEntry): EntryDescription {
  return entry.kind === 'bootstrap'
    ? { kind: 'bootstrap', encoding: entry.encoding, path: describePath(entry.path) }
    : { kind: 'other', description: entry.description, octets: toHex(entry.octets) };
}

function describePath(path: Pkcs15Path): PathDescription {
  const { index, length } = path;
  return {
    file: addressText(addressOf(path)),
    ...(index === undefined ? {} : { index }),
    ...(length === undefined ? {} : { length }),
  };
}

function filesOf(contents: CardContents): readonly FileDescription[] {
  const { directory, odf, tokenInfo, dodf, messageFile } = contents;
  const shown = [odf, tokenInfo, dodf].filter((each) => each !== undefined).map((file) => describe(file));
  return [
    ...(directory.kind === 'records' ? [describeRecords(directory.records)] : []),
    ...(directory.kind === 'transparent' ? [describe(directory.file)] : []),
    ...shown,
    ...(messageFile ? [withoutContent(describe(messageFile))] : []),
  ];
}

function describe({ address, octets }: TransparentFile): FileDescription {
  const content = withoutPadding(octets);
  return {
    file: fileName(address.identifier),
    path: addressText(address),
    size: octets.length,
    used: content.length,
    content: toHex(content),
  };
}

function describeRecords(records: readonly Uint8Array[]): FileDescription {
  const used = records.map(withoutPadding).filter((record) => record.length > 0);
  return {
    file: fileName(fileIdentifiers.directory),
    path: 'MF/2F00',
    size: records.reduce((sum, record) => sum + record.length, 0),
    used: used.reduce((sum, record) => sum + record.length, 0),
    content: used.map(toHex).join(' '),
  };
}

function withoutContent({ content: _, ...description }: FileDescription): FileDescription {
  return description;
}
