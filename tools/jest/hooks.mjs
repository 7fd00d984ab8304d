// How what tests import is loaded: TypeScript as it stands, rooms by their doors, and what jest hands in.
import '../decorator-hooks.mjs';
import { registerHooks } from 'node:module';

const HANDED_IN = {
  '@jest/globals': new URL('globals.mjs', import.meta.url).href,
  'fast-check': new URL('fast-check.mjs', import.meta.url).href,
};

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    Object.hasOwn(HANDED_IN, specifier)
      ? { url: HANDED_IN[specifier], shortCircuit: true }
      : nextResolve(specifier, context),
});
