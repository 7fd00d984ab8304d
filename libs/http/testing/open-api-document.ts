import type { Role } from '@bali/access';
import type { OpenAPIObject } from '@nestjs/swagger';
import { isPartialDate } from '@bali/protocol';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** A JSON Schema, as OpenAPI 3.1 has them. */
export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

/** What is read here of an operation. */
interface MediaType {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
type Content = Readonly<Record<string, MediaType>>;

export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  /** The roles that it lets in; absent: anybody. */
  readonly 'x-roles'?: readonly Role[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

/** The OpenAPI document that an API serves, to hold its answers to. */
export class OpenApiDocument {
  readonly document: OpenAPIObject;
  readonly operations: readonly Operation[];
  readonly #ajv = new Ajv2020({ strict: false });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: OpenAPIObject) {
    addFormats.default(this.#ajv);
    this.#ajv.addFormat('partial-date', isPartialDate);
    this.#ajv.addSchema(document, 'document');
    this.document = document;
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, Omit<Operation, 'method' | 'path'>>).map(([method, operation]) => ({
        ...operation,
        ...{ method, path },
      })),
    );
  }

  operation(operationId: string): Operation {
    const found = this.operations.find((operation) => operation.operationId === operationId);
    if (found === undefined) throw new Error(`there is no operation ${operationId}`);
    return found;
  }

  /** The path of an operation with its places filled. */
  pathOf(operationId: string, places: Readonly<Record<string, string>>): string {
    return this.operation(operationId).path.replaceAll(/\{(\w+)\}/g, (_, name: string) => places[name] ?? name);
  }

  /** The first body that the document shows for an operation. */
  requestExample(operationId: string): Record<string, unknown> {
    const { examples = {} } = this.operation(operationId).requestBody?.content['application/json'] ?? {};
    const [whole] = Object.values(examples);
    return (whole?.value ?? {}) as Record<string, unknown>;
  }

  answerExample(operationId: string): unknown {
    return this.operation(operationId).responses['200']?.content?.['application/json']?.example;
  }

  /** How an answer differs from what the document says of it; `undefined`: it does not. */
  differences(operationId: string, status: number, answer: unknown): unknown {
    const { path, method, responses } = this.operation(operationId);
    if (responses[status] === undefined) return `${status} is not documented`;
    if (responses[status].content === undefined) return answer === undefined ? undefined : 'a body is not documented';
    const place = path.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
    const pointer = `paths/${place}/${method}/responses/${status}/content/application~1json/schema`;
    return this.#errorsBy(`document#/${pointer}`, answer);
  }

  /** How the examples of an operation's body differ from what it takes; one difference for each that does. */
  wrongExamples(operationId: string): readonly unknown[] {
    const { path, method, requestBody } = this.operation(operationId);
    const place = encodeURIComponent(path.replaceAll('~', '~0').replaceAll('/', '~1'));
    const pointer = `document#/paths/${place}/${method}/requestBody/content/application~1json/schema`;
    const examples = Object.values(requestBody?.content['application/json']?.examples ?? {});
    if (requestBody !== undefined && examples.length === 0) return [`${operationId} has no example of a whole body`];
    return examples.flatMap(({ value }) => this.#errorsBy(pointer, value) ?? []);
  }

  /** The same for a schema of the document's own. */
  differencesFrom(schema: string, value: unknown): unknown {
    return this.#errorsBy(`document#/components/schemas/${schema}`, value);
  }

  #errorsBy($ref: string, value: unknown): unknown {
    const validate = this.#compiled.get($ref) ?? this.#ajv.compile({ $ref });
    this.#compiled.set($ref, validate);
    return validate(value) ? undefined : validate.errors;
  }
}
