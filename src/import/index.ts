/** The door of the import room: JSON and XML of other tools → text of the language. */
export { FIELDS, type FieldRow, type InstanceProperty, type Reading } from './fields.ts';
export { importHwloc, type HwlocOptions } from './hwloc.ts';
export { importInstanceTypes, type ImportOptions } from './instance-types.ts';
export type {
  FieldNotCarried, Imported, ImportError, ImportErrorCode, ImportNote, ImportReport,
} from './types.ts';
