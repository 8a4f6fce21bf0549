/**
 * The arrows of the house: who may import whom, and why. src/README.md draws the same picture.
 * Imports go down or stay in the room; rooms of one floor never open into each other.
 * Keeps true: whatever is not allowed here by name is reported by the name of the rule it breaks.
 */

/** Any of these rooms of src. @param {string} rooms */
const room = (rooms) => `^src/(${rooms})/`;
const nouns = 'base|spec|kinds|ir|diagnostics|results|scene';

/**
 * A room that stands on a closed list: its own files, the rooms named, the packages named.
 * @param {string} name
 * @param {{ from: string, on: string[], why: string }} what
 */
const standsOn = (name, { from, on, why }) => ({
  name,
  comment: why,
  severity: 'error',
  from: { path: from },
  to: { pathNot: [from, ...on] },
});

/** @param {string} name */
const npm = (name) => `(^|/)node_modules/${name}/`;

const floors = [
  standsOn('base-imports-nothing', {
    from: room('base'),
    on: [],
    why: 'The bedrock is portable anywhere, so it stands on nothing.',
  }),
  standsOn('nouns-know-no-verbs', {
    from: room('spec|kinds|ir|diagnostics|results|scene'),
    on: [room(nouns)],
    why: 'Nouns outlive verbs: a type that needs the code that makes it cannot be shared.',
  }),
  standsOn('compile-knows-sense-not-time', {
    from: room('compile'),
    on: [room(nouns)],
    why: 'The compiler knows sense, not syntax and not time: no simulator, no layout, no Langium.',
  }),
  standsOn('import-makes-text', {
    from: room('import'),
    on: [room(nouns)],
    why: 'It turns files of other tools into text; what the text means is not its business.',
  }),
  standsOn('kernel-knows-only-base', {
    from: '^src/sim/kernel/',
    on: [room('base')],
    why: 'Time, order and chance, and no domain: the kernel must not know what it simulates.',
  }),
  standsOn('devices-know-kernel-and-ir', {
    from: '^src/sim/devices/',
    on: ['^src/sim/kernel/', room('ir|base')],
    why: 'A device can be replaced alone only if it knows no results, no kinds, no report.',
  }),
  standsOn('run-builds-the-world', {
    from: '^src/sim/run/',
    on: ['^src/sim/(kernel|devices)/', room('ir|results|base|diagnostics')],
    why: 'The only place that builds a world; it takes an IR, so it needs no compiler.',
  }),
  standsOn('layout-hides-elk', {
    from: room('layout'),
    on: [room('ir|scene|base'), npm('elkjs')],
    why: 'The layout engine and its words never leave this room.',
  }),
  standsOn('views-read-what-happened', {
    from: room('views'),
    on: [room('results|scene|diagnostics|ir|base')],
    why: 'A picture reads what happened and never makes it happen.',
  }),
  standsOn('report-reads-what-happened', {
    from: room('report'),
    on: [room('views|results|scene|diagnostics|ir|kinds|base')],
    why: 'A report reads what happened and never makes it happen.',
  }),
];

const roof = [
  {
    name: 'language-server-knows-no-editor',
    comment: 'One brain for the editor and CI: it must run where there is no editor.',
    severity: 'error',
    from: { path: '^language-server/' },
    to: { path: ['^extension/', '^src/cli/', npm('@types/vscode'), '^vscode$'] },
  },
  {
    name: 'cli-enters-by-the-language-door',
    comment: 'The command line takes the language whole; the editor services are not for it.',
    severity: 'error',
    from: { path: '^src/cli/' },
    to: { path: '^(language-server|extension)/', pathNot: '^language-server/(headless|[^/]+-node)\\.ts$' },
  },
  {
    name: 'host-is-a-thin-shell',
    comment: 'A thin shell can be trusted: it talks to the server by protocol and has no model.',
    severity: 'error',
    from: { path: '^extension/host/' },
    to: {
      path: ['^src/', '^language-server/', '^extension/webview/', npm('(langium|elkjs)')],
      pathNot: [room(nouns), '^language-server/protocol\\.ts$', '/protocol\\.ts$'],
    },
  },
  {
    name: 'webview-draws-only',
    comment: 'The page draws with the code that the report uses, and knows no editor and no engine.',
    severity: 'error',
    from: { path: '^extension/webview/', pathNot: '^extension/webview/layout/' },
    to: {
      path: ['^src/', '^language-server/', '^extension/host/', npm('(langium|elkjs|@types/vscode)'), '^vscode$'],
      pathNot: [room(`views|${nouns}`), '^language-server/protocol\\.ts$'],
    },
  },
  standsOn('layout-worker-only-places', {
    from: '^extension/webview/layout/',
    on: [room('layout|ir|scene')],
    why: 'A worker beside the page, so that placing never stops it; it takes worlds, gives scenes.',
  }),
  {
    name: 'pages-speak-to-the-layout-worker',
    comment: 'By messages: a page that imported the worker itself would place on its own thread.',
    severity: 'error',
    from: { path: '^extension/webview/', pathNot: '^extension/webview/layout/' },
    to: { path: '^extension/webview/layout/', pathNot: '/messages\\.ts$' },
  },
];

const doors = [
  {
    name: 'rooms-open-by-their-doors',
    comment: 'Another room is entered by its door in package.json (`#ir`), never by a path into it.',
    severity: 'error',
    from: { path: '^src/(sim/[^/]+|[^/]+)/' },
    to: {
      path: '^src/',
      pathNot: '^src/$1/',
      dependencyTypesNot: ['aliased-subpath-import'],
    },
  },
  {
    name: 'upstairs-opens-by-the-doors',
    comment: 'The server and the extension enter the rooms of src by their doors too.',
    severity: 'error',
    from: { path: '^(language-server|extension)/' },
    to: { path: '^src/', dependencyTypesNot: ['aliased-subpath-import'] },
  },
];

const everywhere = [
  {
    name: 'pure-floors-know-no-platform',
    comment: 'What must run in a browser worker cannot import a module of Node.',
    severity: 'error',
    from: { path: ['^src/', '^language-server/'], pathNot: ['^src/cli/', '-node\\.ts$'] },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'no-circles',
    comment: 'Two files that need each other are one file, or hide a third. Types alone may.',
    severity: 'error',
    from: { pathNot: '^language-server/generated/' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'everything-resolves',
    comment: 'An import that leads nowhere is a mistake in the path or a missing door.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true, pathNot: '^vscode$' },
  },
  {
    name: 'nothing-imports-tests',
    comment: 'What is shipped does not lean on what checks it.',
    severity: 'error',
    from: { path: '^(src|language-server|extension)/' },
    to: { path: '^(test|scripts)/' },
  },
];

module.exports = {
  forbidden: [...floors, ...roof, ...doors, ...everywhere],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|out|\\.cache)/' },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
