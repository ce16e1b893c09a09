import type { ReactNode } from 'react';

interface ChartPanelProps {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
  /** The same as a table, for screen readers. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A chart with its title; what it shows is said as a table to who cannot see it. */
export function ChartPanel({ title, lead, children, columns, rows }: ChartPanelProps) {
  return (
    <section className="chart panel" aria-label={title}>
      <div className="chart__head">
        <h2>{title}</h2>
        <p className="dim">{lead}</p>
      </div>
      {children}
      {rows.length > 0 && (
        <table className="visually-hidden">
          <caption>{title}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([head = '', ...cells], index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is what stands at its place
              <tr key={index}>
                <th scope="row">{head}</th>
                {cells.map((cell, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: and so is a cell
                  <td key={place}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
