/**
 * A table as comma-separated text. Keeps true: what an author has named stays text when a
 * spreadsheet opens it, also when it begins like a formula.
 */
export interface Sheet {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

function field(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvOf = (sheet: Sheet): string =>
  [sheet.head, ...sheet.rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');

/** Several tables in one file, each under its title. */
export const csvOfAll = (sheets: readonly Sheet[]): string =>
  sheets.map((sheet) => `${field(sheet.title)}\r\n${csvOf(sheet)}`).join('\r\n');
