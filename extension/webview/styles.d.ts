/** Styles are bundled beside the script that names them, and bring it nothing. */
declare module '*.css';
