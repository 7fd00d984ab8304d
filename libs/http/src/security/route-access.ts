import { applyDecorators, SetMetadata } from '@nestjs/common';
import { type Action as ActionId, GRANTS } from '@bali/access';
import { ApiBearerAuth, ApiExtension, ApiHeader } from '@nestjs/swagger';
import { BEARER } from './bearer.js';

/** What a route asks of whoever calls it. */
export type RouteAccess = { readonly action: ActionId } | { readonly openBecause: string };

export const ROUTE_ACCESS = 'bali:route-access';
export const TRIES_CREDENTIALS = 'bali:tries-credentials';

/** The route does this action: only roles that the table of permissions grants it may call. */
export function Action(action: ActionId): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata<string, RouteAccess>(ROUTE_ACCESS, { action }),
    ApiBearerAuth(BEARER),
    ApiExtension('x-action', action),
    ApiExtension('x-roles', [...GRANTS[action].roles]),
  );
}

/** The route is a command: {@link Action}, with the headers that every command takes in the documentation. */
export function Command(action: ActionId): MethodDecorator {
  return applyDecorators(
    Action(action),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: 'The same for every attempt at the same intent, so that it is done once only.',
      schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
      example: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a',
    }),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'The revision that was decided on, as `ETag` gave it. Refused with 412 if another is in force.',
      schema: { type: 'string', pattern: '^(\\*|"(0|[1-9][0-9]{0,14})")$' },
    }),
  );
}

/** The route needs no token. Every such route says why. */
export function OpenToAnyone(because: string): MethodDecorator & ClassDecorator {
  return SetMetadata<string, RouteAccess>(ROUTE_ACCESS, { openBecause: because });
}

/** The route takes a password or a code: an address may try it only a few times a minute. */
export function TriesCredentials(): MethodDecorator {
  return SetMetadata<string, true>(TRIES_CREDENTIALS, true);
}

export const UNOBSERVED = 'bali:unobserved';

/** The places of a route's path, as a request fills them. */
export type Places = Readonly<Record<string, string>>;

/**
 * Whoever may call the route leaves no line in the log and no count in the metrics: how often, and when, it is called would
 * tell those who operate the software what they may not know. Refused callers are logged, and so is what fails.
 * @param where for which requests (default: for all).
 */
export function Unobserved(where: (places: Places) => boolean = () => true): ClassDecorator & MethodDecorator {
  return SetMetadata<string, typeof where>(UNOBSERVED, where);
}

export const PADDED = 'bali:padded';

/**
 * Every answer has a length that is a multiple of a number of bytes, so that the length says nothing of an arm to a person who sees
 * the traffic and not what is in it. JSON is filled up with blanks behind it, which every parser of JSON passes over.
 * @param blockBytes more than any answer of one patient has.
 */
export function Padded(blockBytes: number): MethodDecorator {
  return SetMetadata<string, number>(PADDED, blockBytes);
}
