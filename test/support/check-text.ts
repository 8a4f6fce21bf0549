/**
 * Compiles text in memory for tests: files by name, the catalogue from the bundle. Not a parser
 * test: what it returns is what the compiler said, by code and line.
 */
import { defined } from '#base';
import type { CompileOptions } from '#compile';
import type { AnyElement, Ir, World } from '#ir';
import { Headless, type Checked } from '#language';

const FOLDER = 'file:///specs/';

export type Files = Readonly<Record<string, string>>;

let files: Files = {};
// One for all tests of a file: the catalogue is read once.
const headless = new Headless({ read: (uri) => Promise.resolve(files[uri.slice(FOLDER.length)]) });

/** Checks `main.nitro`, or the only text that is given. */
export const checkText = async (
  text: string | Files, options: Omit<CompileOptions, 'overrides'> & {
    readonly overrides?: readonly string[];
  } = {},
): Promise<Checked> => {
  files = typeof text === 'string' ? { 'main.nitro': text } : text;
  return defined(await headless.check(`${FOLDER}main.nitro`, options), 'main.nitro is there');
};

/** `code line`, in the order of the text; `file:` before the line when it is not the main one. */
export const problemsOf = async (
  text: string | Files, options: Parameters<typeof checkText>[1] = {},
): Promise<readonly string[]> => {
  const { problems } = await checkText(text, options);
  return problems.map((p) => {
    const name = p.uri.slice(FOLDER.length);
    const file = name === 'main.nitro' ? '' : `${name}:`;
    return `${p.code} ${file}${p.range.start.line + 1}`;
  });
};

export const irOf = async (
  text: string | Files, options: Parameters<typeof checkText>[1] = {},
): Promise<Ir> => {
  const { ir, problems } = await checkText(text, options);
  return defined(ir, () => problems.map((p) => `${p.code}: ${p.message}`).join('\n'));
};

/** The model of the spec as it stands. */
export const worldOf = async (
  text: string | Files, options: Parameters<typeof checkText>[1] = {},
): Promise<World> => defined((await irOf(text, options)).worlds[0], 'a spec has a world');

export const elementOf = (world: World, id: string): AnyElement =>
  defined(world.elements.find((e) => e.id === id), `there is no ${id}`);

/** The value of a property, by its key in the IR. */
export const valueOf = (world: World, id: string, key: string): unknown =>
  (elementOf(world, id).properties as Readonly<Record<string, unknown>>)[key];

/** Applies the first fix of a code and returns the new text of the main file. */
export const fixed = async (text: string, code: string, title?: string): Promise<string> => {
  const { problems } = await checkText(text);
  const problem = defined(problems.find((p) => p.code === code), () =>
    `${code} is not reported, but ${problems.map((p) => p.code).join(', ')}`);
  const fix = defined(
    problem.fixes.find((f) => title === undefined || f.title === title),
    () => `no such fix, but ${problem.fixes.map((f) => f.title).join(', ')}`,
  );
  let result = text;
  for (const edit of [...fix.edits].sort((a, b) => b.start - a.start)) {
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  }
  return result;
};

/** Two hosts of one socket, each with a hypervisor and cards for network and volumes. */
export const HOSTS = `use aws
host type Box {
  socket s : Graviton3
  hypervisor h : Nitro on s
  card nic : NitroVpc
  card ebs : NitroEbs
  link nic -- s : Pcie { generation = 5  lanes = 16 }
  link ebs -- s : Pcie { generation = 5  lanes = 8 }
}
host box[2] : Box
`;
