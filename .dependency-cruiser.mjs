// The arrows of the architecture: who may import whom. Read `layers` as "this folder: may import these".
// Everything that is not listed is forbidden, and so is every cycle.

const core = 'engine/core'
const ports = 'engine/ports'
const state = 'engine/state'
const shared = 'src/shared'

/** What a feature folder may use: the write path, the ports and the pure core, never another feature's insides. */
const features = [core, ports, state, 'engine/conflict', 'engine/sync']
const featureFolders = [
  'transfer',
  'query',
  'security',
  'governance',
  'monitoring',
  'recovery',
  'cluster',
  'integrations',
  'collaboration',
  'support',
]

/** @type {Record<string, readonly string[]>} */
const layers = {
  // Pure decisions: they know nobody.
  [core]: [],
  [ports]: [core],
  'engine/adapters': [ports, core],
  [state]: [core, ports],
  'engine/conflict': [core, ports, state],
  'engine/sync': [core, ports, state, 'engine/conflict'],
  ...Object.fromEntries(featureFolders.map((name) => [`engine/${name}`, features])),
  // The typed contract that console, command line and remote administration share; it names every feature.
  'engine/admin': ['engine'],
  // The facade (engine/srvra-data-sync.ts), the public door (engine/index.ts), the command line and the test kit know all of the engine.
  'engine/cli': ['engine'],
  'engine/fleet': ['engine'],
  'engine/testing': ['engine'],

  'src/renderer': [shared],
  'src/preload': [shared],
  'src/main': ['engine', shared],
}

/** @param {string} path */
const folder = (path) => `^${path}/`
/** @param {readonly string[]} paths */
const anyOf = (paths) => paths.map(folder).join('|')
/** A test may reach for the test kit and for the neighbour it is compared with. */
const tests = String.raw`\.test\.ts$`

const arrows = Object.entries(layers).map(([from, allowed]) => ({
  name: `${from} -> ${allowed.join(', ') || 'nobody'}`,
  severity: 'error',
  from: { path: folder(from), pathNot: tests },
  to: { path: '^(engine|src|scripts|bench|e2e)/', pathNot: `node_modules/|${anyOf([from, ...allowed])}` },
}))

export default {
  forbidden: [
    ...arrows,
    {
      name: 'no cycles',
      comment: 'Two files that need each other are one file, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'src/shared -> types of the engine',
      comment: 'The renderer loads src/shared: of the engine it may know the shape, never the code.',
      severity: 'error',
      from: { path: folder(shared), pathNot: tests },
      to: { path: '^(engine|src)/', pathNot: folder(shared), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'core and ports are pure',
      comment: 'No package and no Node.js module: time, chance, disk and hashes come in as parameters.',
      severity: 'error',
      from: { path: anyOf([core, ports]), pathNot: tests },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'state, conflict and sync run in a browser, too',
      severity: 'error',
      from: { path: anyOf([state, 'engine/conflict', 'engine/sync']), pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the page has neither Node.js nor Electron',
      comment: 'It holds no authority of its own: all that it has is window.srvra.',
      severity: 'error',
      from: { path: folder('src/renderer'), pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the product does not import its tools',
      severity: 'error',
      from: { path: '^(engine|src)/', pathNot: tests },
      to: { path: '^(scripts|bench|e2e)/' },
    },
    {
      name: 'nothing imports a test',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'every import resolves',
      severity: 'error',
      from: { pathNot: '^bench/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Types count: a type that points upwards is an arrow that points upwards.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^out/|^release/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
    builtInModules: { add: ['electron'] },
  },
}
