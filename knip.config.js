/** @type {import('knip').KnipConfig} */
export default {
  workspaces: {
    '.': {
      entry: [
        'apps/*/src/main.{ts,tsx}',
        'apps/inspection-web/vite.config.mjs',
        // The worker, which the pages name by its address.
        'apps/inspection-web/src/verify/worker.ts',
        'tools/**/*.mjs',
        'deploy/*.mjs',
        // What a page shows: a test runs it as somebody copies it from there.
        'test/client/first-program.ts',
        // What people start by hand.
        'test/bench/main.ts',
        'test/bench/arms/main.ts',
        'test/certificate/main.ts',
        'test/crash/main.ts',
        'test/validation/main.ts',
        'test/non-interference/leaks/main.ts',
        'test/fuzz/main.ts',
        'test/eventstoredb/load.ts',
        // Programs that the server and tests start as processes of their own, by their path.
        '{libs,test}/**/*-process.ts',
      ],
      project: ['{apps,libs,test}/**/*.{ts,tsx}', '**/*.mjs'],
    },
    // A package by itself, whose types are made by the build.
    'libs/client': { project: 'src/**/*.ts' },
  },
  // The build calls it by its name.
  ignoreDependencies: ['@nestjs/cli'],
  // A type may be exported to name what a function takes or gives, also where nobody names it yet.
  ignoreExportsUsedInFile: { interface: true, type: true },
  // Programs of the machine that tests use where they are there.
  ignoreBinaries: [
    'Rscript',
    'go',
    'openssl',
    'prlimit',
    'sha256sum',
    'spectral',
    'ssh-add',
    'ssh-agent',
    'ssh-keygen',
    'xmllint',
  ],
};
