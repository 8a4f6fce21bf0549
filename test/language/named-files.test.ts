/** Rule 16: files that properties name mean the same in the editor and on the command line. */
import { createHash } from 'node:crypto';
import { EmptyFileSystem, URI, type FileSystemProvider } from 'langium';
import { expect, it } from 'vitest';
import { sha256 } from '#base';
import {
  createNitroLanguage, type NitroLanguage,
} from '../../language-server/services/module.ts';
import { call } from '../support/command-line.ts';
import { HOSTS } from '../support/check-text.ts';
import { openOne } from './marks.ts';

const SPEC = `${HOSTS}instance web : c7g.large on box[0].s {
  volume data : gp3 { size = 8 GiB }
}
io scan on web.data { trace = "traces/a.csv" }
`;
const TRACE = 'time,block\n0,1\n';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

it('digests bytes as Node does, at every length around a block', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 128, 1000]) {
    const text = 'x'.repeat(length);
    expect(sha256(new TextEncoder().encode(text))).toBe(digest(text));
  }
});

it('gives the model on the command line size and digest, and reports what is missing', async () => {
  const compiled = await call(['compile', 'a.nitro'], {
    files: { 'a.nitro': SPEC, 'traces/a.csv': TRACE },
  });
  expect((JSON.parse(compiled.out()) as { readonly files: unknown }).files)
    .toEqual([{ name: 'traces/a.csv', sizeBytes: TRACE.length, sha256: digest(TRACE) }]);
  const { code, out } = await call(['check', 'a.nitro'], { files: { 'a.nitro': SPEC } });
  expect(code).toBe(1);
  expect(out()).toContain("There is no file 'traces/a.csv'.");
});

/** A language whose disk holds what the map says at the time. */
const languageOn = async (disk: ReadonlyMap<string, string>): Promise<NitroLanguage> => {
  const empty = EmptyFileSystem.fileSystemProvider();
  const readBinary = (uri: URI): Promise<Uint8Array> => {
    const text = disk.get(uri.path);
    return text === undefined
      ? Promise.reject(new Error('not there')) : Promise.resolve(new TextEncoder().encode(text));
  };
  const files: FileSystemProvider = Object.assign(empty, { readBinary });
  const made = createNitroLanguage({ fileSystemProvider: () => files });
  await made.shared.workspace.WorkspaceManager.initializeWorkspace([]);
  return made;
};

it('says the same in the editor, and again when the file comes, changes and goes', async () => {
  const disk = new Map<string, string>();
  const made = await languageOn(disk);
  const { document } = await openOne(made, SPEC);
  const codes = (): unknown => document.diagnostics?.map(({ code }) => code);
  const filesNow = (): unknown => made.nitro.model.Compiled.of(document).ir?.files;
  expect(codes()).toEqual(['file/missing']);

  const change = async (text: string | null): Promise<void> => {
    const path = '/test/traces/a.csv';
    if (text === null) disk.delete(path);
    else disk.set(path, text);
    const users = made.nitro.model.Compiled.usersOf(URI.file(path));
    expect(users.map(String)).toEqual(['file:///test/main.nitro']);
    await made.nitro.validation.DocumentValidator.validateDocument(document)
      .then((found) => { document.diagnostics = found; });
  };
  await change(TRACE);
  expect(codes()).toEqual([]);
  expect(filesNow())
    .toEqual([{ name: 'traces/a.csv', sizeBytes: TRACE.length, sha256: digest(TRACE) }]);
  await change(`${TRACE}1,2\n`);
  expect(filesNow()).toMatchObject([{ sizeBytes: TRACE.length + 4 }]);
  await change(null);
  expect(codes()).toEqual(['file/missing']);
});

it('links a property that names a file to it', async () => {
  const made = await languageOn(new Map());
  const { document } = await openOne(made, SPEC);
  const links = await made.nitro.lsp.DocumentLinkProvider?.getDocumentLinks(document, {
    textDocument: { uri: document.uri.toString() },
  });
  expect(links?.map(({ target }) => target)).toEqual(['builtin:/aws.nitro', 'file:///test/traces/a.csv']);
});
