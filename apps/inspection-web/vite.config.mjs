import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, URL } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A public door of a room, as in `tsconfig.json`: `@bali/ledger`, `@bali/inspection/portable`. */
const DOOR = /^@bali\/([^/]+)(?:\/(portable))?$/;

/**
 * The pages take libraries of this house as their sources stand, without a build of their own. What a page uses nothing of is left
 * out, since a module of ours does nothing when it is loaded.
 */
const doors = {
  name: 'doors',
  resolveId(specifier, importer) {
    const id = sourceOf(specifier, importer);
    return id === undefined ? null : { id, moduleSideEffects: id.startsWith(join(root, 'apps')) };
  },
};

function sourceOf(specifier, importer) {
  const [, room, door = 'src'] = DOOR.exec(specifier) ?? [];
  if (room !== undefined) return join(root, 'libs', room, door, 'index.ts');
  // Sources name each other as what they become: `./verifier.js` is `./verifier.ts`.
  if (importer === undefined || !/^\.{1,2}\/.*\.js$/.test(specifier)) return undefined;
  const source = join(importer, '..', specifier.replace(/\.js$/, '.ts'));
  return [source, `${source}x`].find((path) => existsSync(path));
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/pages/',
  plugins: [doors],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: {
    format: 'es',
    plugins: () => [doors],
    // The server knows the worker by its name, and gives it a policy of its own: it has no network.
    rolldownOptions: { output: { entryFileNames: 'assets/worker-[hash].js', codeSplitting: false } },
  },
  build: {
    outDir: join(root, 'dist', 'pages'),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    // A picture within a style would need a policy that lets text be one.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
