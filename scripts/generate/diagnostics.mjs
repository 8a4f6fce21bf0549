/**
 * The printed list of diagnostics: every registered code with its message, reason, remedy and an
 * example that shows it. Read from the registry; nothing about a code is written here.
 */
import { code, pageHead, registry } from './tables.mjs';

const HEAD = `What can be wrong with a spec, by code. Words in braces stand for names and
numbers of the case at hand. \`nitrospec explain CODE\` prints the same. An *error* keeps a spec
from running; a *warning* does not; an *information* is good to know.`;

/**
 * Facts that name themselves: `{host}`. A list of one serves as text, as list and as number.
 */
const namedFacts = new Proxy(
  {},
  { get: (_, name) => (typeof name === 'string' ? [`{${name}}`] : undefined) },
);

/** @param {string} name @param {any} row */
function entry(name, row) {
  const message = String(row.message(namedFacts)).replaceAll('\n', ' ');
  return [
    `### ${name}`,
    '',
    `*${row.severity}* — ${message}`,
    '',
    `**Why.** ${row.why}`,
    '',
    `**What to do.** ${row.remedy}`,
    '',
    row.example === '' ? '' : `\`\`\`nitro\n${row.example.trim()}\n\`\`\`\n`,
  ].join('\n');
}

/** @returns {Promise<string>} */
export async function diagnosticsPage() {
  const { CODES, CODE_NAMES } = await registry();
  /** @type {Map<string, string[]>} */
  const areas = new Map();
  for (const name of CODE_NAMES) {
    const area = name.split('/')[0];
    areas.set(area, [...(areas.get(area) ?? []), name]);
  }
  const contents = [...areas].map(([area, names]) => `- **${area}**: ${names.map(code).join(', ')}`);
  const parts = [...areas].map(
    ([area, names]) => `## ${area}\n\n${names.map((name) => entry(name, CODES[name])).join('\n')}`,
  );
  return [pageHead('Diagnostics', HEAD), `${contents.join('\n')}\n`, ...parts].join('\n');
}
