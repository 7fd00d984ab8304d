import type { Role } from '@bali/access';
import type { OpenApiDocument, Parameter, Schema } from '@bali/http/testing';
import type { Api } from '../non-interference/world.js';

/** What an OpenAPI document says of an operation, as far as requests are made of it. */
export interface Fuzzed {
  readonly api: Api;
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The schema of its body. Absent: it has none. */
  readonly body?: Schema;
  readonly examples: readonly unknown[];
  /** The roles that it lets in. Absent: anybody. */
  readonly roles?: readonly Role[];
  /** It answers with events that come as long as somebody listens. */
  readonly isStream: boolean;
}

/** Whatever the document says that an API has: what is added to the API is asked, too. */
export function operationsOf(api: Api, { operations }: OpenApiDocument): readonly Fuzzed[] {
  return operations.map((operation) => {
    const { operationId, method, path, parameters = [], requestBody, responses, 'x-roles': roles } = operation;
    const { schema, examples = {} } = requestBody?.content['application/json'] ?? {};
    return {
      ...{ api, operationId, method: method.toUpperCase(), path, parameters },
      ...(schema !== undefined && { body: schema }),
      examples: Object.values(examples).map(({ value }) => value),
      ...(roles !== undefined && { roles }),
      isStream: responses['200']?.content?.['text/event-stream'] !== undefined,
    };
  });
}

/**
 * What ends or hinders the work of all others, or takes a role from somebody: such commands come last, so that what comes before them is
 * done by people who may do it, in a trial that goes on.
 */
const ENDS =
  /\/(sessions\/current|password|deactivation|role-endings|revocation|database-lock|closure|annulments|transfers|death)|trial\/unblinding$|unblinding$|recover|delegations|accounts/;

export function endsSomething({ method, path }: Fuzzed): boolean {
  return method !== 'GET' && ENDS.test(path);
}
