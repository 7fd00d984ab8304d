export { ACCESS_EVENTS, accessDefinitionOf } from './access-catalogue.js';
export type { AccountCommand, AccountContext, AccountDecision } from './account-commands.js';
export { type AccountEvent, accountStream, UNKNOWN_ACCOUNTS_STREAM } from './account-events.js';
export { PASSKEY_CREDENTIAL_LENGTH, USER_ID_PATTERN } from './account-fields.js';
export * from './account-refusals.js';
export * from './account-state.js';
export { decideAccount } from './decide-account.js';
export { IDENTITY_CHECKS, type IdentityCheck } from './identity-verified.js';
export { addAdministrator, installAdministrator, type NewPerson } from './first-administrator.js';
