import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

/** A module as a bundler for browsers meets it: what it is without types, and what it imports. */
export interface BrowserModule {
  readonly path: string;
  readonly code: string;
  /** What each specifier stands for: a file, or undefined where there is none for a browser. */
  readonly imports: ReadonlyMap<string, string | undefined>;
}

/** Every module that an entry point reaches, as a bundler for browsers finds them. */
export function modulesFrom(entry: string): ReadonlyMap<string, BrowserModule> {
  const reached = new Map<string, BrowserModule>();
  const waiting = [join(ROOT, entry)];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    const module = moduleAt(path);
    reached.set(path, module);
    for (const imported of module.imports.values()) if (imported !== undefined) waiting.push(imported);
  }
  return reached;
}

const IMPORT =
  /(?:^|[;}])\s*(?:import|export)\s*(?:[\w$*\s{},]*?\sfrom\s*|[*{][\w$*\s{},]*?from\s*)?["']([^"'\n]+)["']/gm;

function moduleAt(path: string): BrowserModule {
  const source = readFileSync(path, 'utf8');
  const code = path.endsWith('.ts') ? stripTypeScriptTypes(source) : source;
  const specifiers = [...code.matchAll(IMPORT)].map(([, specifier = '']) => specifier);
  return { path, code, imports: new Map(specifiers.map((specifier) => [specifier, resolved(specifier, path)])) };
}

function resolved(specifier: string, from: string): string | undefined {
  const [, room, door = 'src'] = /^@bali\/([^/]+)(?:\/(\w+))?$/.exec(specifier) ?? [];
  if (room !== undefined) return join(ROOT, 'libs', room, door, 'index.ts');
  if (specifier.startsWith('.')) {
    const path = join(dirname(from), specifier);
    return from.endsWith('.ts') ? path.replace(/\.js$/, '.ts') : path;
  }
  const [, name = '', inside = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(specifier) ?? [];
  const folder = folderOf(name, dirname(from));
  return folder === undefined ? undefined : entryOf(folder, `.${inside}`);
}

/** Packages lie in `node_modules` of the nearest folder that has them. */
function folderOf(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  return from === dirname(from) ? undefined : folderOf(name, dirname(from));
}

type Exports = string | null | { readonly [condition: string]: Exports };

const CONDITIONS: readonly string[] = ['browser', 'import', 'module', 'default'];

function entryOf(folder: string, inside: string): string | undefined {
  const { exports, module, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly exports?: Exports;
    readonly module?: string;
    readonly main?: string;
  };
  if (exports === undefined) return join(folder, inside === '.' ? (module ?? main ?? 'index.js') : inside);
  const hasPaths = typeof exports === 'object' && exports !== null && Object.keys(exports)[0]?.startsWith('.') === true;
  const target = chosen(hasPaths ? (exports[inside] ?? null) : exports);
  return target === undefined ? undefined : join(folder, target);
}

function chosen(target: Exports): string | undefined {
  if (target === null || typeof target === 'string') return target ?? undefined;
  for (const [condition, inside] of Object.entries(target)) {
    const found = CONDITIONS.includes(condition) ? chosen(inside) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
