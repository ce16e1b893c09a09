import type { Readable } from 'node:stream';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { CodedError, codedError, type Fault, toFault } from '../../../core/errors.ts';
import { beginsAs, signatureLength } from '../../../core/interaction/file-signature.ts';
import type { FileFault, PostedFile, PostedPage } from '../../../core/interaction/form-check.ts';
import { tokenName } from '../../../core/interaction/form-html.ts';
import type { FieldOf } from '../../../core/interaction/form-schema.ts';
import { interactionLimits } from '../../../core/interaction/limits.ts';
import { isFormToken } from './browser-binding.ts';

/**
 * Keeps a file that somebody gave, among a device's own resources; what is there of that name is replaced, once all
 * of the new one is there. Where the content fails, nothing is kept, and so does this.
 */
export type KeepFile = (
  deviceId: string,
  name: string,
  mediaType: string,
  content: AsyncIterable<Uint8Array>,
) => Promise<void>;

export interface PostContext {
  /** The cookie of the browser that posts. */
  readonly cookie: string;
  /** The fields of the page that take files. */
  readonly fileFields: readonly FieldOf<'file'>[];
  /** The name that the file of a field gets. */
  readonly resourceOf: (field: string) => string;
  readonly keep: (name: string, mediaType: string, content: AsyncIterable<Uint8Array>) => Promise<void>;
  /** Is told why a file that was right could not be kept. */
  readonly notKept: (field: string, fault: Fault) => void;
}

/**
 * Reads a posted page. Files go through as they come; what is not asked for is read and left.
 * @throws INTERACTION_CROSS_SITE, INTERACTION_TOO_LARGE, INTERACTION_POST_WRONG
 */
export async function receivePost(request: FastifyRequest, context: PostContext): Promise<PostedPage> {
  if (request.isMultipart()) return receiveParts(request, context);
  const texts = new Map<string, string[]>();
  for (const [name, value] of formOf(request.body)) add(texts, name, value);
  checkToken(texts.get(tokenName)?.[0], context.cookie);
  return { texts, files: new Map() };
}

/** What the parser of forms made of a body. */
function formOf(body: unknown): URLSearchParams {
  const posted = typeof body === 'object' && body !== null && 'posted' in body ? body.posted : undefined;
  return posted instanceof URLSearchParams ? posted : new URLSearchParams();
}

async function receiveParts(request: FastifyRequest, context: PostContext): Promise<PostedPage> {
  const { texts: limit, parts, files: mostFiles } = interactionLimits;
  const texts = new Map<string, string[]>();
  const files = new Map<string, PostedFile>();
  let octets = 0;
  let proved = false;
  try {
    for await (const part of request.parts({ limits: { fieldSize: limit, parts, files: mostFiles } })) {
      // The form posts its token first: before that no file is looked at.
      if (part.type === 'field' && part.fieldname === tokenName) {
        checkToken(part.value, context.cookie);
        proved = true;
      } else if (!proved) throw unproved();
      else if (part.type === 'field') {
        const value = typeof part.value === 'string' ? part.value : '';
        octets += Buffer.byteLength(value);
        if (octets > limit || part.valueTruncated) throw codedError('INTERACTION_TOO_LARGE', { limit });
        add(texts, part.fieldname, value);
      } else {
        const field = context.fileFields.find(({ name }) => name === part.fieldname);
        const isWanted = field !== undefined && part.filename !== '' && !files.has(field.name);
        if (isWanted) files.set(field.name, await receiveFile(request, part, field, context));
        else part.file.resume();
      }
    }
  } catch (error) {
    if (error instanceof CodedError) throw error;
    if (isTooLarge(error))
      throw codedError('INTERACTION_TOO_LARGE', { limit: interactionLimits.post }, { cause: error });
    const detail = error instanceof Error ? error.message : String(error);
    throw codedError('INTERACTION_POST_WRONG', { detail }, { cause: error });
  }
  if (!proved) throw unproved();
  return { texts, files };
}

