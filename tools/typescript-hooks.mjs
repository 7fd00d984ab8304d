// Lets Node run the libraries' TypeScript as it stands (it strips the types itself): `node --import ./tools/typescript-hooks.mjs FILE.ts`.
// Only what tests and benchmarks start as processes of their own needs it; what is shipped is built by `npm run build`.
import { registerHooks } from 'node:module';

const root = new URL('../', import.meta.url);

registerHooks({
  resolve(specifier, context, nextResolve) {
    const room = /^@bali\/([^/]+)(\/testing)?$/.exec(specifier);
    if (room !== null) {
      const entry = room[2] === undefined ? 'src/index.ts' : 'testing/index.ts';
      return nextResolve(new URL(`libs/${room[1]}/${entry}`, root).href, context);
    }
    const ownFile = /^\.{1,2}\//.test(specifier) && context.parentURL?.endsWith('.ts');
    return nextResolve(ownFile ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});
