import { codedError, type ErrorCode, type ErrorParameters, faultOf } from '../errors.ts';
import { cellNumber } from './cell-values.ts';
import {
  type CellProblem,
  columnIndex,
  columnLetters,
  listLimits,
  type TableLine,
  type TellProgress,
} from './list-table.ts';
import { createStringReader, isTrue, type Workbook, withoutEscapes } from './workbook.ts';
import { EnoughRead, readPart } from './xml-part.ts';

/** The cells of a sheet, and what is the matter with them. */
export interface SheetCells {
  readonly lines: readonly TableLine[];
  readonly problems: readonly CellProblem[];
}

/**
 * Reads the cells of a sheet (ECMA-376-1, 18.3) as texts. Rows without a value are left out. `most` ends the reading
 * after so many rows.
 * @throws LIST_TOO_MANY_ROWS, LIST_COLUMNS_LIMIT, LIST_DAMAGED
 */
export function readSheet(
  octets: Uint8Array,
  source: {
    readonly file: string;
    readonly sheet: string;
    readonly part: string;
    readonly workbook: Workbook;
  },
  most: number | undefined,
  tell: TellProgress = () => {},
): SheetCells {
  const { file, sheet, part, workbook } = source;
  const lines: TableLine[] = [];
  const problems: CellProblem[] = [];
  let row = 0;
  let column = -1;
  let cells: string[] = [];
  let hiddenRow = false;
  let cell: { type: string; style: number; formula: boolean; result: boolean; value: string } | undefined;
  let inside: 'value' | 'inline' | undefined;

  const cellName = (index: number, line: number) => `${sheet}!${columnLetters(index)}${line}`;
  const add = <Code extends ErrorCode>(
    severity: CellProblem['severity'],
    code: Code,
    parameters: ErrorParameters<Code>,
    value?: string,
    columns: CellProblem['columns'] = [column, column],
    line = row,
  ) => {
    const fault = faultOf(code, parameters, {
      ...{ file, line, column: columns[0] + 1, cell: cellName(columns[0], line) },
    });
    problems.push({ severity, fault, line, columns, ...(value === undefined ? {} : { value }) });
  };
  const put = (text: string) => {
    if (text === '') return;
    if (column >= listLimits.columns) {
      const parameters = { found: column + 1, limit: listLimits.columns };
      throw codedError('LIST_COLUMNS_LIMIT', parameters, {
        place: { file, line: row, column: column + 1, cell: cellName(column, row) },
      });
    }
    while (cells.length < column) cells.push('');
    cells[column] = text;
  };
  const inline = createStringReader((text) => put(text), 'is');

  const endCell = () => {
    if (cell === undefined) return;
    const { type, style, formula, result, value } = cell;
    if (type === 'inlineStr') return;
    if (formula && !result) return add('error', 'LIST_FORMULA_WITHOUT_RESULT', {});
    if (!result) return;
    switch (type) {
      case 's':
        return put(workbook.sharedStrings[Number(value)] ?? '');
      case 'str':
        return put(withoutEscapes(value));
      case 'b':
        return put(isTrue(value) ? 'TRUE' : 'FALSE');
      case 'e':
        put(value);
        return add('error', 'LIST_CELL_ERROR', { error: value }, value);
      case 'd':
        put(value);
        return add('warning', 'LIST_CELL_DATE', { value }, value);
      default: {
        const number = cellNumber(value, workbook.formats[style] ?? { kind: 'number' }, workbook.from1904);
        put(number.text);
        if (number.kind === 'date') add('warning', 'LIST_CELL_DATE', { value: number.text }, number.text);
        if (number.kind === 'tooLong')
          add('error', 'LIST_NUMBER_DIGITS', { digits: number.digits }, number.text);
      }
    }
  };
  const endRow = () => {
    if (!cells.some((text) => text.trim() !== '')) return;
    if (lines.length > listLimits.rows)
      throw codedError('LIST_TOO_MANY_ROWS', { limit: listLimits.rows }, { place: { file, line: row } });
    lines.push({ line: row, cells });
    if (hiddenRow) add('warning', 'LIST_ROW_HIDDEN', {}, undefined, [0, cells.length - 1]);
    if (lines.length === most) throw new EnoughRead();
  };

  readPart(
    octets,
    part,
    file,
    {
      open(name, attribute) {
        switch (name) {
          case 'row':
            row = Number(attribute('r') ?? row + 1);
            hiddenRow = isTrue(attribute('hidden'));
            column = -1;
            cells = [];
            break;
          case 'c': {
            const reference = attribute('r');
            column = (reference === undefined ? undefined : columnIndex(reference)) ?? column + 1;
            const [type, style] = [attribute('t') ?? 'n', Number(attribute('s') ?? 0)];
            cell = { type, style, formula: false, result: false, value: '' };
            break;
          }
          case 'f':
            if (cell) cell.formula = true;
            break;
          case 'v':
            inside = 'value';
            if (cell) cell.result = true;
            break;
          case 'is':
            inside = 'inline';
            break;
          case 'col':
            if (isTrue(attribute('hidden'))) addHiddenColumns(attribute('min'), attribute('max'));
            break;
          case 'mergeCell':
            addMerged(attribute('ref') ?? '');
            break;
        }
        if (inside === 'inline') inline.open(name);
      },
      text(text) {
        if (inside === 'value' && cell) cell.value += text;
        if (inside === 'inline') inline.text(text);
      },
      close(name) {
        if (inside === 'inline') inline.close(name);
        if (name === 'v' || name === 'is') inside = undefined;
        if (name === 'c') {
          endCell();
          cell = undefined;
        }
        if (name === 'row') endRow();
      },
    },
    (done) => tell(done, octets.length),
  );
  return { lines, problems };

  function addHiddenColumns(min: string | undefined, max: string | undefined): void {
    const [first, last] = [Number(min) - 1, Math.min(Number(max), listLimits.columns) - 1];
    for (let index = first; index >= 0 && index <= last; index++)
      add('warning', 'LIST_COLUMN_HIDDEN', { column: columnLetters(index) }, undefined, [index, index], 1);
  }

  function addMerged(range: string): void {
    const [from = '', to = from] = range.split(':');
    const [first, last] = [columnIndex(from), columnIndex(to)];
    const line = Number(/\d+$/.exec(from)?.[0]);
    if (first === undefined || last === undefined || !Number.isSafeInteger(line)) return;
    add('error', 'LIST_CELLS_MERGED', { range }, undefined, [first, last], line);
  }
}
