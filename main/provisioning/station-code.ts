import { toSVG } from 'bwip-js/node';

/** The barcode (Code 128) of a station as SVG: its name, with the words below it. */
export function stationCode(name: string): string {
  return toSVG({
    bcid: 'code128',
    text: name,
    includetext: true,
    textxalign: 'center',
    scale: 2,
    height: 14,
  });
}
