/** A file that goes with a form. */
export interface AutomaticFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly octets: Uint8Array;
}

/** A grey picture (JPEG, ITU-T T.81): one block, whose only bits say that nothing differs from the mean. */
const jpeg = [
  'ffd8', // SOI
  `ffdb 0043 00 ${'01'.repeat(64)}`, // DQT: nothing is rounded
  'ffc0 000b 08 0008 0008 01 011100', // SOF0: 8 × 8, one component of 8 bits
  `ffc4 0014 00 01${'00'.repeat(15)} 00`, // DHT: the one code of DC, "no difference"
  `ffc4 0014 10 01${'00'.repeat(15)} 00`, // DHT: the one code of AC, "end of block"
  'ffda 0008 01 0100 003f 00 3f', // SOS, and two bits
  'ffd9', // EOI
].join('');

/** An empty page (PDF, ISO 32000-1), with a table of where its objects are. */
function pdf(): string {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] /Resources << >> >>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`;
  return `${text}${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
}

const written = 'Simulated\n';

/** The smallest files of the usual types that whatever reads such files takes, what is asked for most often first. */
const samples: readonly AutomaticFile[] = [
  sample(
    'png',
    'image/png',
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  ),
  sample('jpg', 'image/jpeg', Buffer.from(jpeg.replaceAll(' ', ''), 'hex')),
  sample('pdf', 'application/pdf', Buffer.from(pdf())),
  sample('txt', 'text/plain', Buffer.from(written)),
  sample('csv', 'text/csv', Buffer.from(written)),
  sample('json', 'application/json', Buffer.from('{}\n')),
  sample('xml', 'application/xml', Buffer.from('<simulated/>\n')),
  sample(
    'gif',
    'image/gif',
    Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
  ),
  // The end of an archive in which nothing is.
  sample('zip', 'application/zip', Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)])),
];

function sample(ending: string, mediaType: string, octets: Uint8Array): AutomaticFile {
  return { fileName: `simulated.${ending}`, mediaType, octets };
}

const endings: Readonly<Record<string, string>> = { '.jpeg': '.jpg', '.text': '.txt' };

/**
 * Files that an input takes, the best one first; never none.
 * @param accept what the input says it takes: media types, `image/*` and the like, endings; in lower case
 */
export function filesFor(accept: readonly string[]): readonly AutomaticFile[] {
  const asked = accept.filter((each) => each !== '*/*' && each !== 'application/octet-stream');
  if (asked.length === 0) return samples.filter(({ mediaType }) => mediaType === 'text/plain');
  const known = samples.filter((file) => asked.some((each) => isOf(file, each)));
  return known.length > 0 ? known : [unknownFile(asked[0] ?? '')];
}

function isOf({ fileName, mediaType }: AutomaticFile, asked: string): boolean {
  if (asked.startsWith('.')) return fileName.endsWith(endings[asked] ?? asked);
  return asked.endsWith('/*') ? mediaType.startsWith(asked.slice(0, -1)) : mediaType === asked;
}

/** A file of a type of which there is no sample: what is in it is not what its type says. */
function unknownFile(asked: string): AutomaticFile {
  const isEnding = /^\.[a-z0-9]+$/.test(asked);
  const mediaType = /^[a-z]+\/[a-z0-9][a-z0-9.+-]*$/.test(asked) ? asked : 'application/octet-stream';
  return sample(isEnding ? asked.slice(1) : 'bin', mediaType, Buffer.from(written));
}

/** Types of files of which there is no sample. */
const otherTypes: Readonly<Record<string, string>> = { '.heic': 'image/heic', '.webp': 'image/webp' };

/** The media type of a file, by the ending of its name. */
export function mediaTypeOfName(fileName: string): string {
  const [ending] = /\.[^.]+$/.exec(fileName.toLowerCase()) ?? [];
  if (ending === undefined) return 'application/octet-stream';
  const known = samples.find((file) => isOf(file, ending))?.mediaType ?? otherTypes[ending];
  return known ?? 'application/octet-stream';
}
