import bwip from 'bwip-js/node';
import { z } from 'zod';
import { codedError } from '../../core/errors.ts';
import type { LabelContent } from '../../core/provisioning/labels.ts';

/** A barcode as squares or bars, in modules. */
export interface BarcodeModules {
  /** With what has to stay empty around it. */
  readonly columns: number;
  /** Rows of modules, with what stays empty; of bars one, as high as there is room. */
  readonly rows: number;
  readonly bars: readonly { readonly x: number; readonly y: number; readonly width: number }[];
}

export type BarcodeKind = NonNullable<LabelContent['barcode']>['kind'];

/** What stays empty around each kind, in modules, and how small and large a module is at least and at most, in mm. */
export const barcodeRules = {
  /** ISO/IEC 15417 */
  code128: { quiet: 10, least: 0.19, most: 0.5, encoder: 'code128' },
  /** ISO/IEC 18004 */
  qr: { quiet: 4, least: 0.25, most: 1, encoder: 'qrcode' },
  /** ISO/IEC 16022 asks for one; two are read more surely. */
  datamatrix: { quiet: 2, least: 0.25, most: 1, encoder: 'datamatrix' },
} as const satisfies Readonly<Record<BarcodeKind, object>>;

const linear = z.looseObject({ sbs: z.array(z.number()) });
const matrix = z.looseObject({ pixs: z.array(z.number()), pixx: z.int(), pixy: z.int() });

/** Encodes what is on a label. @throws LABEL_BARCODE_UNFIT */
export function encodeBarcode({ line, deviceId, barcode }: LabelContent): BarcodeModules | undefined {
  if (barcode === undefined) return undefined;
  const { kind, text } = barcode;
  const unfit = (detail: string, cause?: unknown) => {
    const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
    const parameters = { line, device: deviceId, kind, text: shown, detail };
    return codedError('LABEL_BARCODE_UNFIT', parameters, { cause });
  };
  if (text === '') throw unfit('it is empty');
  // Other characters have no one form in it that every scanner reads.
  if (kind === 'code128' && !/^[\x20-\x7e]+$/.test(text))
    throw unfit('it holds characters other than letters without accents, digits and common signs');
  // A text that would not come back from the scanner as it is.
  if (!text.isWellFormed()) throw unfit('it holds half characters');
  let encoded: unknown;
  try {
    [encoded] = bwip.raw({ bcid: barcodeRules[kind].encoder, text, parse: false });
  } catch (error) {
    throw unfit(error instanceof Error ? error.message.replace(/^.*?: /, '') : String(error), error);
  }
  return kind === 'code128' ? barsOf(linear.parse(encoded).sbs) : squaresOf(matrix.parse(encoded), kind);
}

function barsOf(widths: readonly number[]): BarcodeModules {
  const { quiet } = barcodeRules.code128;
  let x = quiet;
  const bars = widths.flatMap((width, index) => {
    const at = x;
    x += width;
    return index % 2 === 0 ? [{ x: at, y: 0, width }] : [];
  });
  return { columns: x + quiet, rows: 1, bars };
}

function squaresOf({ pixs, pixx, pixy }: z.infer<typeof matrix>, kind: 'qr' | 'datamatrix'): BarcodeModules {
  const { quiet } = barcodeRules[kind];
  const bars: { x: number; y: number; width: number }[] = [];
  for (let y = 0; y < pixy; y++)
    for (let x = 0; x < pixx; x++) {
      if (pixs[y * pixx + x] !== 1) continue;
      const last = bars.at(-1);
      // Neighbours are one bar: no hair lines between them.
      if (last && last.y === y + quiet && last.x + last.width === x + quiet) last.width++;
      else bars.push({ x: x + quiet, y: y + quiet, width: 1 });
    }
  return { columns: pixx + 2 * quiet, rows: pixy + 2 * quiet, bars };
}
