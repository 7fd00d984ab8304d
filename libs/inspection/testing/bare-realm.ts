// By its default export: Node has `SourceTextModule` under a flag only, and other tests do without.
import vm from 'node:vm';
import type { BrowserModule } from './module-graph.js';

/** What browsers have beside the language itself, of what a verifier may use. */
const OF_BROWSERS = { TextEncoder, TextDecoder, URL, atob, btoa, crypto, structuredClone, CryptoKey } as const;

/** A realm of its own, in which there is nothing of Node: no module, no `process`, no `Buffer`. */
export class BareRealm {
  readonly #context = vm.createContext({ ...OF_BROWSERS });
  readonly #Uint8Array = vm.runInContext('Uint8Array', this.#context) as typeof Uint8Array;
  readonly #graph: ReadonlyMap<string, BrowserModule>;
  readonly #modules = new Map<string, vm.SourceTextModule>();

  constructor(graph: ReadonlyMap<string, BrowserModule>) {
    this.#graph = graph;
  }

  /** What a module of the graph exports, evaluated in the realm. */
  async load(path: string): Promise<Readonly<Record<string, unknown>>> {
    const module = this.#moduleAt(path);
    if (module.status === 'unlinked')
      await module.link((specifier, from) => this.#imported(specifier, from.identifier));
    if (module.status === 'linked') await module.evaluate();
    return module.namespace as Readonly<Record<string, unknown>>;
  }

  /** The same bytes as an array of the realm: an array of another one is none of its own. */
  bytes(bytes: Uint8Array): Uint8Array {
    return new this.#Uint8Array(bytes);
  }

  #imported(specifier: string, from: string): vm.SourceTextModule {
    const path = this.#graph.get(from)?.imports.get(specifier);
    if (path === undefined) throw new Error(`${from} imports ${specifier}, which no browser has`);
    return this.#moduleAt(path);
  }

  #moduleAt(path: string): vm.SourceTextModule {
    const known = this.#modules.get(path);
    if (known !== undefined) return known;
    const code = this.#graph.get(path)?.code;
    if (code === undefined) throw new Error(`the graph has no ${path}`);
    const module = new vm.SourceTextModule(code, { context: this.#context, identifier: path });
    this.#modules.set(path, module);
    return module;
  }
}
