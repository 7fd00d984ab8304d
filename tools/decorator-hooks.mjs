// Lets Node run an application's TypeScript as it stands, decorators included, which it does not strip by itself:
// `node --import ./tools/decorator-hooks.mjs FILE.ts`. For tests that start an application with a program of their own around it.
import './typescript-hooks.mjs';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const DECORATOR = /^\s*@\w+\(/m;
const { config } = ts.readConfigFile(fileURLToPath(new URL('../tsconfig.json', import.meta.url)), ts.sys.readFile);
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, '.');

registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('.ts')) return nextLoad(url, context);
    const fileName = fileURLToPath(url);
    const text = readFileSync(fileName, 'utf8');
    if (!DECORATOR.test(text)) return nextLoad(url, context);
    const compilerOptions = { ...options, module: ts.ModuleKind.ESNext, noEmit: false, inlineSourceMap: true };
    const { outputText } = ts.transpileModule(text, { fileName, compilerOptions });
    return { format: 'module', source: outputText, shortCircuit: true };
  },
});
