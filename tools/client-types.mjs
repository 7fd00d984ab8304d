// Makes the types of `libs/client` of the OpenAPI documents that both APIs would serve: no server runs, nothing is opened. The build
// calls it, once the applications are built. Then the client is compiled to the package that site programs install.
import 'reflect-metadata';
import { inspectionApiDocument } from '../dist/apps/inspection-api/src/index.js';
import { siteApiDocument } from '../dist/apps/site-api/src/index.js';
import openapiTS, { astToString, tsUnion } from 'openapi-typescript';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ts = createRequire(import.meta.url)('typescript');
const GENERATED = fileURLToPath(new URL('../libs/client/src/generated', import.meta.url));
const BUILT = fileURLToPath(new URL('../dist/libs/client/src/generated', import.meta.url));
const HEADING = '// Made of the OpenAPI document by `npm run build` (tools/client-types.mjs). Do not edit it.\n';

/** Headers that the client sets itself, from arguments of its own. */
const OWN_HEADERS = ['Idempotency-Key', 'If-Match', 'Last-Event-ID', 'X-Request-Id', 'X-Role'];

const METHODS = ['get', 'post', 'delete'];

function withoutOwnHeaders(document) {
  const copy = structuredClone(document);
  for (const { operation } of operationsOf(copy)) {
    operation.parameters = (operation.parameters ?? []).filter(({ name }) => !OWN_HEADERS.includes(name));
  }
  return copy;
}

function operationsOf({ paths }) {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] === undefined ? [] : [{ path, method, operation: item[method] }])),
  );
}

/** An enumeration that may grow is a union of what it holds now: a typing error in a code is then an error of the compiler. */
function extensibleEnum(schema) {
  const values = schema['x-extensible-enum'];
  if (values === undefined) return undefined;
  return tsUnion(values.map((value) => ts.factory.createLiteralTypeNode(ts.factory.createStringLiteral(value))));
}

function write(name, text) {
  mkdirSync(GENERATED, { recursive: true });
  writeFileSync(join(GENERATED, name), text);
}

/** The types of one API; they are made anew only where its document has changed. */
async function writeTypes(name, document) {
  const text = JSON.stringify(withoutOwnHeaders(document));
  const own = readFileSync(fileURLToPath(import.meta.url));
  const madeOf = `// ${createHash('sha256').update(own).update(text).digest('hex')}\n`;
  const path = join(GENERATED, `${name}.ts`);
  if (existsSync(path) && readFileSync(path, 'utf8').startsWith(HEADING + madeOf)) return;
  const types = await openapiTS(text, { transform: extensibleEnum, immutable: true, emptyObjectsUnknown: true });
  write(`${name}.ts`, HEADING + madeOf + astToString(types));
}

/** The POSTs that take no Idempotency-Key: they must not be sent twice. */
function withoutKey(...documents) {
  const posts = documents.flatMap(operationsOf).filter(({ method }) => method === 'post');
  const keyless = posts.filter(({ operation }) => !operation.parameters?.some(({ name }) => name === OWN_HEADERS[0]));
  return [...new Set(keyless.map(({ path }) => path))].toSorted();
}

const [site, inspection] = [await siteApiDocument(), await inspectionApiDocument()];
await writeTypes('site-api', site);
await writeTypes('inspection-api', inspection);
const paths = JSON.stringify(withoutKey(site, inspection), undefined, 2);
write('without-key.ts', `${HEADING}export const WITHOUT_KEY: readonly string[] = ${paths};\n`);
// The applications, which were built before it was made, import it as it is now; all else that is made here are types.
mkdirSync(BUILT, { recursive: true });
writeFileSync(join(BUILT, 'without-key.js'), `export const WITHOUT_KEY = ${paths};\n`);
