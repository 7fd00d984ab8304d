import type { OpenApiDocument } from '@bali/http/testing';
import type { Answer } from './answers.js';

/** What an API says of itself. */
export interface Promised {
  readonly document: OpenApiDocument;
  /** The status of each code of a problem. */
  readonly problems: ReadonlyMap<string, number>;
}

/** What is served besides the operations of the documents: pages, and the documents themselves. */
const BESIDE = /^\/($|docs|openapi\.json|problems|pages)/;
const UNAVAILABLE = 503;
const PROBLEM = 'application/problem+json';
/** What would tell how the server is made. */
const INSIDE = /node_modules|^\s+at .*:\d+:\d+\)?$|\.ts:\d+|SQLITE_|node:internal/m;

/** What was asked, as far as the answer depends on it. */
export interface Asking {
  readonly method: string;
  readonly path: string;
}

/** Everything in which an answer is not what the API promises. */
export function faultsOf(promised: Promised, asking: Asking, answer: Answer | undefined): readonly string[] {
  if (answer === undefined) return ['the request was not answered'];
  const { status, text } = answer;
  const inside = INSIDE.test(text) && !BESIDE.test(asking.path) ? ['the answer tells how the server is made'] : [];
  if (status === UNAVAILABLE && operationOf(promised, asking)?.responses[status] !== undefined) {
    return [...inside, ...faultsOfAnswer(promised, asking, answer)];
  }
  return [
    ...inside,
    ...(status >= 400 ? faultsOfProblem(promised, asking, answer) : faultsOfAnswer(promised, asking, answer)),
  ];
}

function faultsOfProblem({ document, problems }: Promised, { method }: Asking, answer: Answer): readonly string[] {
  const { status, text } = answer;
  if (status > UNAVAILABLE || (status >= 500 && status !== UNAVAILABLE)) return [`the status is ${status}`];
  if (method === 'HEAD') return text === '' ? [] : ['the answer to HEAD has a body'];
  if (typeOf(answer) !== PROBLEM) return [`a refusal with status ${status} is no problem, but ${typeOf(answer)}`];
  const body = jsonIn(text);
  const differences = document.differencesFrom('Problem', body);
  if (differences !== undefined) return [`a problem is not as documented: ${JSON.stringify(differences)}`];
  const { code, status: named } = body as { readonly code: string; readonly status: number };
  if (named !== status) return [`the problem says ${named}, the answer ${status}`];
  const known = problems.get(code);
  return known === status
    ? []
    : [`${code} is documented with ${known ?? 'no status'}, and was answered with ${status}`];
}

function faultsOfAnswer(promised: Promised, asking: Asking, answer: Answer): readonly string[] {
  const { status, text } = answer;
  const operation = operationOf(promised, asking);
  if (operation === undefined) return BESIDE.test(asking.path) ? [] : [`status ${status} of what is not documented`];
  const { operationId, responses } = operation;
  const documented = responses[status];
  if (documented === undefined) return [`status ${status} of ${operationId} is not documented`];
  if (asking.method === 'HEAD') return text === '' ? [] : ['the answer to HEAD has a body'];
  const types = Object.keys(documented.content ?? {});
  if (types.length === 0) return text === '' ? [] : [`${operationId} answers with a body that is not documented`];
  if (!types.includes(typeOf(answer)))
    return [`${operationId} answers with ${typeOf(answer)}, documented is ${types.join()}`];
  if (typeOf(answer) !== 'application/json') return [];
  const differences = promised.document.differences(operationId, status, jsonIn(text));
  return differences === undefined
    ? []
    : [`the answer of ${operationId} is not as documented: ${JSON.stringify(differences)}`];
}

/** The operation that answers: a path that is written out goes before one with places. */
export function operationOf({ document }: Pick<Promised, 'document'>, { method, path }: Asking) {
  const own = path.split(/[?#]/)[0] ?? '';
  const asked = method === 'HEAD' ? 'get' : method.toLowerCase();
  const fitting = document.operations.filter((one) => one.method === asked && patternOf(one.path).test(own));
  return fitting.toSorted((one, other) => placesOf(one.path) - placesOf(other.path))[0];
}

const PATTERNS = new Map<string, RegExp>();

function patternOf(path: string): RegExp {
  const known = PATTERNS.get(path);
  if (known !== undefined) return known;
  const literal = path
    .replaceAll('.', '\\.')
    .replaceAll('{path}', '.+')
    .replaceAll(/\{\w+\}/g, '[^/]+');
  const made = new RegExp(`^${literal}$`);
  PATTERNS.set(path, made);
  return made;
}

function placesOf(path: string): number {
  return path.split('{').length;
}

function typeOf({ headers }: Answer): string {
  return (
    String(headers['content-type'] ?? 'nothing')
      .split(';')[0]
      ?.trim() ?? ''
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return 'no JSON';
  }
}
