import { Problem } from '@bali/http';
import { applyDecorators, type CanActivate, Inject, Injectable, UseGuards } from '@nestjs/common';
import { AUTHENTICATION, type Authentication } from '../authentication.js';
import { IDENTITY_PROBLEMS } from './identity-problems.js';

/**
 * Refuses everybody alike, before anything of the request is looked at, where an OpenID provider says who somebody is: an answer
 * that depended on a password, or on an account, would let people guess it here, past all that the provider asks.
 */
@Injectable()
class OwnCredentialsGuard implements CanActivate {
  readonly #authentication: Authentication;

  constructor(@Inject(AUTHENTICATION) authentication: Authentication) {
    this.#authentication = authentication;
  }

  canActivate(): boolean {
    if (this.#authentication.asksForPasswords) return true;
    throw new Problem(IDENTITY_PROBLEMS['credentials-elsewhere']);
  }
}

/** The route is about credentials that this installation keeps itself. */
export function AsksForPasswords(): ClassDecorator & MethodDecorator {
  return applyDecorators(UseGuards(OwnCredentialsGuard));
}
