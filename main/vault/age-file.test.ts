import {
  armor,
  Encrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { secretOf } from '../../core/secrets.ts';
import { decryptAgeFile, isAgeFile } from './age-file.ts';

const content = secretOf('8944500000000700001 41444D2D54455354\n');
const passphrase = 'correct horse battery staple';

/** As `age -p` and `age -r` make them, by an implementation that is not ours. */
async function encrypted(to: { passphrase: string; factor?: number } | { recipients: readonly string[] }) {
  const encrypter = new Encrypter();
  if ('passphrase' in to) {
    encrypter.setPassphrase(to.passphrase);
    encrypter.setScryptWorkFactor(to.factor ?? 10);
  } else for (const recipient of to.recipients) encrypter.addRecipient(recipient);
  return encrypter.encrypt(content);
}
const open = (octets: Uint8Array, keys: Parameters<typeof decryptAgeFile>[2]) =>
  decryptAgeFile(octets, 'keys.age', keys);
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) => toFault(error),
  );

describe('a file that was encrypted with a passphrase', () => {
  it('opens with it, with or without armor', async () => {
    const octets = await encrypted({ passphrase });
    for (const form of [octets, secretOf(armor.encode(octets))]) {
      expect(isAgeFile(form)).toBe(true);
      expect(await open(form, { passphrase: secretOf(passphrase) })).toEqual(content);
    }
    expect(isAgeFile(content)).toBe(false);
    expect(isAgeFile(new Uint8Array())).toBe(false);
  });

  it('asks for it, and refuses another one, by the name of the file', async () => {
    const octets = await encrypted({ passphrase });
    const needed = await faultOf(open(octets, { identity: async () => 'never asked' }));
    expect(needed).toMatchObject({ code: 'KEY_FILE_PASSPHRASE_NEEDED', place: { file: 'keys.age' } });
    const wrong = await faultOf(open(octets, { passphrase: secretOf(`${passphrase} `) }));
    expect(wrong?.code).toBe('KEY_FILE_PASSPHRASE_WRONG');
    expect(wrong?.message).toContain('keys.age');
    expect(JSON.stringify(wrong)).not.toContain(passphrase);
  });

  it('refuses one that would take all memory, before it takes any', async () => {
    const text = Buffer.from(await encrypted({ passphrase })).toString('latin1');
    const costly = Buffer.from(text.replace(/(-> scrypt \S+) 10/, '$1 40'), 'latin1');
    expect((await faultOf(open(costly, { passphrase: secretOf(passphrase) })))?.code).toBe('KEY_FILE_COSTLY');
    for (const factor of ['0', '010', '-1', '1e3', '100', '']) {
      const odd = Buffer.from(text.replace(/(-> scrypt \S+) 10/, `$1 ${factor}`), 'latin1');
      expect((await faultOf(open(odd, { passphrase: secretOf(passphrase) })))?.code).toBe('KEY_FILE_DAMAGED');
    }
  });
});

describe('a file that was encrypted for a recipient', () => {
  it.each([
    ['X25519', generateX25519Identity],
    ['post-quantum', generateHybridIdentity],
  ])('opens with its identity (%s), also where others may open it too', async (_name, generate) => {
    const [own, another] = [await generate(), await generate()];
    const recipients = [await identityToRecipient(another), await identityToRecipient(own)];
    const octets = await encrypted({ recipients });
    expect(await open(octets, { identity: async () => own })).toEqual(content);
    expect(await open(octets, { identity: async () => own, passphrase: secretOf('x') })).toEqual(content);
  });

  it('is somebody else’s with another identity, or with none', async () => {
    const recipient = await identityToRecipient(await generateX25519Identity());
    const octets = await encrypted({ recipients: [recipient] });
    const stranger = await generateX25519Identity();
    for (const keys of [{ identity: async () => stranger }, { identity: async () => undefined }, {}])
      expect(await faultOf(open(octets, keys))).toMatchObject({
        code: 'KEY_FILE_FOR_OTHERS',
        place: { file: 'keys.age' },
      });
  });
});

describe('a file that was changed', () => {
  it('gives nothing, whatever octet of it is another one', async () => {
    const identity = await generateX25519Identity();
    const octets = await encrypted({ recipients: [await identityToRecipient(identity)] });
    for (let index = 0; index < octets.length; index++) {
      const changed = octets.slice();
      changed[index]! ^= 1;
      const fault = await faultOf(open(changed, { identity: async () => identity }));
      expect(fault?.code, `octet ${index}`).toMatch(/^KEY_FILE_(DAMAGED|FOR_OTHERS|PASSPHRASE_NEEDED)$/);
    }
  });

  it('gives nothing where its end is missing, or more follows', async () => {
    const octets = await encrypted({ passphrase });
    const keys = { passphrase: secretOf(passphrase) };
    for (let length = 22; length < octets.length; length += 7)
      expect((await faultOf(open(octets.subarray(0, length), keys)))?.code).toBe('KEY_FILE_DAMAGED');
    const longer = new Uint8Array([...octets, 0]);
    expect((await faultOf(open(longer, keys)))?.code).toBe('KEY_FILE_DAMAGED');
    const torn = secretOf(armor.encode(octets)).subarray(0, 120);
    expect((await faultOf(open(torn, keys)))?.code).toBe('KEY_FILE_DAMAGED');
  });
});
