import { codedError } from '../../core/errors.ts';
import { type LabelContent, shownMillimetres } from '../../core/provisioning/labels.ts';
import { type BarcodeModules, barcodeRules, encodeBarcode } from './barcode.ts';
import { type Canvas, inks } from './page-canvas.ts';
import type { TextStyle } from './page-text.ts';
import { stateWords, reportWords as words } from './report-words.ts';

/** What a label is drawn onto. */
export type LabelCanvas = Pick<Canvas, 'text' | 'write' | 'fill' | 'frame'>;

/** Points. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Points in a millimetre. */
export const millimetre = 72 / 25.4;

const [smallestText, largestText] = [4.8, 11];

/**
 * Draws a label into its place. The label of a device that is not done says so, and is struck through: it must not be
 * taken for one that is.
 * @throws LABEL_BARCODE_UNFIT, LABEL_BARCODE_NARROW, LABEL_TOO_SMALL
 */
export function drawLabel(canvas: LabelCanvas, place: Box, content: LabelContent): void {
  const padding = Math.min(4, place.height / millimetre / 8) * millimetre;
  let inner = inset(place, padding);
  if (content.state !== 'done') {
    const band = Math.min(15, inner.height * 0.24);
    notDone(canvas, place, { ...inner, height: band }, content);
    inner = { ...inner, y: inner.y + band + 2, height: inner.height - band - 2 };
  }
  const modules = encodeBarcode(content);
  const { barcode } = content;
  if (modules === undefined || barcode === undefined) {
    drawLines(canvas, inner, content, place);
    return;
  }
  if (barcode.kind === 'code128') {
    const height = Math.min(14 * millimetre, Math.max(5 * millimetre, inner.height * 0.42));
    const lines = { ...inner, height: inner.height - height - 2 };
    drawLines(canvas, lines, content, place);
    // What stays empty beside the bars may reach to the edge of the label.
    const across = { ...inner, x: place.x, width: place.width };
    drawBars(canvas, { ...across, y: inner.y + inner.height - height, height }, modules, content);
    return;
  }
  const side = Math.min(inner.height, inner.width * 0.45);
  const used = drawBars(canvas, { ...inner, width: side, height: side }, modules, content);
  const gap = 1.5 * millimetre;
  const lines = { ...inner, x: inner.x + used + gap, width: inner.width - used - gap };
  drawLines(canvas, lines, content, place);
}

function inset({ x, y, width, height }: Box, by: number): Box {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}

function notDone(canvas: LabelCanvas, place: Box, band: Box, content: LabelContent): void {
  canvas.frame(place.x + 1.5, place.y + 1.5, place.width - 3, place.height - 3, inks.black, 1.4);
  canvas.fill(band.x, band.y, band.width, band.height, inks.black);
  const text = `${words.notDone}: ${stateWords(content)}`;
  const style = fitted(canvas, text, 'strong', band.width - 6, Math.min(9, band.height * 0.72));
  const shown = canvas.text.line(text, style, band.width - 6);
  const width = canvas.text.widthOf(shown, style);
  const baseline = band.y + band.height / 2 + style.size * 0.36;
  canvas.write(band.x + (band.width - width) / 2, baseline, shown, style, inks.white);
}

/** The largest size at which a text fits, down to the smallest that people read. */
function fitted(canvas: LabelCanvas, text: string, face: TextStyle['face'], width: number, most: number) {
  const needed = canvas.text.widthOf(text, { face, size: 1 });
  return { face, size: Math.max(smallestText, Math.min(most, needed === 0 ? most : width / needed)) };
}

/** Points between two lines, by the size of the text. */
const leading = 1.25;

function drawLines(canvas: LabelCanvas, box: Box, { lines }: LabelContent, place: Box): void {
  // The first one is larger: it is what people call the device.
  const shares = lines.map((_, index) => (index === 0 ? 1.3 : 1));
  const unit = box.height / shares.reduce((sum, share) => sum + share, 0) / leading;
  if (unit < smallestText || box.width < 20) {
    const [width, height] = [place.width, place.height].map((each) => shownMillimetres(each / millimetre));
    throw codedError('LABEL_TOO_SMALL', { width: width ?? '', height: height ?? '' });
  }
  let y = box.y;
  for (const [index, line] of lines.entries()) {
    const most = Math.min(largestText, unit) * (shares[index] ?? 1);
    const style = fitted(canvas, line, index === 0 ? 'strong' : 'regular', box.width, most);
    canvas.write(box.x, y + style.size, canvas.text.line(line, style, box.width), style, inks.black);
    y += most * leading;
  }
}

/** Draws a barcode from the left upper corner, or bars in the middle. @returns how wide it is, in points */
function drawBars(canvas: LabelCanvas, box: Box, modules: BarcodeModules, content: LabelContent): number {
  const kind = content.barcode?.kind ?? 'code128';
  const { least, most } = barcodeRules[kind];
  const room = Math.min(
    box.width / modules.columns,
    kind === 'code128' ? Infinity : box.height / modules.rows,
  );
  const module = Math.min(room, most * millimetre);
  // Where it fits but for a rounding, it fits.
  if (module / millimetre < least - 1e-9) {
    const size = String(Math.floor((module / millimetre) * 100) / 100);
    const { line, deviceId } = content;
    throw codedError('LABEL_BARCODE_NARROW', { line, device: deviceId, kind, module: size, least });
  }
  const width = module * modules.columns;
  const left = kind === 'code128' ? box.x + (box.width - width) / 2 : box.x;
  const height = kind === 'code128' ? box.height : module;
  for (const bar of modules.bars)
    canvas.fill(left + bar.x * module, box.y + bar.y * module, bar.width * module, height, inks.black);
  return width;
}
