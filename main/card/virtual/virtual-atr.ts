import { concatenate } from '../../../core/octets.ts';

/**
 * The ATR of a virtual UICC (ISO/IEC 7816-3, 8.2; TS 102 221, 6.3): its protocol first, then the global interface
 * octets with the voltage class, then what the card can do.
 */
export function virtualAtr(options: {
  readonly protocol: 'T=0' | 'T=1';
  readonly extendedLength: boolean;
  /** Logical channels besides the basic one. */
  readonly channels: number;
}): Uint8Array {
  const capabilities = (options.extendedLength ? 0x40 : 0) | 0x10 | Math.min(options.channels, 7);
  // Category 80; card service data: selection by full DF name, EF.DIR; capabilities: SFI, offsets in octets, FF filling.
  const historical = Uint8Array.of(
    ...[0x80, 0x31, 0xe0, 0x73, 0xfe, 0x21, capabilities],
    ...[0x66, 0xd0, 0x01, 0x44, 0x4d, 0x42, 0x4e],
  );
  const interfaces =
    options.protocol === 'T=0'
      ? Uint8Array.of(0x95, 0x80, 0x1f, 0xc7)
      : Uint8Array.of(0x95, 0x81, 0x1f, 0xc7);
  const body = concatenate(Uint8Array.of(0x90 | historical.length), interfaces, historical);
  const check = body.reduce((sum, octet) => sum ^ octet, 0);
  return concatenate(Uint8Array.of(0x3b), body, Uint8Array.of(check));
}
