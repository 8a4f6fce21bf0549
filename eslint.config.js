/**
 * Lint: what the compiler does not say. Every rule beyond the presets stands with its reason.
 * Layout of text is a matter of habit here, not of a formatter; only its limits are checked.
 */
import tseslint from 'typescript-eslint';

/** The rooms that must give the same bytes on every machine and know no platform. */
const pureFloors = [
  'src/{base,spec,kinds,ir,diagnostics,results,scene,compile,import,sim,layout,views,report}/**/*.ts',
];

const generated = [
  'language-server/generated/**',
  'language-server/reference/**',
  'language-server/catalog/embedded.ts',
  'language-server/catalog/lowered.ts',
];

/** Functions whose last bits ECMAScript leaves to the engine. Math.sqrt is exact everywhere. */
const mathLeftToTheEngine = [
  'acos', 'acosh', 'asin', 'asinh', 'atan', 'atan2', 'atanh', 'cbrt', 'cos', 'cosh', 'exp',
  'expm1', 'hypot', 'log', 'log10', 'log1p', 'log2', 'pow', 'sin', 'sinh', 'tan', 'tanh',
];

const sameBytes = 'Engines may round it differently, and results must be the same bytes everywhere.';
const timeComesIn = 'Time comes in as an argument: a run is a function of its IR and options.';

const languageWeDoWithout = [
  {
    selector: 'TSEnumDeclaration',
    message: 'A union of literals says the same, and is plain JSON.',
  },
  {
    selector: "TSModuleDeclaration[kind='namespace']",
    message: 'A file is the only unit of grouping.',
  },
  {
    selector: 'ExportDefaultDeclaration',
    message: 'A default export has no name to search for; export it by name.',
  },
];

const orderThatDependsOnTheMachine = [
  {
    selector: "MemberExpression[property.name='localeCompare']",
    message: 'Its order depends on the machine. Compare by code unit: compareIds of #base.',
  },
  {
    selector: "CallExpression[callee.property.name=/^(sort|toSorted)$/][arguments.length=0]",
    message: 'Bare sort() compares as text. Say the order: every order is total.',
  },
];

const engineDependentOperators = [
  {
    selector: "BinaryExpression[operator='**'], AssignmentExpression[operator='**=']",
    message: `Multiply, or use base/math.ts. ${sameBytes}`,
  },
  {
    selector: "NewExpression[callee.name='Function'], CallExpression[callee.name='eval']",
    message: 'Code is not made from text here.',
  },
];

const limits = {
  // A file is one thing; longer, it is two.
  'max-lines': ['error', { max: 400 }],
  // A function fits on a screen.
  'max-lines-per-function': ['error', { max: 70, skipComments: true, IIFEs: true }],
  // Two files side by side.
  'max-len': [
    'error',
    {
      code: 100,
      ignoreStrings: true,
      ignoreTemplateLiterals: true,
      ignoreRegExpLiterals: true,
      ignoreUrls: true,
    },
  ],
  // Deeper nesting hides a function that wants a name.
  'max-depth': ['error', 3],
  // == has rules that nobody remembers; `== null` is the one that is useful.
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-var': 'error',
  'prefer-const': 'error',
  'object-shorthand': 'error',
  // A console line in a library is a forgotten one; the roof may print.
  'no-debugger': 'error',
};

export default tseslint.config(
  { ignores: ['dist/**', 'out/**', 'coverage/**', '.cache/**', ...generated] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      ...limits,
      'no-restricted-syntax': ['error', ...languageWeDoWithout],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Covering all cases by type is how a new kind is found everywhere it matters.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // A number reads well in a sentence; an object does not.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `_` marks an argument that an interface asks for and this one does not need.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // `() => doIt()` is shorter than a block and says the same.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `while (true)` with a `break` is the honest form of a loop that ends in its middle.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
    },
  },
  {
    files: pureFloors,
    rules: {
      'no-restricted-syntax': [
        'error',
        ...languageWeDoWithout,
        ...orderThatDependsOnTheMachine,
        ...engineDependentOperators,
      ],
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: timeComesIn },
        { name: 'performance', message: timeComesIn },
        { name: 'Intl', message: 'Its tables differ between machines and versions.' },
      ],
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Chance comes in as a named stream: base/chance.ts.',
        },
        ...mathLeftToTheEngine.map((property) => ({
          object: 'Math',
          property,
          message: `Use base/math.ts. ${sameBytes}`,
        })),
        ...['toLocaleString', 'toLocaleLowerCase', 'toLocaleUpperCase'].map((property) => ({
          property,
          message: 'It depends on the machine’s language.',
        })),
      ],
    },
  },
  {
    // Indexing a typed array in range is a promise that the compiler cannot check, and an
    // invariant at each step would cost what the event loop has to spend.
    files: ['src/sim/**/*.ts', 'src/base/**/*.ts', 'test/**/*.{ts,tsx}'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // The syntax tree lies: a half-typed file lacks nodes that its types promise, and a server
    // that believed them would fall over while someone types.
    files: ['language-server/**/*.ts'],
    rules: { '@typescript-eslint/no-unnecessary-condition': 'off' },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      // A describe holds many small its; each `it` stays short by habit.
      'max-lines-per-function': ['error', { max: 300, skipComments: true }],
      // Tests hand wrong values in on purpose.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  {
    // Tools look for a default export in their configuration.
    files: ['*.config.{js,ts}'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    extends: [tseslint.configs.base],
    rules: limits,
  },
  {
    // As for other tests: a function that adds tests holds many small ones.
    files: ['test/**/*.mjs'],
    rules: { 'max-lines-per-function': ['error', { max: 300, skipComments: true }] },
  },
);
