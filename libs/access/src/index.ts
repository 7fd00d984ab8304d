export * from './accounts/index.js';
export * from './clock/index.js';
export * from './credentials/index.js';
export * from './delegations/index.js';
export * from './disclosures/index.js';
export { mayKnowText, mayKnowTextsOf, TEXT_STAYS_MS, textIsFor, type TextInQuestion } from './free-texts.js';
export { TextKnowledge } from './text-knowledge.js';
export { KNOWING_ROLES, knowledgeByRole } from './knowledge.js';
export * from './ledgers/index.js';
export { type Action, ACTIONS, GRANTS, notOfThisRole, permits } from './permissions.js';
export * from './people/index.js';
export { permissionsAsMarkdown } from './permissions-table.js';
export {
  accountsOfPerson,
  actorOf,
  AnotherSite,
  giverOf,
  type Person,
  requireOwnSite,
  SYSTEM_ACTOR,
  worksAt,
} from './person.js';
export { isSiteRole, type Role, ROLE_IDS, ROLES } from './roles.js';
export * from './sessions/index.js';
export * from './trail-reviews/index.js';
export { type SignatureGiven, signed } from './signatures/content-hash.js';
export { assertionFault, originOf, rpIdOf } from './signatures/passkey-assertion.js';
export { isPasskeyOfSigner, PasskeyHistory } from './signatures/passkey-holder.js';
export { passkeyChallenge, passkeyChallengeOf } from './signatures/passkey-statement.js';
export type { PasskeyAnswer, PasskeyRequest, SigningPasskeys } from './signatures/signing-passkeys.js';
export {
  SIGNATURE_PROBLEMS,
  type SignatureStanding,
  signatureStandings,
  verifySignature,
} from './signatures/verify-signature.js';
export {
  type SigningAuthority,
  type SigningCredentials,
  type SigningMethod,
  SigningRefused,
  type StepUp,
} from './signatures/signing-authority.js';
export { RoleRefused, TokenRefused, type TokenVerifier } from './token-verifier.js';
