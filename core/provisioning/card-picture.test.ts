import { describe, expect, it } from 'vitest';
import { cardPictureOf } from './card-picture.ts';
import { readProfile } from './profile.ts';
import { profileJson } from './test-profile.ts';

function pictureOf(over: Readonly<Record<string, unknown>> = {}, usual: 'http' | 'https' = 'http') {
  const reading = readProfile(JSON.stringify(profileJson(over)), 'p');
  if (reading.kind === 'faults') throw new Error(reading.faults[0]?.message);
  return cardPictureOf(reading.profile, usual);
}

describe('what will be on a card', () => {
  it('is the account and what each object adds to it', () => {
    const without = pictureOf();
    const carried = pictureOf({ bootstrap: ['site'] });
    expect(without).toMatchObject({ objects: [], room: 4096, secure: false });
    expect(without.message).toBe(without.account);
    expect(carried.message).toBe(carried.account + (carried.objects[0]?.octets ?? 0));
    expect(carried.objects).toEqual([{ name: 'site', octets: expect.any(Number) }]);
  });

  it('is more where the device is told a certificate, or has one', () => {
    const plain = pictureOf();
    const secure = pictureOf({}, 'https');
    const certificate = pictureOf({ server: { id: 'b', name: 'B', authentication: 'certificate' } });
    expect(secure.message).toBeGreaterThan(plain.message + 700);
    expect(certificate).toMatchObject({ secure: true });
    expect(certificate.message).toBeGreaterThan(secure.message + 700);
  });

  it('has as much room as the layout says', () => {
    expect(pictureOf({ card: { files: { message: { size: 16 } } } }).room).toBe(16);
  });
});
