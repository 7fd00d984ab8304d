// Libraries of many small files, each made into one. Jest loads the libraries anew for every file of tests, and what takes time is
// the number of files: without this, a third of them are those of the libraries below. Tests run the same code, in one file.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const DIRECTORY = join(root, 'dist', 'bundled');

/** What is imported, by the name of its file. Nothing that is imported here is imported as CommonJS as well: it would be there twice. */
const LIBRARIES = {
  typebox: 'typebox',
  'typebox-compile': 'typebox/compile',
  'typebox-error': 'typebox/error',
  'typebox-format': 'typebox/format',
  'lib-r-math': 'lib-r-math.js',
  'es-toolkit-compat': 'es-toolkit/compat',
};

/** For `moduleNameMapper`. */
export const BUNDLED = Object.fromEntries(
  Object.entries(LIBRARIES).map(([name, imported]) => [
    `^${imported.replaceAll('.', String.raw`\.`)}$`,
    join(DIRECTORY, `${name}.mjs`),
  ]),
);

/** For `globalSetup`: makes the files where they are not there yet, or of other versions. */
export async function bundle() {
  const madeOf = join(DIRECTORY, 'made-of.json');
  const versions = JSON.stringify([readFileSync(fileURLToPath(import.meta.url), 'utf8'), ...versionsOf()]);
  if (existsSync(madeOf) && readFileSync(madeOf, 'utf8') === versions) return;
  const unfinished = `${DIRECTORY}.${process.pid}`;
  const { build } = await import('vite');
  await build({
    ...{ configFile: false, root, logLevel: 'warn', ssr: { noExternal: true } },
    build: {
      ...{ ssr: true, target: 'node24', outDir: unfinished, minify: false },
      rolldownOptions: {
        input: LIBRARIES,
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  writeFileSync(join(unfinished, 'made-of.json'), versions);
  rmSync(DIRECTORY, { recursive: true, force: true });
  mkdirSync(join(DIRECTORY, '..'), { recursive: true });
  renameSync(unfinished, DIRECTORY);
}

function versionsOf() {
  const packages = new Set(Object.values(LIBRARIES).map((imported) => imported.split('/')[0]));
  return [...packages].map((name) => {
    const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
    return `${name} ${version}`;
  });
}
