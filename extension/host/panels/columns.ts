/**
 * In which column of the editor a panel opens. Knows no editor. Keeps true: a panel never covers
 * the text, nor a panel of another kind that can be seen.
 */

export interface Stands {
  readonly kind: string;
  /** Undefined while the editor has not said. */
  readonly column: number | undefined;
  readonly visible: boolean;
}

const COLUMNS_MAX = 9;

/** Where a new panel of a kind opens: with its like, in a column that shows nothing, or beside. */
export function columnFor<Column extends number>(
  kind: string, text: Column | undefined, panels: readonly Stands[], beside: Column,
): Column {
  const columns = [...new Set(panels.flatMap(({ column }) => column ?? []))]
    .filter((column) => column !== text);
  const shows = (column: number): readonly Stands[] =>
    panels.filter((panel) => panel.column === column && panel.visible);
  const like = columns.find((column) => shows(column).some((panel) => panel.kind === kind));
  const free = columns.find((column) => shows(column).length === 0);
  const found = like ?? free;
  // A column of the editor is a number from 1 on.
  if (found !== undefined) return found as Column;
  if (columns.length === 0) return beside;
  return Math.min(COLUMNS_MAX, Math.max(text ?? 0, ...columns) + 1) as Column;
}

/** Whether bringing a panel to the front would hide one of another kind. */
export const wouldHide = (panel: Stands, panels: readonly Stands[]): boolean =>
  !panel.visible && panels.some((other) =>
    other.kind !== panel.kind && other.visible && other.column === panel.column);
