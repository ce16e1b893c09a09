import { serializedMoVariants } from './choices.ts';

/** Whether an Accept header (RFC 9110, 12.5.1; OMADM-Accept alike) lets a media type through; none accepts all. */
export function accepts(header: string | undefined, mediaType: string): boolean {
  if (header === undefined || header.trim() === '') return true;
  const group = `${mediaType.split('/')[0]}/*`;
  let best = -1;
  let accepted = false;
  for (const item of header.split(',')) {
    const [range = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const precision = range === mediaType ? 2 : range === group ? 1 : range === '*/*' ? 0 : -1;
    if (precision < 0 || precision < best) continue;
    best = precision;
    // The most exact range decides, also where it says no.
    accepted = !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  }
  return accepted;
}

/** The media type to send serialized MOs in to a server that takes these; undefined where it takes none of ours. */
export function serializedMoTypeFor(header: string | undefined): string | undefined {
  return serializedMoVariants.find((mediaType) => accepts(header, mediaType));
}

/** The media type of a Content-Type header, without its parameters. */
export function mediaTypeOf(contentType: string | undefined): string {
  return contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
}
