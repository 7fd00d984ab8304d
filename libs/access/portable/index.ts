/*
 * What needs nothing of Node. A verifier that runs in a browser imports this, and nothing else of the room.
 */
export { accessDefinitionOf } from '../src/accounts/access-catalogue.js';
export { ACCOUNT_EVENTS } from '../src/accounts/account-events.js';
export { type AccountState, evolveAccount, initialAccountState } from '../src/accounts/account-state.js';
export { textIsFor } from '../src/free-texts.js';
export { TextKnowledge } from '../src/text-knowledge.js';
export { DISCLOSURE_EVENTS } from '../src/disclosures/disclosure-events.js';
export { isPasskeyOfSigner, PasskeyHistory } from '../src/signatures/passkey-holder.js';
export { verifySignature } from '../src/signatures/verify-signature.js';
export { type Action, permits } from '../src/permissions.js';
export { isSiteRole, type Role, ROLE_IDS } from '../src/roles.js';
