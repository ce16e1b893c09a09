const PRODUCT = '^(core|main|preload|renderer|electron-host)/';
const ELECTRON = 'node_modules/electron/';
const TEST_FILE = '\\.(test|spec)\\.tsx?$';

/** Folders of main that must not know each other: main/provisioning alone brings them together. */
const STRANGERS = ['server', 'card', 'device'];

/** Who may import whom: the arrows of the architecture point down. */
export default {
  forbidden: [
    {
      name: 'core-knows-only-itself',
      comment: 'The domain is pure: it imports nothing else of the project.',
      severity: 'error',
      from: { path: '^core/' },
      to: { path: '^(main|preload|renderer|electron-host|test|setup)/' },
    },
    {
      name: 'core-does-no-input-or-output',
      comment:
        "No Node module and no Electron in the domain; their types may be named, and its tests use Node's.",
      severity: 'error',
      from: { path: '^core/', pathNot: TEST_FILE },
      to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'electron-only-where-it-belongs',
      comment: 'The command line and the tests run everything else on plain Node.',
      severity: 'error',
      from: {
        path: '^(core|main|renderer)/',
        pathNot: ['^main/index\\.ts$', '^main/windows/', '^main/api/', '^main/vault/safe-storage[^/]*\\.ts$'],
      },
      to: { path: ELECTRON },
    },
    {
      name: 'electron-host-names-electron-only-as-types',
      comment: 'The stand-in takes the place of Electron; it can use no more than its types.',
      severity: 'error',
      from: { path: '^electron-host/', pathNot: '^electron-host/fixture/' },
      to: { path: ELECTRON, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'window-side-never-imports-main',
      comment: 'Renderer and preload reach main through the contract in core/api.ts only.',
      severity: 'error',
      from: { path: '^(renderer|preload)/' },
      to: { path: '^(main|electron-host|test|setup)/' },
    },
    {
      name: 'renderer-is-a-web-page',
      comment: 'No Node module in the renderer; the preload is not its library either.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: TEST_FILE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-never-imports-preload',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^preload/' },
    },
    {
      name: 'preload-exposes-the-contract-only',
      comment: 'A sandboxed preload has core and electron, nothing else.',
      severity: 'error',
      from: { path: '^preload/', pathNot: TEST_FILE },
      to: {
        pathNot: ['^core/', '^preload/', '^electron(/|$)', 'node_modules/electron/', 'node_modules/zod/'],
      },
    },
    {
      name: 'nothing-imports-an-entry',
      comment:
        'main/index.ts, main/cli.ts and main/list-thread.ts start things; what others need lives elsewhere.',
      severity: 'error',
      from: {},
      to: { path: '^main/(index|cli|list-thread)\\.ts$' },
    },
    {
      name: 'main-never-imports-the-window-side',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '^(preload|renderer|electron-host|test|setup)/' },
    },
    {
      name: 'electron-host-knows-only-core',
      severity: 'error',
      from: { path: '^electron-host/' },
      to: { path: '^(main|preload|renderer|test|setup)/' },
    },
    ...STRANGERS.map((one) => ({
      name: `${one}-does-not-know-the-others`,
      comment: 'server, card and device meet in main/provisioning, through small interfaces.',
      severity: 'error',
      from: { path: `^main/${one}/` },
      to: { path: STRANGERS.filter((other) => other !== one).map((other) => `^main/${other}/`) },
    })),
    {
      name: 'product-never-imports-tests',
      severity: 'error',
      from: { path: PRODUCT, pathNot: [TEST_FILE, '^electron-host/fixture/'] },
      to: { path: ['^test/', TEST_FILE] },
    },
    {
      name: 'no-development-package-at-run-time',
      comment:
        'Only what is in dependencies is packaged; the renderer is bundled whole, so its packages need not be.',
      severity: 'error',
      from: { path: '^(core|main|preload)/', pathNot: TEST_FILE },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: ELECTRON,
      },
    },
    {
      name: 'no-circle',
      comment: 'Types may name each other in a circle; code may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphan',
      comment: 'A module that nothing imports and that imports nothing is left over.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '^test/',
          '^electron-host/',
          TEST_FILE,
          '^main/(index|cli|list-thread)\\.ts$',
          '^core/api\\.ts$',
        ],
      },
      to: {},
    },
    {
      name: 'no-unresolved-import',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['\\.(css|svg|png|woff2)$'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
    },
  },
};
