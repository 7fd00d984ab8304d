// Lets Node run an application's TypeScript as it stands, decorators included, which it does not strip by itself:
// `node --import ./tools/decorator-hooks.mjs FILE.ts`. For tests that start an application with a program of their own around it.
import './typescript-hooks.mjs';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { needsCompiler, transpileOnce } from './transpile.mjs';

registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('.ts')) return nextLoad(url, context);
    const fileName = fileURLToPath(url);
    const text = readFileSync(fileName, 'utf8');
    if (!needsCompiler(text)) return nextLoad(url, context);
    return { format: 'module', source: transpileOnce(text, fileName), shortCircuit: true };
  },
});
