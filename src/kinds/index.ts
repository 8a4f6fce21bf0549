/** The door of the kinds room. */
export * from './actions.ts';
export { common as commonProperties } from './common-properties.ts';
export * from './measures.ts';
export * from './quantity.ts';
export { isKindName, KINDS, KIND_NAMES, kindRow, propertyRow, TYPED_KINDS } from './table.ts';
export type { Kinds } from './table.ts';
export type {
  Dimension, GeneratedChild, KindName, KindRow, PropertyRow, ValueKind,
} from './types.ts';
export * from './units.ts';
