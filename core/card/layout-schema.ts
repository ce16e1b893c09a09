import { z } from 'zod';

const identifier = z
  .string()
  .regex(/^[0-9A-Fa-f]{4}$/, 'a file identifier of four hexadecimal digits is expected');
const hexadecimal = z
  .string()
  .regex(/^([0-9A-Fa-f]{2})*$/, 'hexadecimal digits, two for each octet, are expected');
const reference = z.int().min(0).max(255);

const file = (usual: string, size: number, most: number) =>
  z
    .strictObject({
      identifier: identifier.default(usual),
      size: z.int().min(16).max(most).default(size).describe('Octets, where the file has to be made'),
    })
    .prefault({});

const access = z
  .discriminatedUnion('format', [
    z.strictObject({ format: z.literal('expanded') }).describe('Tag AB, as on a UICC (TS 102 221)'),
    z
      .strictObject({
        format: z.literal('compact'),
        environment: z
          .int()
          .min(1)
          .max(14)
          .default(1)
          .describe('The security environment with the issuer key'),
        pinEnvironment: z.int().min(1).max(14).default(2).describe('The security environment with the PIN'),
      })
      .describe('Tag 8C (ISO/IEC 7816-4)'),
    z
      .strictObject({
        format: z.literal('octets'),
        application: hexadecimal.describe('Whole security attributes of the DF'),
        files: hexadecimal.describe('Whole security attributes of each file'),
      })
      .describe('As the card maker says; nothing where the card wants none'),
  ])
  .prefault({ format: 'expanded' })
  .describe('How a file that is made is told who may read and write it');

/** The card section of a profile: how the profile's cards are laid out and written. */
export const cardLayoutSchema = z
  .strictObject({
    encoding: z
      .enum(['both', 'opaque', 'oid'])
      .default('both')
      .describe('Entries of the DODF: opaqueDO, oidDO, or both, which every reader measured can read'),
    iccid: z.string().optional().describe('The card each row belongs to, for example {{iccid}}'),
    admReference: reference.default(0x0a).describe('Key reference of the issuer key'),
    create: z
      .enum(['never', 'missing'])
      .default('never')
      .describe('Whether files that a card lacks are made (blank cards: ISO/IEC 7816-9, TS 102 222)'),
    directory: z
      .enum(['list', 'leave'])
      .default('list')
      .describe('Whether EF.DIR has to list the PKCS#15 application, or is left as it is'),
    private: z
      .boolean()
      .default(false)
      .describe('Whether a device is told that reading the message needs the PIN'),
    pinReference: reference.default(0x01).describe('Key reference of the PIN that READ may need'),
    channel: z
      .enum(['auto', 'basic', 'logical'])
      .default('auto')
      .describe('The channel that the application is selected on'),
    extendedLength: z
      .enum(['auto', 'off'])
      .default('auto')
      .describe('Whether longer commands are used where the card says that it takes them'),
    atrs: z
      .array(
        z.string().regex(/^([0-9A-Fa-f]{2}|\.\.)+$/, 'hexadecimal digits are expected, or .. for any octet'),
      )
      .default([])
      .describe('The ATRs of the cards that this layout is for; none means any'),
    application: z
      .strictObject({
        identifier: identifier.default('5015'),
        label: z.string().min(1).max(16).default('PKCS-15').describe('The label in EF.DIR'),
      })
      .prefault({})
      .describe('The PKCS#15 application, where it has to be made'),
    files: z
      .strictObject({
        odf: file('5031', 64, 4096),
        tokenInfo: file('5032', 64, 4096),
        dodf: file('6430', 256, 4096),
        message: file('6431', 4096, 32_768),
      })
      .prefault({}),
    access,
  })
  .prefault({});

/** How cards are laid out and written, with every default filled in. */
export type CardLayout = Readonly<z.infer<typeof cardLayoutSchema>>;

/** The layout of a profile that says nothing about its cards: a prepared UICC that every reader can read. */
export const usualLayout: CardLayout = cardLayoutSchema.parse({});

/** The number that an identifier of a layout stands for. */
export function identifierOf(text: string): number {
  return Number.parseInt(text, 16);
}
