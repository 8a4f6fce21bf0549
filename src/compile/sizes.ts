/** How large a model may be; beyond, a check would not end while somebody waits. */
export const ELEMENTS_MAX = 100_000;
export const LINKS_MAX = 200_000;
export const STREAMS_MAX = 200_000;
export const RUNS_MAX = 10_000;
