import type { CalendarDate, Instant } from '@bali/protocol';
import type { Role } from '../roles.js';
import type { RedactionRequest, TextFound } from '@bali/trial';
import type { CredentialKind } from '../credentials/credentials-set.js';
import type { People } from '../people/people.js';
import type { AccountEvent } from './account-events.js';
import type { IdentityCheck } from './identity-verified.js';
import type { AccountState } from './account-state.js';
import type { RENAMED_BECAUSE } from '../people/person-renamed.js';
import type { AccountRefusal } from './account-refusals.js';

export type RenamedBecause = (typeof RENAMED_BECAUSE)[number];

/** A role that is to be delegated: at sites, for a time. */
export interface DelegationWanted {
  readonly role: Role;
  readonly sites: readonly string[];
  readonly from: CalendarDate;
  readonly until?: CalendarDate;
}

/** What an administrator asks for. */
export type AccountCommand =
  | {
      readonly type: 'CreateAccount';
      readonly userId: string;
      readonly name: string;
      readonly organisation: string;
      /** Another account that the person has or had. */
      readonly samePersonAs?: string;
      /** Whether they are another person than each one of the same name. */
      readonly isAnotherPerson?: boolean;
    }
  | {
      readonly type: 'RenamePerson';
      readonly name: string;
      readonly organisation: string;
      readonly why: RenamedBecause;
    }
  | { readonly type: 'RecognizePerson'; readonly samePersonAs: string }
  | { readonly type: 'VerifyIdentity'; readonly how: IdentityCheck }
  | { readonly type: 'LinkOpenIdentity'; readonly issuer: string; readonly subject: string }
  | ({ readonly type: 'DelegateRole' } & DelegationWanted)
  | ({ readonly type: 'RequestDelegation' } & DelegationWanted)
  | { readonly type: 'ApproveDelegation'; readonly request: number; readonly how: IdentityCheck }
  | { readonly type: 'EndDelegationRequest'; readonly request: number }
  | { readonly type: 'EndDelegation'; readonly delegation: number }
  | { readonly type: 'DeactivateAccount' }
  | { readonly type: 'UnlockAccount' }
  | { readonly type: 'RevokeSessions' }
  | { readonly type: 'RequestRecovery' }
  | { readonly type: 'ApproveRecovery'; readonly how: IdentityCheck }
  | { readonly type: 'RedactText'; readonly request: RedactionRequest; readonly found: Omit<TextFound, 'isRedacted'> };

/** What is handed in to every decision about an account. */
export interface AccountContext {
  /** The server's clock, UTC: what becomes `recordedAt`. */
  readonly now: Instant;
  /** Who asks for it. */
  readonly by: string;
  /** Who vouches for whom, and who has which accounts. */
  readonly people: People;
  /** Another account, as it is now. */
  readonly accountOf: (userId: string) => AccountState;
  /** The accounts of whoever has this name, as far as names can be compared. */
  readonly namesakes: (name: string) => readonly string[];
  /** Whether somebody has the role of administrator now. */
  readonly isAdministrator: (userId: string) => boolean;
  /** Whether another account is linked to the person at an OpenID provider, for a command that links one. */
  readonly isLinkedToAnother?: boolean;
  /** To the initial password that was made, for a command that sets one. */
  readonly commitment?: string;
}

/** What a command about an account leads to. */
export type AccountDecision = { readonly events: readonly AccountEvent[] } | { readonly refusal: AccountRefusal };

export type NewCredential = Exclude<CredentialKind, 'initial-password'>;

export type CommandOf<Type extends AccountCommand['type']> = Extract<AccountCommand, { type: Type }>;
