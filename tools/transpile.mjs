// Turns the project's TypeScript into JavaScript, for whatever runs it as it stands: jest, and the programs that tests start as
// processes of their own. Types are stripped where that is enough, so that every line and column stays where it is; only files
// with decorators, or with other syntax that has to be compiled, need the compiler. Types are checked by `npm run typecheck`.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const DECORATOR = /^\s*@\w+\(/m;

/** What a compiled file depends on besides its own text. */
const BASIS = [
  readFileSync(fileURLToPath(import.meta.url)),
  readFileSync(join(root, 'tsconfig.json')),
  require('typescript/package.json').version,
  process.version,
];

/** Names what a file becomes: the same name for the same result. */
export function keyOf(text, fileName) {
  const hash = createHash('sha256');
  for (const part of [...BASIS, fileName, text]) hash.update(part).update('\0');
  return hash.digest('hex');
}

/** Whether the compiler is needed: Node strips types by itself. */
export function needsCompiler(text) {
  return DECORATOR.test(text);
}

/** JavaScript, with a map to the source at its end where the lines are not the same. */
export function transpile(text, fileName) {
  if (needsCompiler(text)) return compile(text, fileName);
  try {
    return stripTypeScriptTypes(text);
  } catch (error) {
    if (error.code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return compile(text, fileName);
    throw error;
  }
}

let options;

function compile(text, fileName) {
  const ts = require('typescript');
  options ??= compilerOptions(ts);
  return ts.transpileModule(text, { fileName, compilerOptions: options }).outputText;
}

function compilerOptions(ts) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options: asConfigured } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  return { ...asConfigured, module: ts.ModuleKind.ESNext, noEmit: false, sourceMap: false, inlineSourceMap: true };
}

/** {@link transpile}, once for all processes: what a file became is kept beside the packages. */
export function transpileOnce(text, fileName) {
  const directory = join(root, 'node_modules', '.cache', 'bali', 'transpiled');
  const kept = join(directory, keyOf(text, fileName));
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const code = transpile(text, fileName);
    mkdirSync(directory, { recursive: true });
    // Renamed into its place, so that another process never reads half of it.
    const unfinished = `${kept}.${process.pid}`;
    writeFileSync(unfinished, code);
    renameSync(unfinished, kept);
    return code;
  }
}
