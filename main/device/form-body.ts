import path from 'node:path';
import { readOctets } from '../files.ts';
import type { Filled } from './automatic-answers.ts';
import type { Encoding } from './html-form.ts';
import { type AutomaticFile, mediaTypeOfName } from './sample-files.ts';

/** What is posted of a form. */
export interface FormBody {
  readonly contentType: string;
  readonly octets: Buffer;
}

/**
 * Writes a form as a browser posts it (HTML, 4.10.22).
 * @param folder what paths of files are relative to
 * @throws FILE_UNREADABLE
 */
export async function formBody(
  filled: readonly Filled[],
  encoding: Encoding,
  folder: string,
): Promise<FormBody> {
  const entries: (readonly [string, string | AutomaticFile])[] = [];
  for (const each of filled) {
    const { name } = each;
    if (each.kind === 'texts')
      entries.push(...each.values.map((value) => [name, withLineEnds(value)] as const));
    else if (each.files.length === 0) entries.push([name, noFile]);
    else
      for (const file of each.files)
        entries.push([name, 'path' in file ? await fileAt(path.resolve(folder, file.path)) : file]);
  }
  switch (encoding) {
    case 'multipart':
      return multipart(entries);
    case 'urlencoded':
      return {
        contentType: 'application/x-www-form-urlencoded',
        octets: Buffer.from(
          new URLSearchParams(entries.map(([name, value]) => [name, textOf(value)])).toString(),
        ),
      };
    case 'plain':
      return {
        contentType: 'text/plain; charset=utf-8',
        octets: Buffer.from(entries.map(([name, value]) => `${name}=${textOf(value)}\r\n`).join('')),
      };
  }
}

/** What a browser posts of an input where no file was chosen. */
const noFile: AutomaticFile = {
  fileName: '',
  mediaType: 'application/octet-stream',
  octets: new Uint8Array(),
};

async function multipart(entries: readonly (readonly [string, string | AutomaticFile])[]): Promise<FormBody> {
  const data = new FormData();
  for (const [name, value] of entries) {
    if (typeof value === 'string') data.append(name, value);
    // Browsers post a file without a name here, which servers take for none; it could not be written so.
    else if (value !== noFile) {
      const { octets, mediaType: type, fileName } = value;
      data.append(name, new Blob([new Uint8Array(octets)], { type }), fileName);
    }
  }
  const response = new Response(data);
  return {
    contentType: response.headers.get('content-type') ?? '',
    octets: Buffer.from(await response.arrayBuffer()),
  };
}

/** Where a form holds no files, it holds what they are called. */
function textOf(value: string | AutomaticFile): string {
  return typeof value === 'string' ? value : value.fileName;
}

function withLineEnds(text: string): string {
  return text.replaceAll(/\r\n?|\n/g, '\r\n');
}

async function fileAt(file: string): Promise<AutomaticFile> {
  const octets = await readOctets(file);
  return { fileName: path.basename(file), mediaType: mediaTypeOfName(file), octets };
}
