import { beforeAll, expect, it } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import type { NitroLanguage } from '../../language-server/services/module.ts';
import { language, open, openOne, type Marked } from './marks.ts';

let made: NitroLanguage;

beforeAll(async () => {
  made = await language();
});

const actions = async (
  { document }: Marked, only?: readonly string[],
): Promise<readonly CodeAction[]> => {
  const found = await made.nitro.lsp.CodeActionProvider?.getCodeActions(document, {
    textDocument: { uri: document.uri.toString() },
    range: { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } },
    context: { diagnostics: [], ...(only === undefined ? {} : { only: [...only] }) },
  });
  return (found ?? []) as CodeAction[];
};

/** The text after an action, edits taken from the end so that offsets stay true. */
const applied = ({ document }: Marked, action: CodeAction | undefined): string => {
  const edits = [...(action?.edit?.changes?.[document.uri.toString()] ?? [])];
  const { textDocument } = document;
  edits.sort((a, b) => textDocument.offsetAt(b.range.start) - textDocument.offsetAt(a.range.start));
  let text = textDocument.getText();
  for (const { range, newText } of edits) {
    text = text.slice(0, textDocument.offsetAt(range.start)) + newText
      + text.slice(textDocument.offsetAt(range.end));
  }
  return text;
};

const codes = (diagnostics: readonly Diagnostic[] | undefined): readonly unknown[] =>
  (diagnostics ?? []).map((one) => one.code);

const codesOf = async (text: string): Promise<readonly unknown[]> =>
  codes((await openOne(made, text)).document.diagnostics);

it('says what was meant, and the change removes the problem', async () => {
  const text = 'use aws\nhost h {\n  socket s : Gravitn3\n}\n';
  const marked = await openOne(made, text);
  expect(codes(marked.document.diagnostics)).toContain('name/unknown-type');
  const fix = (await actions(marked)).find((one) => one.title === "Change to 'Graviton3'");
  expect(fix?.diagnostics?.[0]?.code).toBe('name/unknown-type');
  const after = applied(marked, fix);
  expect(after).toContain('Graviton3');
  expect(await codesOf(after)).not.toContain('name/unknown-type');
});

it('creates the missing type', async () => {
  const marked = await openOne(made, 'use aws\nhost h {\n  socket s : Mine\n}\n');
  const fix = (await actions(marked)).find((one) => one.title.startsWith('Create socket type'));
  const after = applied(marked, fix);
  expect(after).toContain('socket type Mine {');
  expect(await codesOf(after)).not.toContain('name/unknown-type');
});

it('adds a unit in the words of the text', async () => {
  const marked = await openOne(made, 'use aws\ncard c : NitroVpc { rate = 5 }\n');
  const titles = (await actions(marked)).map((one) => one.title);
  expect(titles.some((title) => title.includes('Gbps'))).toBe(true);
});

it('tells each problem with its code, its page, and what it relates to', async () => {
  const { document } = await openOne(made, 'use aws\nhost a\nhost a\n');
  const [first] = document.diagnostics ?? [];
  expect(first).toMatchObject({ source: 'nitro', data: { code: first?.code } });
  expect(first?.codeDescription?.href).toBe(`builtin:/explain/${String(first?.code)}.md`);
  expect(first?.relatedInformation?.[0]?.location.uri).toBe(document.uri.toString());
});

it('shows a problem that arises from using two files at the use, and not in either alone', async () => {
  const { one, two, both } = await open(made, {
    one: 'host a\n', two: 'host a\n', both: 'use "one.nitro"\nuse "two.nitro"\n',
  });
  expect(one?.document.diagnostics).toEqual([]);
  expect(two?.document.diagnostics).toEqual([]);
  const [clash] = both?.document.diagnostics ?? [];
  expect(clash?.range.start.line).toBeLessThan(2);
  const related = (clash?.relatedInformation ?? []).map((other) => other.location.uri);
  expect(related).toEqual(expect.arrayContaining(['file:///test/one.nitro']));
});

it('does not repeat the problems of a file in those that use it', async () => {
  const { broken, user } = await open(made, {
    broken: 'use aws\nhost h { socket s : Nope }\n', user: 'use "broken.nitro"\n',
  });
  expect(codes(broken?.document.diagnostics)).toContain('name/unknown-type');
  expect(user?.document.diagnostics).toEqual([]);
});

it('fixes all that has one answer', async () => {
  const text = 'use aws\nhost h {\n  socket s : XeonSkylak\n  socket t : XeonIceLak\n}\n';
  const marked = await openOne(made, text);
  const all = (await actions(marked, ['source.fixAll'])).filter((one) => one.kind === 'source.fixAll.nitro');
  expect(all).toHaveLength(1);
  const after = applied(marked, all[0]);
  expect(after).toContain('socket s : XeonSkylake');
  expect(after).toContain('socket t : XeonIceLake');
});

it('extracts a type from what stands in a body', async () => {
  const text = `use aws
/// Ours.
host rack {
  label = "x"
  socket soc[2] : Graviton3
}
`;
  const marked = await openOne(made, text);
  const lines = marked.document.textDocument;
  const found = await made.nitro.lsp.CodeActionProvider?.getCodeActions(marked.document, {
    textDocument: { uri: marked.document.uri.toString() },
    range: { start: lines.positionAt(text.indexOf('rack')), end: lines.positionAt(text.indexOf('rack')) },
    context: { diagnostics: [], only: ['refactor.extract'] },
  });
  const [extract] = (found ?? []) as CodeAction[];
  expect(applied(marked, extract)).toBe(`use aws
host type Rack {
  label = "x"
  socket soc[2] : Graviton3
}

/// Ours.
host rack : Rack
`);
});

it('extracts nothing from a declaration that has no name yet', async () => {
  const text = 'use aws\nhost box {\n  card <|>: NitroVpc { rate = 25 Gbps }\n}\n';
  const marked = await openOne(made, text);
  const position = marked.document.textDocument.positionAt(marked.marks[0] ?? 0);
  const found = await made.nitro.lsp.CodeActionProvider?.getCodeActions(marked.document, {
    textDocument: { uri: marked.document.uri.toString() },
    range: { start: position, end: position },
    context: { diagnostics: [], only: ['refactor.extract'] },
  });
  expect(found).toEqual([]);
});
