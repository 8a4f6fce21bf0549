/** A spec in a bundle is its text. */
declare module '*.nitro' {
  const text: string;
  export default text;
}
