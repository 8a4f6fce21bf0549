/**
 * Names of files that properties name: written relative to the file that says it, kept relative to
 * the main file, so that a model means the same wherever it lies. Knows no disk.
 */
import { compareIds } from '#base';
import { KINDS, propertyRow, isKindName } from '#kinds';
import type {
  AssignmentSpec, ItemSpec, PathSpec, Spec, StepSpec, TupleSpec, ValueSpec,
} from '#spec';
import type { Settings } from './draft.ts';
import type { Problems } from './problems.ts';

const folderOf = (name: string): readonly string[] => name.split('/').slice(0, -1);

const joined = (folder: readonly string[], written: string): readonly string[] => {
  const parts = [...folder];
  for (const part of written.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts;
};

/** The name of a file relative to the folder of the main file. */
export const fileNameOf = (written: string, from: string, main: string): string => {
  const target = joined(folderOf(from), written);
  const base = folderOf(main);
  let shared = 0;
  while (shared < base.length && base[shared] === target[shared]) shared++;
  return [...base.slice(shared).map(() => '..'), ...target.slice(shared)].join('/');
};

const isAbsolute = (written: string): boolean => /^[/\\]|^[A-Za-z]:|\\|:\/\//u.test(written);

/** The checked name of a file that a property at a pointer names. */
export const fileNameFrom = (
  written: string, at: string, settings: Settings, problems: Problems,
): string | null => {
  if (isAbsolute(written)) {
    problems.report('file/not-relative', at, { file: written });
    return null;
  }
  const index = Number(/^\/files\/(\d+)\//u.exec(at)?.[1] ?? settings.spec.main);
  const from = settings.spec.files[index]?.name ?? settings.main.name;
  const name = fileNameOf(written, from, settings.main.name);
  if (settings.files !== null && settings.files.get(name) == null) {
    problems.report('file/missing', at, { file: written });
    return null;
  }
  return name;
};

const FILE_PROPERTIES: ReadonlySet<string> = new Set(
  Object.keys(KINDS).flatMap((kind) =>
    isKindName(kind)
      ? Object.keys(KINDS[kind].properties).filter((p) => propertyRow(kind, p)?.value.is === 'file')
      : []),
);

/** Whether a property of any kind names a file by this name. */
export const namesFile = (property: string): boolean => FILE_PROPERTIES.has(property);

/** The texts of a value, those of each variant among them. */
const textsOf = (value: ValueSpec | TupleSpec): readonly string[] => {
  if (value.is === 'text') return [value.text];
  return value.is === 'list' || value.is === 'tuple' ? value.values.flatMap(textsOf) : [];
};

const propertyOf = ({ segments }: PathSpec): string => segments.at(-1)?.name ?? '';

const inItem = (item: ItemSpec | StepSpec): readonly string[] => {
  switch (item.is) {
    case 'element':
    case 'link':
      return item.items.flatMap(inItem);
    case 'assignment':
      return item.value !== undefined && namesFile(item.property) ? textsOf(item.value) : [];
    case 'vary':
      return item.targets.map(propertyOf).some(namesFile) ? textsOf(item.values) : [];
    default: return [];
  }
};

/**
 * Names of all files that a spec may read, relative to the main file: what compile asks for.
 * @param overrides assignments from outside, which are relative to the main file too
 */
export const filesOf = (
  spec: Spec, overrides: readonly AssignmentSpec[] = [],
): readonly string[] => {
  const main = spec.files[spec.main]?.name ?? '';
  const found = new Set<string>();
  const take = (items: readonly (ItemSpec | StepSpec)[], from: string): void => {
    for (const written of items.flatMap(inItem)) {
      if (!isAbsolute(written)) found.add(fileNameOf(written, from, main));
    }
  };
  for (const file of spec.files) {
    // The catalogue ships alone.
    if (file.catalogue) continue;
    for (const { items } of file.types) take(items, file.name);
    for (const { steps } of file.scenarios) take(steps, file.name);
    take([...file.elements, ...file.links, ...file.assignments], file.name);
  }
  take(overrides, main);
  return [...found].sort(compareIds);
};
