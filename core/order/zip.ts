import { codedError } from '../errors.ts';

/** What a ZIP archive is unpacked with; both come from outside, for the domain has no library of the system. */
export interface Unpacking {
  /** Inflates raw DEFLATE data to at most `limit` octets. Throws what it likes where they are more, or not DEFLATE. */
  inflate(octets: Uint8Array, limit: number): Uint8Array;
  crc32(octets: Uint8Array): number;
}

/** A file in an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Octets, as the archive's directory says. */
  readonly size: number;
  readonly packedSize: number;
  readonly encrypted: boolean;
}

/** A ZIP archive whose directory was read; nothing is unpacked yet. */
export interface ZipArchive {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /**
   * Unpacks an entry whole.
   * @throws LIST_UNPACKS_TOO_LARGE, LIST_DAMAGED, LIST_ENCRYPTED
   */
  unpack(name: string, limit: number): Uint8Array | undefined;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endLength = 22;
const mostEntries = 10_000;
/** DEFLATE packs nothing that people write better than this; beyond 20 MB it is taken for an attack. */
const bombRatio = 250;
const bombSize = 20_000_000;
const megabyte = 1_000_000;

/**
 * Reads the directory of a ZIP archive (APPNOTE 6.3.10, without ZIP64: lists are far below 4 GB).
 * @throws LIST_DAMAGED
 */
export function readZip(octets: Uint8Array, file: string, unpacking: Unpacking): ZipArchive {
  const damaged = (detail: string, cause?: unknown) =>
    codedError('LIST_DAMAGED', { file, detail }, { place: { file }, cause });
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const end = endOfDirectory(view);
  if (end === undefined) throw damaged('its end is missing');
  const count = view.getUint16(end + 10, true);
  if (count > mostEntries) throw damaged(`it holds ${count} files`);
  const places = new Map<
    string,
    ZipEntry & { readonly at: number; readonly method: number; readonly crc: number }
  >();
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    if (at + 46 > octets.length || view.getUint32(at, true) !== entrySignature)
      throw damaged('its directory is broken');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      view.getUint16(at + offset, true),
    );
    const name = new TextDecoder().decode(octets.subarray(at + 46, at + 46 + (nameLength ?? 0)));
    if (places.has(name)) throw damaged(`it holds ${name} twice`);
    places.set(name, {
      name,
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return {
    entries: places,
    unpack(name, limit) {
      const entry = places.get(name);
      if (entry === undefined) return undefined;
      const { size, packedSize, method, crc } = entry;
      if (entry.encrypted) throw codedError('LIST_ENCRYPTED', { file }, { place: { file } });
      if (size > limit || (size > bombSize && size > packedSize * bombRatio)) {
        const most = Math.round(size > limit ? limit / megabyte : bombSize / megabyte);
        const parameters = { file, entry: name, found: Math.round(size / megabyte), limit: most };
        throw codedError('LIST_UNPACKS_TOO_LARGE', parameters, { place: { file } });
      }
      const packed = packedOctets(octets, view, entry);
      if (packed === undefined || (method !== 0 && method !== 8)) throw damaged(`${name} cannot be unpacked`);
      let unpacked: Uint8Array;
      try {
        unpacked = method === 0 ? packed : unpacking.inflate(packed, size);
      } catch (cause) {
        throw damaged(`${name} cannot be unpacked`, cause);
      }
      if (unpacked.length !== size || unpacking.crc32(unpacked) !== crc)
        throw damaged(`${name} is not what it says it is`);
      return unpacked;
    },
  };
}

/** Whether octets begin as a ZIP archive does. */
export function isZip(octets: Uint8Array): boolean {
  return octets[0] === 0x50 && octets[1] === 0x4b && octets[2] === 3 && octets[3] === 4;
}

function endOfDirectory(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - endLength - 0xffff);
  for (let at = view.byteLength - endLength; at >= first; at--)
    if (view.getUint32(at, true) === endSignature) return at;
  return undefined;
}

function packedOctets(
  octets: Uint8Array,
  view: DataView,
  { at, packedSize }: { readonly at: number; readonly packedSize: number },
): Uint8Array | undefined {
  if (at + 30 > octets.length || view.getUint32(at, true) !== localSignature) return undefined;
  const begin = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  return begin + packedSize > octets.length ? undefined : octets.subarray(begin, begin + packedSize);
}