function add(texts: Map<string, string[]>, name: string, value: string): void {
  const values = texts.get(name);
  if (values) values.push(value);
  else texts.set(name, [value]);
}

function checkToken(token: unknown, cookie: string): void {
  if (typeof token !== 'string' || !isFormToken(token, cookie)) throw unproved();
}

function unproved() {
  return codedError('INTERACTION_CROSS_SITE', { detail: 'it does not hold what the form holds' });
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 413;
}

/** Takes a file in, or says why not; the rest of it is read either way, so that the next part can come. */
async function receiveFile(
  request: FastifyRequest,
  part: MultipartFile,
  field: FieldOf<'file'>,
  { resourceOf, keep, notKept }: PostContext,
): Promise<PostedFile> {
  const { file, filename } = part;
  const mediaType = typeTaken(field, part.mimetype);
  if (mediaType === undefined) {
    file.resume();
    return { kind: 'refused', fault: { kind: 'fileType', mediaTypes: field.mediaTypes } };
  }
  const resource = resourceOf(field.name);
  const content = checkedContent(file, field, mediaType);
  try {
    await keep(resource, mediaType, content.parts());
    if (!content.ended()) throw new Error('the file was not taken whole');
    return {
      kind: 'kept',
      answer: { fileName: shownName(filename), mediaType, octets: content.octets(), resource },
    };
  } catch (error) {
    const refused = content.refused();
    if (refused !== undefined) return { kind: 'refused', fault: refused };
    // The browser is gone: there is nobody to tell, and nothing to blame the workstation for.
    if (request.raw.destroyed && !request.raw.complete) throw error;
    notKept(field.name, toFault(error));
    return { kind: 'refused', fault: { kind: 'fileNotKept' } };
  } finally {
    file.resume();
  }
}

/** The media type that a file is kept under; undefined where its own is not taken. */
function typeTaken({ mediaTypes }: FieldOf<'file'>, named: string): string | undefined {
  const [type = ''] = named.toLowerCase().split(';');
  if (mediaTypes.includes(type.trim())) return type.trim();
  // Where anything is taken, nothing is said of what it is.
  return mediaTypes.find((each) => each === 'application/octet-stream');
}

/** The content of a file, which fails where it is not as its field takes it. */
function checkedContent(file: Readable, { mostOctets }: FieldOf<'file'>, mediaType: string) {
  let octets = 0;
  let ended = false;
  let refused: FileFault | undefined;
  const refuse = (fault: FileFault): never => {
    refused = fault;
    throw new Error(fault.kind);
  };
  async function* parts(): AsyncGenerator<Uint8Array> {
    let head = Buffer.alloc(0);
    let known = false;
    for await (const part of file.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      octets += part.length;
      if (octets > mostOctets) refuse({ kind: 'fileTooLarge', most: mostOctets });
      if (known) yield part;
      else {
        head = Buffer.concat([head, part]);
        if (head.length < signatureLength) continue;
        if (!beginsAs(mediaType, head)) refuse({ kind: 'fileNotAsNamed', mediaType });
        known = true;
        yield head;
      }
    }
    if (octets === 0) refuse({ kind: 'fileEmpty' });
    if (!known && !beginsAs(mediaType, head)) refuse({ kind: 'fileNotAsNamed', mediaType });
    if (!known) yield head;
    ended = true;
  }
  return { parts, octets: () => octets, ended: () => ended, refused: () => refused };
}

const longestName = 100;

/** What a file is called, without folders and without signs that show nothing or turn the direction of writing. */
function shownName(fileName: string): string {
  const [last = ''] = fileName.split(/[/\\]/).slice(-1);
  const shown = [...last.replaceAll(/\p{C}/gu, '').trim()].slice(0, longestName).join('');
  return shown === '' ? 'file' : shown;
}
