/** A spec in a bundle is its text. */
declare module '*.nitro' {
  const text: string;
  // eslint-disable-next-line no-restricted-syntax -- a text has no names to export
  export default text;
}
