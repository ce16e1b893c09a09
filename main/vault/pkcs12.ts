import { AuthenticatedSafe, CertBag, PFX, PKCS8ShroudedKeyBag, PrivateKeyInfo, SafeContents } from 'pkijs';
import { codedError } from '../../core/errors.ts';

/** What a PKCS#12 file holds: certificates (X.509) and private keys (PKCS#8), both DER. */
export interface Pkcs12Contents {
  readonly certificates: readonly Uint8Array[];
  readonly keys: readonly Uint8Array[];
}

/** Contents that are not encrypted (PKCS#7 Data). */
const plainContent = '1.2.840.113549.1.7.1';

/**
 * Opens a PKCS#12 file (RFC 7292) whose integrity is protected by a password.
 * @param file its name, for the errors
 * @throws CERTIFICATE_FILE_FORM, CERTIFICATE_FILE_PASSWORD_MISSING, CERTIFICATE_FILE_PASSWORD_WRONG,
 *   CERTIFICATE_FILE_CIPHER
 */
export async function readPkcs12(
  file: string,
  octets: Uint8Array,
  password: string | undefined,
): Promise<Pkcs12Contents> {
  const wrong = (detail: string) => codedError('CERTIFICATE_FILE_FORM', { file, detail });
  let pfx: PFX;
  try {
    pfx = PFX.fromBER(new Uint8Array(octets));
  } catch {
    throw wrong('it cannot be read');
  }
  const secret = new TextEncoder().encode(password ?? '').buffer;
  try {
    await pfx.parseInternalValues({ password: secret, checkIntegrity: true });
  } catch (error) {
    if (!isIntegrityFault(error)) throw readingFault(file, error);
    // Files without a password have an empty one.
    throw password === undefined
      ? codedError('CERTIFICATE_FILE_PASSWORD_MISSING', { file })
      : codedError('CERTIFICATE_FILE_PASSWORD_WRONG', { file });
  }
  try {
    return await contentsOf(pfx, secret);
  } catch (error) {
    throw readingFault(file, error);
  }
}

async function contentsOf(pfx: PFX, password: ArrayBuffer): Promise<Pkcs12Contents> {
  const certificates: Uint8Array[] = [];
  const keys: Uint8Array[] = [];
  const safe: unknown = pfx.parsedValue?.authenticatedSafe;
  if (!(safe instanceof AuthenticatedSafe)) throw new Error('it has no contents');
  await safe.parseInternalValues({
    safeContents: safe.safeContents.map(({ contentType }) =>
      contentType === plainContent ? {} : { password },
    ),
  });
  const parsed = safe.parsedValue as { readonly safeContents: readonly { readonly value: unknown }[] };
  for (const { value } of parsed.safeContents) {
    if (!(value instanceof SafeContents)) continue;
    for (const { bagValue } of value.safeBags) {
      if (bagValue instanceof CertBag) certificates.push(derOf(bagValue.parsedValue));
      if (bagValue instanceof PrivateKeyInfo) keys.push(derOf(bagValue));
      if (bagValue instanceof PKCS8ShroudedKeyBag) {
        // The types leave out that a password is all it takes.
        await (bagValue as unknown as Unlockable).parseInternalValues({ password });
        keys.push(derOf(bagValue.parsedValue));
      }
    }
  }
  return { certificates, keys };
}

interface Unlockable {
  parseInternalValues(parameters: { readonly password: ArrayBuffer }): Promise<void>;
}

function derOf(value: unknown): Uint8Array {
  const { toSchema } = value as { toSchema?: () => { toBER(): ArrayBuffer } };
  if (toSchema === undefined) throw new Error('a part of it is of an unknown kind');
  return new Uint8Array(toSchema.call(value).toBER());
}

function isIntegrityFault(error: unknown): boolean {
  return error instanceof Error && /Integrity for the PKCS#12 data is broken/.test(error.message);
}

/** Names of the methods of PKCS#12 (RFC 7292, appendix C), all of them old. */
const oldMethods: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.12.1.1': 'RC4 with 128 bits',
  '1.2.840.113549.1.12.1.2': 'RC4 with 40 bits',
  '1.2.840.113549.1.12.1.3': 'Triple DES',
  '1.2.840.113549.1.12.1.4': 'Triple DES with two keys',
  '1.2.840.113549.1.12.1.5': 'RC2 with 128 bits',
  '1.2.840.113549.1.12.1.6': 'RC2 with 40 bits',
};

function readingFault(file: string, error: unknown) {
  const message = error instanceof Error ? error.message : '';
  const method = oldMethods[/1\.2\.840\.113549\.1\.12\.1\.\d/.exec(message)?.[0] ?? ''];
  return method === undefined
    ? codedError('CERTIFICATE_FILE_FORM', { file, detail: 'it is damaged, or holds what is not known here' })
    : codedError('CERTIFICATE_FILE_CIPHER', { file, method });
}
