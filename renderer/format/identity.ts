/** A device identifier as people read it aloud: an IMEI in its groups, anything else as it is. */
export function deviceIdWords(deviceId: string): string {
  const imei = /^IMEI:(\d{6})(\d{2})(\d{6})(\d)$/i.exec(deviceId);
  return imei ? `IMEI ${imei.slice(1).join(' ')}` : deviceId;
}

/** An ICCID in groups of four, for comparing it with what is printed on a card. */
export function iccidGroups(iccid: string): string {
  return iccid.replaceAll(/(\d{4})(?=\d)/g, '$1 ');
}

/** Both ends of an ICCID; the middle is the same on all cards of a delivery. */
export function iccidShort(iccid: string): string {
  return iccid.length > 10 ? `${iccid.slice(0, 4)}…${iccid.slice(-4)}` : iccid;
}

/** A digest in hexadecimal as people compare it aloud: capitals, four at a time. */
export function fingerprintGroups(digest: string): readonly string[] {
  return (
    digest
      .replaceAll(/[^\da-f]/gi, '')
      .toUpperCase()
      .match(/.{1,4}/g) ?? []
  );
}

/** A MOID without what all of them begin with. */
export function moidShort(moid: string): string {
  return moid.replace(/^(urn:oma:mo:|oma:)/i, '');
}

/**
 * The cause of a fault as a headline and what follows it, for reading from a metre away.
 * Nothing is left out: both parts together say the whole message.
 */
export function headlineOf(message: string): { readonly headline: string; readonly rest: string } {
  const found = /^(.{8,72}?)(?:[;:,]\s+|\.\s+)(?=\S)/.exec(message);
  const [whole, headline] = found ?? [];
  if (whole === undefined || headline === undefined || /["“(]/.test(headline))
    return { headline: message.replace(/\.$/, ''), rest: '' };
  const rest = message.slice(whole.length);
  return { headline, rest: rest.charAt(0).toUpperCase() + rest.slice(1) };
}
