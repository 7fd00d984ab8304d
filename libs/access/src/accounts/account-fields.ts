import { oneOf, siteCode, whole } from '@bali/schema';
import { Type } from 'typebox';
import { FORMER_ROLE_IDS, type Role, ROLE_IDS_BEFORE_BOARD } from '../roles.js';

/** An account's identifier: lower case, so that no two differ in case alone. */
export const USER_ID_PATTERN = '^[a-z0-9][a-z0-9._@-]{0,99}$';
export const accountId = (description: string) => Type.String({ description, pattern: USER_ID_PATTERN });

/** Of a passkey's identifier, in characters of base64url: 16 bytes at least (WebAuthn, 4), and 384 at most. */
export const PASSKEY_CREDENTIAL_LENGTH = { min: 22, max: 512 } as const;

export const credential = Type.String({
  description: 'identifier of the passkey, base64url',
  pattern: `^[A-Za-z0-9_-]{${PASSKEY_CREDENTIAL_LENGTH.min},${PASSKEY_CREDENTIAL_LENGTH.max}}$`,
});
export const commitment = Type.String({
  description: 'SHA-256 over purpose, user and verifier (canonical JSON); the verifier itself is in no ledger',
  pattern: '^[0-9a-f]{64}$',
});
export const device = Type.String({
  description:
    'the device that has signed in before, by the commitment to its token; absent: a source that is not known',
  pattern: '^[0-9a-f]{64}$',
});
export const SAMPLE_COMMITMENT = '3b8d1f0c'.repeat(8);
export const delegation = whole('the number of the delegation in this account, from 1', 1, 10_000);
/** Of an event's version that was written before the data monitoring board had a role. */
export const roleBeforeBoard = oneOf(
  'the role',
  ROLE_IDS_BEFORE_BOARD as ['investigator', ...typeof ROLE_IDS_BEFORE_BOARD],
);
/** Of an event's version that was written before there were emergency physicians. */
export const formerRole = oneOf('the role', FORMER_ROLE_IDS as ['investigator', ...typeof FORMER_ROLE_IDS]);
/** By its identifier, in events that are new since there are more roles: a schema that lists them has a version for each new role. */
export const anyRole = Type.Unsafe<Role>(Type.String({ description: 'the role', pattern: '^[a-z][a-z-]{1,62}[a-z]$' }));
export const delegationRequest = whole(
  'the number of the request for the delegation in this account, from 1',
  1,
  10_000,
);
export const session = Type.String({ description: 'the session', format: 'uuid' });
export const sites = Type.Array(siteCode, {
  description: 'the sites of a site role',
  maxItems: 100,
  uniqueItems: true,
});
/** As above, in events that are written since a role without sites can be held for some. */
export const heldForSites = Type.Array(siteCode, {
  description: 'the sites for which the role is held; none: it is held for no site in particular',
  maxItems: 100,
  uniqueItems: true,
});
