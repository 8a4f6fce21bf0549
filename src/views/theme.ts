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
  /** One hue, from little to much load; each step stands out from the canvas like text. */
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

/** What themes differ in; one colour does several duties, so that no two can drift apart. */
type Palette = Omit<Theme, 'fonts' | 'monoFonts' | keyof Duties> & {
  readonly fonts?: string;
  readonly monoFonts?: string;
  /** Around what holds other things. */
  readonly outline: string;
  /** Around what holds nothing, and of lines: to be told from any ground by 3 to 1. */
  readonly edge: string;
};

type Duties = Pick<Theme, 'frameBorder' | 'surface' | 'surfaceBorder' | 'partBorder' | 'free'
  | 'freeBorder' | 'reserved' | 'line'>;

const themeOf = ({ outline, edge, ...palette }: Palette): Theme => ({
  fonts, monoFonts, ...palette, surface: palette.canvas, free: palette.canvas,
  frameBorder: outline, surfaceBorder: outline,
  partBorder: edge, freeBorder: edge, reserved: edge, line: edge,
});

const lightTheme = themeOf({
  name: 'light', canvas: '#ffffff', frame: '#f6f8fa', part: '#eaeef2',
  outline: '#d0d7de', edge: '#818b98', text: '#1f2328', muted: '#57606a', accent: '#0969da',
  ramp: ['#1068c7', '#0b53b1', '#0c3f92', '#0c2c6b', '#0a183a'],
  stepEven: '#cfe3fb', stepOdd: '#e6eef8',
  good: '#1a7f37', busy: '#8a5a00', bad: '#b8202b', badSurface: '#ffebe9',
  hues: ['#0969da', '#8250df', '#1a7f37', '#bf3989', '#9a6700', '#0e7490'],
  border: 1.2,
});

const darkTheme = themeOf({
  name: 'dark', canvas: '#0d1117', frame: '#151b23', part: '#212830',
  outline: '#3d444d', edge: '#6e7681', text: '#f0f6fc', muted: '#a5afba', accent: '#4493f8',
  ramp: ['#5292e6', '#6eacf3', '#95c7f9', '#bfdffc', '#eaf5fe'],
  stepEven: '#1f4a7d', stepOdd: '#1b3454',
  good: '#3fb950', busy: '#d29922', bad: '#ff7b72', badSurface: '#3b1519',
  hues: ['#4493f8', '#ab7df8', '#3fb950', '#f778ba', '#d29922', '#39c5cf'],
  border: 1.2,
});

const contrastTheme = themeOf({
  name: 'contrast', canvas: '#000000', frame: '#000000', part: '#000000',
  outline: '#ffffff', edge: '#d9d9d9', text: '#ffffff', muted: '#e6e6e6', accent: '#ffd33d',
  ramp: ['#3979ce', '#599eed', '#82bffc', '#bbdefd', '#f9fdff'],
  stepEven: '#1d3a5f', stepOdd: '#3d3d3d',
  good: '#56ff7a', busy: '#ffd33d', bad: '#ff9a94', badSurface: '#000000',
  hues: ['#71b7ff', '#cb9eff', '#4ae168', '#ff9bce', '#f0b72f', '#5be7f0'],
  border: 2,
});

const variable = (name: string, fallback: string): string => `var(--vscode-${name}, ${fallback})`;

const editorGround = variable('editor-background', darkTheme.canvas);
const editorText = variable('editor-foreground', darkTheme.text);
const editorBlue = variable('charts-blue', darkTheme.accent);

const mixed = (colour: string, percent: number, other: string): string =>
  `color-mix(in srgb, ${colour} ${String(percent)}%, ${other})`;

/**
 * The editor's colours, each with that of the dark theme where the editor has none. Its text can be
 * read on its ground whatever the theme, so what must be seen is mixed from these two.
 */
const vscodeTheme = themeOf({
  name: 'vscode',
  fonts: `var(--vscode-font-family, ${fonts})`,
  monoFonts: `var(--vscode-editor-font-family, ${monoFonts})`,
  canvas: editorGround,
  frame: variable('sideBar-background', darkTheme.frame),
  part: variable('editorWidget-background', darkTheme.part),
  outline: variable('contrastBorder', mixed(editorText, 22, editorGround)),
  edge: mixed(editorText, 55, editorGround),
  text: editorText,
  muted: variable('descriptionForeground', darkTheme.muted),
  accent: variable('focusBorder', darkTheme.accent),
  ramp: [0, 20, 40, 60, 80].map((percent) => mixed(editorText, percent, editorBlue)),
  stepEven: mixed(editorBlue, 36, editorGround),
  stepOdd: mixed(editorBlue, 16, editorGround),
  good: variable('testing-iconPassed', darkTheme.good),
  busy: variable('editorWarning-foreground', darkTheme.busy),
  bad: variable('editorError-foreground', darkTheme.bad),
  badSurface: variable('inputValidation-errorBackground', darkTheme.badSurface),
  hues: ['blue', 'purple', 'green', 'red', 'yellow', 'orange'].map((name, i) =>
    variable(`charts-${name}`, darkTheme.hues[i] ?? darkTheme.accent)),
  border: 1.2,
});

export const themes = {
  light: lightTheme, dark: darkTheme, contrast: contrastTheme, vscode: vscodeTheme,
};

/** What is less busy than this is idle to the eye, and no step of the ramp. */
export const idleBelow = 0.01;

/**
 * The step of the ramp for a load of 0 to 1, and a grey for what is idle; loads above 1 take the
 * last.
 */
export function rampColour(theme: Theme, load: number): string {
  if (load < idleBelow) return theme.muted;
  const steps = theme.ramp.length;
  const index = Math.min(steps - 1, Math.max(0, Math.floor(load * steps)));
  return theme.ramp[index] ?? theme.accent;
}

export const hueColour = (theme: Theme, hue: number): string =>
  theme.hues[hue % theme.hues.length] ?? theme.accent;

/** 0: plain; 1 and more: the hatch that tells hues apart after the list has begun again. */
export const hatchOf = (theme: Theme, hue: number): number =>
  Math.floor(hue / theme.hues.length);
