export * from './accounts/index.js';
export * from './credentials/index.js';
export * from './delegations/index.js';
export * from './disclosures/index.js';
export { mayKnowTextsOf } from './free-texts.js';
export { KNOWING_ROLES, type KnowledgeByRole, knowledgeByRole } from './knowledge.js';
export { type Action, ACTIONS, type Grant, GRANTS, permits } from './permissions.js';
export { permissionsAsMarkdown } from './permissions-table.js';
export { actorOf, type Person, SYSTEM_ACTOR, worksAt } from './person.js';
export { isRole, isSiteRole, type Role, ROLE_IDS, type RoleDescription, ROLES } from './roles.js';
export * from './sessions/index.js';
export { contentHash, type SignatureGiven, type SignatureStatement, signed } from './signatures/content-hash.js';
export { type AssertionFault, assertionFault, originOf, rpIdOf } from './signatures/passkey-assertion.js';
export { isPasskeyOfSigner, PasskeyHistory } from './signatures/passkey-holder.js';
export { passkeyChallenge, passkeyChallengeOf, type PasskeyStatement } from './signatures/passkey-statement.js';
export type { PasskeyAnswer, PasskeyRequest, SigningPasskeys } from './signatures/signing-passkeys.js';
export {
  SIGNATURE_PROBLEMS,
  type SignatureProblem,
  type SignatureStanding,
  signatureStandings,
  type SignatureVerdict,
  type Standing,
  verifySignature,
} from './signatures/verify-signature.js';
export {
  SIGNING_REFUSALS,
  type SigningAuthority,
  type SigningCredentials,
  type SigningMethod,
  type SigningRefusal,
  SigningRefused,
  type StepUp,
} from './signatures/signing-authority.js';
export {
  type Asked,
  type RoleRefusal,
  RoleRefused,
  type TokenRefusal,
  TokenRefused,
  type TokenVerifier,
} from './token-verifier.js';
