import type { BatchCheck } from '../../../core/api-orders.ts';
import { formatNumber } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';

type PreviewedRows = Pick<BatchCheck, 'columns' | 'rows' | 'firstLines' | 'mapping'>;

/** The first lines as they are read: under the file's own headings, with the variables that come from each. */
export function RowsPreview({ check }: { readonly check: PreviewedRows }) {
  const { columns, rows, firstLines, mapping } = check;
  const variablesOf = (column: string) =>
    mapping.flatMap(({ variable, source }) =>
      source?.kind === 'column' && source.column === column ? [variable] : [],
    );
  const renamed = columns.some((column) => variablesOf(column).some((variable) => variable !== column));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
    <section className="preview" aria-label={texts.newBatch.preview} tabIndex={0}>
      <table>
        <caption className="kicker">{texts.newBatch.preview}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.newBatch.line}</th>
            {columns.map((column, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a faulty list may name a column twice
              <th key={index} scope="col" data-used={variablesOf(column).length > 0 || undefined}>
                {renamed && (
                  <span className="preview__variable">{variablesOf(column).join(', ') || '–'}</span>
                )}
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {firstLines.map(({ line, cells }) => (
            <tr key={line}>
              <td className="dim">{formatNumber(line)}</td>
              {columns.map((_column, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <td key={index} className="mono" title={cells[index]}>
                  {cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows > firstLines.length && <p className="dim">{texts.newBatch.rowsMore(rows - firstLines.length)}</p>}
    </section>
  );
}
