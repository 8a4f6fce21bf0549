/**
 * The look of the HTML report: light and dark by the reader's own setting, quiet and dense.
 * Keeps true: no font, picture or script is fetched; colour is never alone; it prints well.
 */

export const REPORT_CSS = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f6f7f9; --line: #d9dde3; --text: #1c2127; --quiet: #59636e;
  --holds: #1a6e3c; --fails: #b3261e; --undecided: #835400; --link: #0b5cad;
  --holds-ground: #e4f3e9; --fails-ground: #fbe7e5; --undecided-ground: #fbf0da;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --panel: #1c2025; --line: #343a42; --text: #e4e7eb; --quiet: #a3adb8;
    --holds: #74d99f; --fails: #ff9c94; --undecided: #f2bf5e; --link: #82baff;
    --holds-ground: #16301f; --fails-ground: #3a1a18; --undecided-ground: #362a12;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 1180px; padding: 28px 32px 64px; background: var(--ground);
  color: var(--text); font: 14px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  font-variant-numeric: tabular-nums;
}
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; }
h1 { font-size: 22px; font-weight: 650; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 17px; font-weight: 650; margin: 36px 0 10px; overflow-wrap: anywhere; }
h3 { font-size: 14px; font-weight: 650; margin: 24px 0 8px; }
p { margin: 6px 0; }
.quiet { color: var(--quiet); }
code, .mono { font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.verdict-line { font-size: 16px; margin: 14px 0 4px; font-weight: 600; }
.verdict-line.fails { color: var(--fails); }
.verdict-line.holds { color: var(--holds); }
.verdict-line.undecided { color: var(--undecided); }
table { border-collapse: collapse; width: 100%; margin: 6px 0 10px; }
th {
  text-align: left; vertical-align: bottom; font-weight: 600; font-size: 12px; color: var(--quiet);
  border-bottom: 1px solid var(--line); padding: 4px 14px 4px 0;
}
td {
  border-bottom: 1px solid var(--line); padding: 5px 14px 5px 0; vertical-align: top;
  overflow-wrap: anywhere;
}
th[scope="row"] { vertical-align: top; }
td.number, th.number { text-align: right; white-space: nowrap; }
.mark {
  display: inline-block; white-space: nowrap; border-radius: 4px; padding: 0 8px;
  font-size: 12.5px; font-weight: 600;
}
.mark.holds { color: var(--holds); background: var(--holds-ground); }
.mark.fails, .mark.error { color: var(--fails); background: var(--fails-ground); }
.mark.undecided, .mark.warning { color: var(--undecided); background: var(--undecided-ground); }
.mark.information { color: var(--link); background: var(--panel); }
figure {
  margin: 10px 0 18px; padding: 14px; background: var(--panel); border: 1px solid var(--line);
  border-radius: 8px; overflow-x: auto;
}
figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
figcaption { color: var(--quiet); font-size: 12.5px; margin-top: 8px; }
details { margin: 6px 0 14px; }
summary { cursor: pointer; color: var(--quiet); font-size: 13px; }
pre {
  background: var(--panel); border: 1px solid var(--line); border-radius: 8px; margin: 6px 0;
  padding: 10px 14px; overflow-x: auto; font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo,
  Consolas, monospace;
}
.problem { margin: 14px 0; }
.problem h3 { margin: 0 0 2px; }
.nowrap { white-space: nowrap; }
.scroll { overflow-x: auto; }
@media print {
  body { padding: 0; max-width: none; }
  figure, table, .problem { break-inside: avoid; }
}
@media (max-width: 640px) { body { padding: 18px 14px 40px; } }
`;
