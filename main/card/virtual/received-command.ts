/** A command as the card received it (ISO/IEC 7816-4, 5.2). */
export interface ReceivedCommand {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data: Uint8Array;
  /** Octets expected, 256 or 65,536 where the field says 0; missing where there is none. */
  readonly le?: number;
  readonly channel: number;
  readonly extended: boolean;
}

/** Takes a command apart, in its short or its extended form; undefined where its lengths don't fit together. */
export function receiveCommand(octets: Uint8Array): ReceivedCommand | undefined {
  if (octets.length < 4) return undefined;
  const [cla = 0, ins = 0, p1 = 0, p2 = 0] = octets;
  const body = octets.subarray(4);
  const extended = body.length > 1 && body[0] === 0;
  const lengths = extended ? extendedLengths(body) : shortLengths(body);
  return lengths && { cla, ins, p1, p2, channel: channelOf(cla), extended, ...lengths };
}

interface Lengths {
  readonly data: Uint8Array;
  readonly le?: number;
}

function shortLengths(body: Uint8Array): Lengths | undefined {
  const [first] = body;
  if (first === undefined) return { data: body };
  if (body.length === 1) return { data: new Uint8Array(), le: first || 256 };
  const data = body.subarray(1, 1 + first);
  if (body.length === 1 + first) return { data };
  return body.length === 2 + first ? { data, le: body[1 + first] || 256 } : undefined;
}

function extendedLengths(body: Uint8Array): Lengths | undefined {
  const lengthAt = (offset: number) => ((body[offset] ?? 0) << 8) | (body[offset + 1] ?? 0);
  if (body.length < 3) return undefined;
  if (body.length === 3) return { data: new Uint8Array(), le: lengthAt(1) || 65_536 };
  const length = lengthAt(1);
  const data = body.subarray(3, 3 + length);
  if (body.length === 3 + length) return { data };
  return body.length === 5 + length ? { data, le: lengthAt(3 + length) || 65_536 } : undefined;
}

/** The logical channel of a class octet: 0 to 3 in two bits, or 4 to 19 in four. */
function channelOf(cla: number): number {
  return (cla & 0x40) !== 0 ? 4 + (cla & 0x0f) : cla & 0x03;
}
