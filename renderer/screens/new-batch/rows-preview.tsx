import type { BatchCheck } from '../../../core/api.ts';
import { formatNumber } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';

/** The first rows as they were read, so that a person sees whether the columns are where they belong. */
export function RowsPreview({ check }: { readonly check: BatchCheck }) {
  const { columns, rows, preview } = check;
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
              <th key={index} scope="col" data-used={check.profile?.columns.includes(column) || undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.map((row) => (
            <tr key={row.line}>
              <td className="dim">{formatNumber(row.line)}</td>
              {columns.map((_column, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <td key={index} className="mono" title={row.values[index]}>
                  {row.values[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows > preview.length && <p className="dim">{texts.newBatch.rowsMore(rows - preview.length)}</p>}
    </section>
  );
}
