/**
 * Colours of pictures: what each thing is painted with, in light, dark, high contrast, and in the
 * editor's own colours. Not shapes and not sizes. Keeps true: text stands out from what it stands
 * on by at least 4.5 to 1, and nothing is told by colour alone.
 */
export interface Theme {
  readonly name: 'light' | 'dark' | 'contrast' | 'vscode';
  readonly fonts: string;
  readonly monoFonts: string;
  /** Behind everything. */
  readonly canvas: string;
  /** Hosts and fabrics. */
  readonly frame: string;
  readonly frameBorder: string;
  /** Sockets and machines, cards of instances, pills. */
  readonly surface: string;
  readonly surfaceBorder: string;
  /** Cards, controllers, chips, drives, switches. */
  readonly part: string;
  readonly partBorder: string;
  readonly text: string;
  readonly muted: string;
  /** A core or memory that nobody holds. */
  readonly free: string;
  readonly freeBorder: string;
  readonly reserved: string;
  /** Lines that carry no measured load. */
  readonly line: string;
  readonly accent: string;
  /** One hue, from little to much load. */
  readonly ramp: readonly string[];
  /** Steps of a boot, in turn; text stands on them. */
  readonly stepEven: string;
  readonly stepOdd: string;
  readonly good: string;
  readonly busy: string;
  readonly bad: string;
  readonly badSurface: string;
  /** Instances; after the last the list begins again, with a hatch. */
  readonly hues: readonly string[];
  /** Thickness of borders. */
  readonly border: number;
}

const fonts = 'Inter, system-ui, -apple-system, "Segoe UI", sans-serif';
const monoFonts = 'ui-monospace, Menlo, Consolas, monospace';

const lightTheme: Theme = {
  name: 'light', fonts, monoFonts,
  canvas: '#ffffff', frame: '#f6f8fa', frameBorder: '#d0d7de',
  surface: '#ffffff', surfaceBorder: '#d0d7de', part: '#eaeef2', partBorder: '#8c959f',
  text: '#1f2328', muted: '#57606a', free: '#ffffff', freeBorder: '#d0d7de', reserved: '#8c959f',
  line: '#afb8c1', accent: '#0969da',
  ramp: ['#a8cdf5', '#6cb0f5', '#2f81d8', '#0a5cb8', '#0a3069'],
  stepEven: '#cfe3fb', stepOdd: '#e6eef8',
  good: '#1a7f37', busy: '#8a5a00', bad: '#b8202b', badSurface: '#ffebe9',
  hues: ['#0969da', '#8250df', '#1a7f37', '#bf3989', '#9a6700', '#0e7490'],
  border: 1.2,
};

const darkTheme: Theme = {
  name: 'dark', fonts, monoFonts,
  canvas: '#0d1117', frame: '#151b23', frameBorder: '#30363d',
  surface: '#0d1117', surfaceBorder: '#3d444d', part: '#212830', partBorder: '#656c76',
  text: '#f0f6fc', muted: '#a5afba', free: '#0d1117', freeBorder: '#3d444d', reserved: '#656c76',
  line: '#565e68', accent: '#4493f8',
  ramp: ['#1f4a7d', '#2a6cb5', '#4493f8', '#79b8ff', '#c2e0ff'],
  stepEven: '#1f4a7d', stepOdd: '#1b3454',
  good: '#3fb950', busy: '#d29922', bad: '#ff7b72', badSurface: '#3b1519',
  hues: ['#4493f8', '#ab7df8', '#3fb950', '#f778ba', '#d29922', '#39c5cf'],
  border: 1.2,
};

const contrastTheme: Theme = {
  name: 'contrast', fonts, monoFonts,
  canvas: '#000000', frame: '#000000', frameBorder: '#ffffff',
  surface: '#000000', surfaceBorder: '#ffffff', part: '#000000', partBorder: '#ffffff',
  text: '#ffffff', muted: '#e6e6e6', free: '#000000', freeBorder: '#b3b3b3', reserved: '#b3b3b3',
  line: '#d9d9d9', accent: '#ffd33d',
  ramp: ['#5c7fa3', '#7fb2e5', '#a3d1ff', '#d1e8ff', '#ffffff'],
  stepEven: '#1d3a5f', stepOdd: '#3d3d3d',
  good: '#56ff7a', busy: '#ffd33d', bad: '#ff9a94', badSurface: '#000000',
  hues: ['#71b7ff', '#cb9eff', '#4ae168', '#ff9bce', '#f0b72f', '#5be7f0'],
  border: 2,
};

const variable = (name: string, fallback: string): string => `var(--vscode-${name}, ${fallback})`;

/** The editor's colours, each with that of the dark theme where the editor has none. */
const vscodeTheme: Theme = {
  name: 'vscode',
  fonts: `var(--vscode-font-family, ${fonts})`,
  monoFonts: `var(--vscode-editor-font-family, ${monoFonts})`,
  canvas: variable('editor-background', darkTheme.canvas),
  frame: variable('sideBar-background', darkTheme.frame),
  frameBorder: variable('panel-border', darkTheme.frameBorder),
  surface: variable('editor-background', darkTheme.surface),
  surfaceBorder: variable('editorWidget-border', darkTheme.surfaceBorder),
  part: variable('editorWidget-background', darkTheme.part),
  partBorder: variable('editorLineNumber-foreground', darkTheme.partBorder),
  text: variable('editor-foreground', darkTheme.text),
  muted: variable('descriptionForeground', darkTheme.muted),
  free: variable('editor-background', darkTheme.free),
  freeBorder: variable('panel-border', darkTheme.freeBorder),
  reserved: variable('disabledForeground', darkTheme.reserved),
  line: variable('editorLineNumber-foreground', darkTheme.line),
  accent: variable('focusBorder', darkTheme.accent),
  ramp: darkTheme.ramp.map((colour, i) =>
    `color-mix(in srgb, ${variable('charts-blue', darkTheme.accent)} ${String(35 + i * 16)}%, ${
      variable('editor-background', colour)})`),
  stepEven: variable('editor-selectionBackground', darkTheme.stepEven),
  stepOdd: variable('editorWidget-background', darkTheme.stepOdd),
  good: variable('testing-iconPassed', darkTheme.good),
  busy: variable('editorWarning-foreground', darkTheme.busy),
  bad: variable('editorError-foreground', darkTheme.bad),
  badSurface: variable('inputValidation-errorBackground', darkTheme.badSurface),
  hues: ['blue', 'purple', 'green', 'red', 'yellow', 'orange'].map((name, i) =>
    variable(`charts-${name}`, darkTheme.hues[i] ?? darkTheme.accent)),
  border: 1.2,
};

export const themes = {
  light: lightTheme, dark: darkTheme, contrast: contrastTheme, vscode: vscodeTheme,
};

/** The step of the ramp for a load of 0 to 1; loads above 1 take the last. */
export function rampColour(theme: Theme, load: number): string {
  const steps = theme.ramp.length;
  const index = Math.min(steps - 1, Math.max(0, Math.floor(load * steps)));
  return theme.ramp[index] ?? theme.accent;
}

export const hueColour = (theme: Theme, hue: number): string =>
  theme.hues[hue % theme.hues.length] ?? theme.accent;

/** 0: plain; 1 and more: the hatch that tells hues apart after the list has begun again. */
export const hatchOf = (theme: Theme, hue: number): number =>
  Math.floor(hue / theme.hues.length);
