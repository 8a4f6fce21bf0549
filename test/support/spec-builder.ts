/**
 * Writes a Spec by hand, without the parser: `box('host', 'rack', { items })`. Paths and numbers
 * are read from short texts (`sled[0..1].soc`, `64 GiB`, `yes`). Not the language: no files, no
 * scenarios beyond what a test of the compiler needs.
 */
import type {
  AssignmentSpec, ElementSpec, ExpressionSpec, ItemSpec, LinkSpec, PathSpec, SegmentSpec, Spec,
  SpecFile, TypeSpec,
} from '#spec';

const number = (text: string): ExpressionSpec => ({ is: 'number', text });

const segment = (text: string): SegmentSpec => {
  const match = /^([^[]+)(?:\[(?:(\*)|([0-9]+)(?:\.\.([0-9]+))?)\])?$/u.exec(text);
  const [, name = text, all, low, high] = match ?? [];
  if (all !== undefined) return { name, index: {} };
  if (low === undefined) return { name };
  const end = high === undefined ? {} : { high: number(high) };
  return { name, index: { low: number(low), ...end } };
};

/** `sled[0].soc`; the two dots of a range are no end of a segment. */
const path = (text: string): PathSpec => ({
  is: 'path', segments: text.split(/\.(?!\.)(?<!\.\.)(?![0-9]+\])/u).map(segment),
});

/** `64 GiB`, `4`, `"text"` or a path. */
const value = (text: string): ExpressionSpec => {
  if (text.startsWith('"')) return { is: 'text', text: text.slice(1, -1) };
  if (/^[0-9]/u.test(text)) return { is: /^[0-9.]+$/u.test(text) ? 'number' : 'quantity', text };
  return path(text);
};

/** `memory` or `sled[0].soc.memory`. */
export const set = (target: string, text: string): AssignmentSpec => {
  const { segments } = path(target);
  const owner = segments.slice(0, -1);
  return {
    is: 'assignment', property: segments.at(-1)?.name ?? '', value: value(text),
    ...(owner.length === 0 ? {} : { owner: { is: 'path', segments: owner } }),
  };
};

export interface Parts {
  readonly count?: string;
  readonly type?: string;
  readonly on?: readonly string[];
  readonly items?: readonly ItemSpec[];
}

export const element = (kind: string, name: string, parts: Parts = {}): ElementSpec => ({
  is: 'element', kind, name,
  ...(parts.count === undefined ? {} : { count: value(parts.count) }),
  types: parts.type === undefined ? [] : [parts.type],
  from: [], to: [], on: (parts.on ?? []).map(path),
  clauses: parts.type === undefined ? [] : ['type'], items: parts.items ?? [],
});

export const type = (
  kind: string, name: string, items: readonly ItemSpec[], base?: string,
): TypeSpec => ({
  is: 'type', kind, name, items, ...(base === undefined ? {} : { base }),
});

export const link = (left: string, right: string, items: readonly ItemSpec[] = []): LinkSpec => ({
  is: 'link', left: [path(left)], right: [path(right)], items,
});

export const file = (parts: Partial<SpecFile>): SpecFile => ({
  name: 'main.nitro', catalogue: false, uses: [], types: [], elements: [], links: [],
  assignments: [], scenarios: [], ...parts,
});

export const spec = (...files: readonly SpecFile[]): Spec => ({ files, main: 0 });
