export type ProcessorResultLike = never;
