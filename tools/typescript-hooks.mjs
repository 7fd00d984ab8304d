// Lets Node run the libraries' TypeScript as it stands (it strips the types itself): `node --import ./tools/typescript-hooks.mjs FILE.ts`.
// Only what tests and benchmarks start as processes of their own needs it; what is shipped is built by `npm run build`.
import { enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);

// Tests start many such processes, one after the other, of the same sources: what V8 made of them is kept beside the packages.
enableCompileCache(fileURLToPath(new URL('node_modules/.cache/bali/compiled', root)));

/** A public door of a room: `@bali/ledger`, `@bali/access/testing`, `@bali-app/demo`. */
const DOOR = /^@bali(-app)?\/([^/]+)(?:\/(portable|testing|testing\/contract))?$/;

registerHooks({
  resolve(specifier, context, nextResolve) {
    const [, app, room, door = 'src'] = DOOR.exec(specifier) ?? [];
    if (room !== undefined) {
      const rooms = app === undefined ? 'libs' : 'apps';
      return nextResolve(new URL(`${rooms}/${room}/${door}/index.ts`, root).href, context);
    }
    const ownFile = /^\.{1,2}\//.test(specifier) && context.parentURL?.endsWith('.ts');
    return nextResolve(ownFile ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});
