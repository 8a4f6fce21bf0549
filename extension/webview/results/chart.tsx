/**
 * A chart that is also a table: the drawing comes as text from the views, the numbers stand below
 * it when asked for. Keeps true: no chart is there without its table.
 */
import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { svgElement } from '../drawing.ts';
import { csvOf, type Sheet } from './csv.ts';

export function Drawing({ svg }: { readonly svg: string }): JSX.Element {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => holder.current?.replaceChildren(svgElement(svg)), [svg]);
  return <div class="chart" ref={holder} />;
}

function Table({ sheet }: { readonly sheet: Sheet }): JSX.Element {
  return <div class="scroll"><table>
    <caption class="hidden-text">{sheet.title}</caption>
    <thead><tr>{sheet.head.map((word) => <th key={word} scope="col">{word}</th>)}</tr></thead>
    <tbody>{sheet.rows.map((row, index) => <tr key={index}>{row.map((value, column) =>
      <td key={column} class={typeof value === 'number' ? 'number' : undefined}>
        {typeof value === 'number' ? numberText(value) : value}
      </td>)}</tr>)}</tbody>
  </table></div>;
}

const numberText = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));

export function Section({ sheet, tables, children, onSave }: {
  readonly sheet: Sheet; readonly tables: boolean;
  /** The chart; without one the table is always there. */
  readonly children?: JSX.Element | readonly JSX.Element[] | null;
  readonly onSave: (name: string, text: string) => void;
}): JSX.Element | null {
  if (sheet.rows.length === 0) return null;
  return <section aria-label={sheet.title}>
    <h2>{sheet.title} <button
      class="plain" title={`Save ${sheet.title} as CSV`} aria-label={`Save ${sheet.title} as CSV`}
      onClick={() => onSave(sheet.title, csvOf(sheet))}
    ><span class="icon icon-save" aria-hidden="true" /></button></h2>
    {children}
    {tables || children === undefined || children === null ? <Table sheet={sheet} />
      : <details><summary class="quiet">as a table</summary><Table sheet={sheet} /></details>}
  </section>;
}
