/** The methods that exist at each path, to tell a wrong method from a wrong path. Asked only when a request failed. */
export class RouteTable {
  readonly #methods = new Map<string, Set<string>>();

  /** @param pattern a path in Fastify's form, such as `/v1/patients/:patient`. */
  add(pattern: string, methods: string | readonly string[]): void {
    if (pattern.includes('*')) return;
    const known = this.#methods.get(pattern) ?? new Set<string>();
    for (const method of [methods].flat()) known.add(method);
    this.#methods.set(pattern, known);
  }

  /** The methods at a request's path, in alphabetical order; none if there is no such path. */
  methodsAt(url: string): readonly string[] {
    const [path = ''] = url.split('?');
    const found = [...this.#methods]
      .filter(([pattern]) => matches(pattern, path))
      .flatMap(([, methods]) => [...methods]);
    return [...new Set(found)].sort();
  }
}

function matches(pattern: string, path: string): boolean {
  const expected = pattern.split('/');
  const parts = path.split('/');
  return parts.length === expected.length && expected.every((part, i) => part === parts[i] || part.startsWith(':'));
}
