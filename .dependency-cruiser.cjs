/** The import laws of the house. Each rule names the law it keeps; see ARCHITECTURE.md. */
const only = (name, folder, module) => ({
  name: `only-${name}-imports-${module.replaceAll(/\W+/g, '-')}`,
  comment: `One door per outside thing: ${module} is imported in ${folder} only.`,
  severity: 'error',
  from: { path: '^(shared|server|client|bench)/', pathNot: [`^${folder}`, '\\.test\\.tsx?$', '/test(ing)?/', '/e2e/'] },
  to: { path: `node_modules/(${module})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'shared-is-below-everything',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(server|client|bench)/' },
    },
    {
      name: 'shared-needs-only-zod',
      comment:
        'What every page loads with its contracts; the ballot has a curve beside it, which loads with a secret poll.',
      severity: 'error',
      from: { path: '^shared/', pathNot: ['\\.test\\.ts$', '^shared/src/ballot/'] },
      to: { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    },
    {
      name: 'the-ballot-needs-only-zod-and-the-curve',
      severity: 'error',
      from: { path: '^shared/src/ballot/', pathNot: '\\.test\\.ts$' },
      to: { path: 'node_modules/', pathNot: 'node_modules/(zod|@noble/curves)/' },
    },
    only('the-ballot', 'shared/src/ballot/', '@noble/(curves|hashes)'),
    {
      name: 'contracts-load-no-curve',
      comment: 'A contract is in the first load of every page: it takes schemas from the ballot, never papers.',
      severity: 'error',
      from: { path: '^shared/src/features/' },
      to: { path: '^shared/src/ballot/papers\\.ts$' },
    },
    {
      name: 'the-ballot-knows-no-feature',
      comment: 'A library of the house: polls and motions use it, it uses none of them, no room and no socket.',
      severity: 'error',
      from: { path: '^(shared|server)/src/ballot/' },
      to: { path: '^(shared/src/(features|api)|server/src/(?!ballot/))', pathNot: '^shared/src/core/' },
    },
    {
      name: 'server-and-client-are-strangers',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(client|bench)/' },
    },
    {
      name: 'client-and-server-are-strangers',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^(server|bench)/' },
    },
    {
      name: 'bench-drives-from-outside',
      comment: "Bots use the client's headless core, or real browsers as the e2e support drives them.",
      severity: 'error',
      from: { path: '^bench/' },
      to: { path: '^(server/|client/(?!src/core/|e2e/support/))' },
    },
    {
      name: 'room-imports-shared-only',
      comment: 'One room: it names no feature, no socket, no codec, no database.',
      severity: 'error',
      from: { path: '^server/src/room/', pathNot: '\\.test\\.ts$' },
      to: { path: '.', pathNot: ['^server/src/room/', '^shared/src/core/', '^server/src/cluster/Directory\\.ts$'] },
    },
    {
      name: 'only-the-root-knows-which-directory',
      comment:
        'Rooms and lines ask the port who owns a family of rooms; one node or many is chosen where the parts are put together.',
      severity: 'error',
      from: {
        path: '^server/src/',
        pathNot: ['^server/src/(main|compose|nodeMedia)\\.ts$', '^server/src/cluster/', '\\.test\\.ts$'],
      },
      to: { path: '^server/src/cluster/(?!Directory\\.ts)' },
    },
    {
      name: 'the-directory-knows-no-room-and-no-socket',
      severity: 'error',
      from: { path: '^server/src/cluster/(?!media/)' },
      to: { path: '^(server/src/(?!cluster/)|shared/src/(features|api))' },
    },
    {
      name: 'media-over-nodes-know-the-ports-of-media-only',
      comment:
        "The engine's port over the wire: it has routers of whatever makes them, and no mediasoup, room or socket of a line.",
      severity: 'error',
      from: { path: '^server/src/cluster/media/', pathNot: ['\\.test\\.ts$', '/testing/'] },
      to: {
        path: '^(server/src/(?!cluster/media/|media/(?!mediasoup/))|shared/src/(features/(?!media/)|api))',
      },
    },
    {
      name: 'features-do-not-import-features',
      comment:
        "Features speak by facts: another feature's contract only, and on a page the slot that it offers to others.",
      severity: 'error',
      from: { path: '/src/features/([^/]+)/' },
      to: {
        path: '/src/features/([^/]+)/',
        pathNot: [
          '/src/features/$1/',
          '^shared/src/features/[^/]+/contract\\.ts$',
          '^client/src/features/[^/]+/slot\\.ts$',
        ],
      },
    },
    {
      name: 'server-features-see-no-outside-thing',
      severity: 'error',
      from: { path: '^server/src/features/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/(gateway|storage|cluster|media/(?!Media(Engine|Orders)\\.ts))' },
    },
    {
      name: 'the-gateway-knows-no-feature',
      comment: 'Sockets, HTTP and files in general: what a feature needs of them it declares by a port.',
      severity: 'error',
      from: { path: '^server/src/gateway/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(shared|server)/src/features/' },
    },
    {
      name: 'the-converter-and-the-file-port-know-no-feature',
      severity: 'error',
      from: { path: '^server/src/(conversion|files)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^((shared|server)/src/features/|server/src/gateway/)' },
    },
    {
      name: 'media-and-storage-do-not-know-rooms-or-gateway',
      severity: 'error',
      from: { path: '^server/src/(media|storage)/' },
      to: { path: '^server/src/(room|gateway|features|compose|main)' },
    },
    {
      name: 'readers-know-ports-only',
      comment: 'A reader of the log works for no room and no socket: it has the store, and what is given to it.',
      severity: 'error',
      from: { path: '^server/src/readers/', pathNot: ['\\.test\\.ts$', '/testing/'] },
      to: { path: '^server/src/(gateway|media|conversion|features|room/(?!ports\\.ts))' },
    },
    {
      name: 'records-know-ports-only',
      comment: 'Rules about records: over the store and the port of identity, without express, SQL and rooms.',
      severity: 'error',
      from: { path: '^server/src/records/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^server/src/(gateway|room|media|conversion|readers|features|identity/(?!ports\\.ts)|storage/(?!(ports|recordPorts)\\.ts))',
      },
    },
    {
      name: 'only-the-root-knows-everyone',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '^server/src/(main|compose|nodeMedia)\\.ts$' },
      to: { path: '^server/src/(main|compose|nodeMedia)\\.ts$' },
    },
    {
      name: 'only-main-knows-the-engine-and-the-databases',
      severity: 'error',
      from: {
        path: '^server/src/',
        pathNot: [
          '^server/src/(main|cli/cli)\\.ts$',
          '^server/src/media/mediasoup/',
          '^server/src/storage/',
          '^server/src/(readers|mail|identity)/(.*\\.test\\.ts$|testing/)',
        ],
      },
      to: {
        path: '^server/src/(media/mediasoup|storage/(?!(ports|recordPorts|DatabasePort)\\.ts|files/FileStore\\.ts|portable/))',
      },
    },
    only('mediasoup-and-the-bench-of-it', '(server/src/media/mediasoup|bench/src/(probe|peers))/', 'mediasoup'),
    only(
      'gateway',
      'server/src/gateway/',
      'express|protoo-server|socket\\.io-parser|helmet|jsonwebtoken|rate-limiter-flexible',
    ),
    {
      name: 'the-media-line-has-a-transport-of-its-own',
      comment: "protoo's transport is the websocket package, which lets a reset connection end the process.",
      severity: 'error',
      from: { path: '^server/src/' },
      to: { path: 'node_modules/(websocket/|protoo-server/lib/(?!Peer\\.js))' },
    },
    only('gateway-and-the-peers-in-the-bench', '(server/src/gateway|bench/src/(chat|peers))/', 'ws'),
    only('gateway-and-the-bench-of-it', '(server/src/gateway|bench/src/(chat|board))/', 'socket\\.io'),
    only('slides', '(server/src/conversion|client/src/features/slides)/', 'pdfjs-dist|@cantoo/pdf-lib'),
    only('taking-a-recording-home', 'client/src/pages/recordings/takeHome/', 'mediabunny'),
    only('metrics', 'server/src/metrics/', 'prom-client'),
    only('outward', 'server/src/outward/', 'ipaddr\\.js'),
    {
      name: 'outward-knows-nothing-of-plenum',
      comment: 'Requests to addresses that strangers gave: one port, which each of its users calls.',
      severity: 'error',
      from: { path: '^server/src/outward/' },
      to: { path: '^(shared/|server/src/(?!outward/))' },
    },
    {
      name: 'hooks-know-ports-only',
      comment:
        'What goes to other servers: over the store, the readers and the outward port, without rooms and sockets.',
      severity: 'error',
      from: { path: '^server/src/hooks/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^server/src/(gateway|media|conversion|features|identity|records|room/(?!ports\\.ts)|outward/(?!ports\\.ts)|storage/(?!(ports|recordPorts)\\.ts))',
      },
    },
    only('storage', 'server/src/storage/', 'better-sqlite3|kysely|pg'),
    only('identity', 'server/src/identity/', 'better-auth|@better-auth/[^/]+'),
    only('mail', 'server/src/mail/', 'nodemailer'),
    {
      name: 'identity-and-mail-know-no-room-and-no-socket',
      comment: 'Who asks, and letters: the gateway and the records use them.',
      severity: 'error',
      from: { path: '^server/src/(identity|mail)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^((shared|server)/src/features/|server/src/(gateway|media|conversion|records|room/(?!ports\\.ts)))',
      },
    },
    only('plans-and-invitations', '(server/src/records/plan|client/src/app/meeting/dialogs)/', 'ical-generator'),
    only('files', 'server/src/files/', 'file-type|image-size'),
    only('client-core', 'client/src/core/', 'protoo-client'),
    only('client-core-and-the-bots', '(client/src/core|bench/src/(bots|peers))/', 'mediasoup-client'),
    only(
      'client-core-and-the-bench-of-it',
      '(client/src/core|bench/src/(chat|board|abuse|api|tool))/',
      'socket\\.io-client',
    ),
    only('bots', 'bench/src/(bots|peers)/', 'node-datachannel'),
    only('report', 'bench/src/tool/report/', 'uplot'),
    only('scenario', 'bench/src/tool/scenario/', 'yaml'),
    {
      name: 'client-core-is-headless',
      severity: 'error',
      from: { path: '^client/src/core/', pathNot: '\\.test\\.tsx?$' },
      to: { path: ['^client/src/(?!core/)', 'node_modules/(react|react-dom|react-aria-components)/'] },
    },
    {
      name: 'client-core-knows-media-alone',
      comment: 'What the core must know of other features it is given: MeetingExtras.',
      severity: 'error',
      from: { path: '^client/src/core/', pathNot: ['\\.test\\.tsx?$', '/testing/'] },
      to: { path: '^shared/src/features/(?!media/)' },
    },
    {
      name: 'client-ui-knows-no-feature',
      severity: 'error',
      from: { path: '^client/src/ui/' },
      to: { path: ['^client/src/(features|app|core)/', '^shared/src/features/'] },
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      from: {},
      // `?url` is the bundler's word for the address of a file.
      to: { couldNotResolve: true, pathNot: '^virtual:|[?]url$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
