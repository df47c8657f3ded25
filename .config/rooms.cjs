// Who may import whom (src/README.md has the table). A room sees core and itself; the daemon composes rooms;
// verbs (src/cli) and the two entry points see everything.
const rooms = [
  'call',
  'shell',
  'effects',
  'policy',
  'govern',
  'approval',
  'run',
  'audit',
  'wire',
  'setup',
  'report',
];

/** Each third-party package has one door, so that it can be replaced in one place. */
const doors = {
  unbash: '^src/shell/parse\\.ts$',
  yaml: '^src/policy/',
  zod: '^src/(policy|wire)/',
  picomatch: '^src/policy/',
  'better-sqlite3': '^src/audit/',
  commander: '^src/cli/|^src/cli\\.ts$',
  chalk: '^src/report/',
  'shell-quote': '^src/call/',
};

module.exports = {
  forbidden: [
    {
      name: 'core-imports-nothing',
      comment: 'core holds the words everyone uses; it may not know a room or a package',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { pathNot: '^src/core/', dependencyTypesNot: ['core'] },
    },
    ...rooms.map(room => ({
      name: `${room}-imports-core-only`,
      comment: `src/${room} may import src/core and itself; what it needs of another room is handed in`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: [`^src/${room}/`, '^src/core/'] },
    })),
    {
      name: 'daemon-writes-for-machines',
      comment: 'the daemon answers frames; text for people is written by report, which verbs call',
      severity: 'error',
      from: { path: '^src/daemon/' },
      to: { path: '^src/(cli|report)(/|\\.ts$)' },
    },
    {
      name: 'nobody-imports-verbs',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli(/|\\.ts$)' },
      to: { path: '^src/cli(/|\\.ts$)' },
    },
    ...Object.entries(doors).map(([name, path]) => ({
      name: `one-door-for-${name}`,
      comment: `import ${name} only in ${path}`,
      severity: 'error',
      from: { path: '^src/', pathNot: path },
      to: { path: `^node_modules/(@types/)?${name}(/|$)` },
    })),
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-dev-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/@types/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
