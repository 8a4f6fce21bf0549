/**
 * Names of files that properties name: written relative to the file that says it, kept relative to
 * the main file, so that a model means the same wherever it lies. Knows no disk.
 */
import { compareIds } from '#base';
import { KINDS, propertyRow, isKindName } from '#kinds';
import type { ItemSpec, Spec } from '#spec';
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

const inItems = (
  items: readonly ItemSpec[], from: string, main: string, into: Set<string>,
): void => {
  for (const item of items) {
    if (item.is !== 'assignment') inItems(item.items, from, main, into);
    else if (FILE_PROPERTIES.has(item.property) && item.value?.is === 'text') {
      if (!isAbsolute(item.value.text)) into.add(fileNameOf(item.value.text, from, main));
    }
  }
};

/** Names of all files that a spec may read, relative to the main file: what compile asks for. */
export const filesOf = (spec: Spec): readonly string[] => {
  const main = spec.files[spec.main]?.name ?? '';
  const found = new Set<string>();
  for (const file of spec.files) {
    for (const type of file.types) inItems(type.items, file.name, main, found);
    inItems(file.elements, file.name, main, found);
    inItems(file.assignments, file.name, main, found);
  }
  return [...found].sort(compareIds);
};
