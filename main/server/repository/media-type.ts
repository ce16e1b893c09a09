import { codedError } from '../../../core/errors.ts';

/** What a resource is where nobody said it (RFC 9110, 8.3). */
export const unknownMediaType = 'application/octet-stream';

const longest = 255;
const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const quoted = '"(?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\t \\x21-\\x7e])*"';
const mediaType = new RegExp(`^${token}/${token}(?:[\\t ]*;[\\t ]*${token}=(?:${token}|${quoted}))*$`);

/** A media type with its parameters as it is, where it is one (RFC 9110, 8.3.1). @throws REPOSITORY_HEADER_WRONG */
export function checkedMediaType(text: string): string {
  if (text.length > longest || !mediaType.test(text)) throw wrongMediaType();
  return text;
}

export function wrongMediaType() {
  const detail = `it is no media type, or longer than ${longest} characters`;
  return codedError('REPOSITORY_HEADER_WRONG', { header: 'Content-Type', detail });
}
