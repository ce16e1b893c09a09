import { withoutAccountSecrets } from '../bootstrap/masked-package.ts';
import { codedError } from '../errors.ts';
import { whyNotJson } from '../json.ts';
import { parseSerializedMos, SerializationError, type SerializedMo } from './serialization.ts';

/**
 * Reads the objects that a device put into the Data Repository (HPUT, HPOST), without secrets of its DM Accounts.
 * @throws UPLOAD_NOT_OBJECTS with the place; never with a value of what came
 */
export function parseUploadedObjects(octets: Uint8Array): readonly SerializedMo[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(octets);
    return parseSerializedMos(JSON.parse(withoutAccountSecrets(text)));
  } catch (error) {
    if (error instanceof SerializationError)
      throw codedError('UPLOAD_NOT_OBJECTS', { detail: error.message });
    const detail = error instanceof SyntaxError ? whyNotJson(error) : 'it is not UTF-8';
    throw codedError('UPLOAD_NOT_OBJECTS', { detail });
  }
}
