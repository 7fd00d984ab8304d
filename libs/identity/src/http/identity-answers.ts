import {
  type AccountState,
  type DelegationRequest,
  type Holder,
  lockedUntil,
  type Person,
  ROLE_IDS,
} from '@bali/access';
import { isCopyToTry, isDemo } from '@bali/event-store';
import { ApiProperty } from '@nestjs/swagger';
import type { DelegationLogEntry } from '../accounts/account-reader.js';
import type { AccountHandled } from '../accounts/accounts.js';
import type { SignedIn } from '../sessions/sessions.js';

const REQUEST_ENDS: readonly NonNullable<DelegationRequest['over']>[] = ['approved', 'withdrawn', 'declined'];
const text = (description: string, example?: string) => ({ description, type: String, ...(example && { example }) });
const maybe = (description: string) => ({ description, type: String, required: false });

export class PersonAnswer {
  @ApiProperty(text('the identifier of the account', 'claire.martin')) readonly userId: string;
  @ApiProperty(text('the name, as it is printed next to what they do', 'Claire Martin')) readonly name: string;
  @ApiProperty({ description: 'the role in which they act', enum: ROLE_IDS }) readonly role: string;
  @ApiProperty(text('where they work')) readonly organisation: string;
  @ApiProperty({ description: 'the sites of a site role', type: [String] }) readonly sites: readonly string[];

  constructor({ userId, name, role, organisation, sites }: Person) {
    this.userId = userId;
    this.name = name;
    this.role = role;
    this.organisation = organisation;
    this.sites = sites;
  }
}

/** Who somebody is, and until when. */
export class SessionAnswer {
  @ApiProperty(maybe('the session; never a secret')) readonly session?: string;
  @ApiProperty({ ...maybe('when it ends at the latest'), format: 'date-time' }) readonly expiresAt?: string;
  @ApiProperty() readonly person: PersonAnswer;

  constructor(person: Person, expiresAt: string | undefined) {
    if (person.session !== undefined) this.session = person.session;
    if (expiresAt !== undefined) this.expiresAt = expiresAt;
    this.person = new PersonAnswer(person);
  }
}

export class SignedInAnswer extends SessionAnswer {
  @ApiProperty(text('for `Authorization: Bearer`; whoever has it acts as this person')) readonly token: string;
  @ApiProperty(
    text(
      'keep it on this device, and send it with the next sign-in: then nobody is kept out by what others try elsewhere',
    ),
  )
  readonly deviceToken: string;

  constructor({ token, deviceToken, person, expiresAt }: SignedIn) {
    super(person, expiresAt);
    this.token = token;
    this.deviceToken = deviceToken;
  }
}

/** What somebody who wants to sign in on a page is told before. */
export class SignInOfferAnswer {
  @ApiProperty({
    description: 'whether this installation asks for passwords; if not, an OpenID provider lets people in',
    type: Boolean,
  })
  readonly passwords: boolean;
  @ApiProperty({ ...text('which installation this is; no secret'), format: 'uuid' }) readonly installation: string;
  @ApiProperty({ description: 'whether it was made as a demo, in which nothing is real', type: Boolean })
  readonly demo: boolean;
  @ApiProperty({ description: 'whether it is a copy to try, in which nothing is a record of the trial', type: Boolean })
  readonly copy: boolean;
  @ApiProperty({
    ...text('the origin of the pages on which people register passkeys; absent: they cannot'),
    required: false,
  })
  readonly passkeyOrigin?: string;

  constructor(passwords: boolean, installation: string, passkeyOrigin: string | undefined) {
    this.passwords = passwords;
    this.installation = installation;
    this.demo = isDemo(installation);
    this.copy = isCopyToTry(installation);
    if (passkeyOrigin !== undefined) this.passkeyOrigin = passkeyOrigin;
  }
}

export class OneTimeCodeAnswer {
  @ApiProperty(text('for the authenticator app (`otpauth:`), once: it holds the secret')) readonly uri: string;

  constructor(uri: string) {
    this.uri = uri;
  }
}

export class RecoveryCodesAnswer {
  @ApiProperty({
    description:
      'to print and to keep where nobody else comes: each is good once, in place of a one-time code. Never shown again',
    type: [String],
  })
  readonly codes: readonly string[];

  constructor(codes: readonly string[]) {
    this.codes = codes;
  }
}

/** What a command about an account has led to. */
export class AccountRecorded {
  @ApiProperty({ description: "revision of the account's last event, from 0; also the ETag" })
  readonly revision: number;
  @ApiProperty({ description: 'position of the last event in the access ledger, from 0' }) readonly position: number;
  @ApiProperty({ description: 'ids of the events that were recorded', type: [String] })
  readonly events: readonly string[];
  @ApiProperty(maybe('to hand to the person: good for choosing their own, for 7 days. Given once, never again'))
  readonly initialPassword?: string;

  constructor({ revision, position, events, initialPassword }: AccountHandled) {
    this.revision = revision;
    this.position = position;
    this.events = events;
    if (initialPassword !== undefined) this.initialPassword = initialPassword;
  }
}

export class DelegationAnswer {
  @ApiProperty({ description: 'the number in the account, from 1' }) readonly number: number;
  @ApiProperty({ enum: ROLE_IDS }) readonly role: string;
  @ApiProperty({ type: [String] }) readonly sites: readonly string[];
  @ApiProperty({ ...text('the first day'), format: 'date' }) readonly from: string;
  @ApiProperty({ ...maybe('the last day, if one is set'), format: 'date' }) readonly until?: string;
  @ApiProperty({ ...text('when it was recorded'), format: 'date-time' }) readonly delegatedAt: string;
  @ApiProperty(text('the account of the person who delegated it')) readonly delegatedBy: string;
  @ApiProperty(maybe('the account of the administrator who asked for it, where another one had to approve it'))
  readonly requestedBy?: string;
  @ApiProperty({ ...maybe('when it was ended'), format: 'date-time' }) readonly endedAt?: string;
  @ApiProperty(maybe('the account of the person who ended it')) readonly endedBy?: string;

  constructor(delegation: AccountState['delegations'][number]) {
    const { number, role, sites, from, until, delegatedAt, delegatedBy, requestedBy, endedAt, endedBy } = delegation;
    this.number = number;
    this.role = role;
    this.sites = sites;
    this.from = from;
    if (until !== undefined) this.until = until;
    this.delegatedAt = delegatedAt;
    this.delegatedBy = delegatedBy;
    if (requestedBy !== undefined) this.requestedBy = requestedBy;
    if (endedAt !== undefined) this.endedAt = endedAt;
    if (endedBy !== undefined) this.endedBy = endedBy;
  }
}

export class DelegationLogAnswer extends DelegationAnswer {
  @ApiProperty(text('the account')) readonly userId: string;
  @ApiProperty(text('the name')) readonly name: string;
  @ApiProperty(text('where they work')) readonly organisation: string;

  constructor(entry: DelegationLogEntry) {
    super(entry);
    this.userId = entry.userId;
    this.name = entry.name;
    this.organisation = entry.organisation;
  }
}

/** A delegation that was asked for. */
export class DelegationRequestAnswer {
  @ApiProperty({ description: 'the number in the account, from 1' }) readonly number: number;
  @ApiProperty({ enum: ROLE_IDS }) readonly role: string;
  @ApiProperty({ type: [String] }) readonly sites: readonly string[];
  @ApiProperty({ ...text('the first day'), format: 'date' }) readonly from: string;
  @ApiProperty({ ...maybe('the last day, if one is set'), format: 'date' }) readonly until?: string;
  @ApiProperty({ ...text('when it was asked for; it can be approved for 14 days'), format: 'date-time' })
  readonly requestedAt: string;
  @ApiProperty(text('the account of the administrator who asked')) readonly requestedBy: string;
  @ApiProperty({ ...maybe('what became of it; absent: another administrator can approve it'), enum: REQUEST_ENDS })
  readonly over?: string;

  constructor({ number, role, sites, from, until, requestedAt, requestedBy, over }: DelegationRequest) {
    this.number = number;
    this.role = role;
    this.sites = sites;
    this.from = from;
    if (until !== undefined) this.until = until;
    this.requestedAt = requestedAt;
    this.requestedBy = requestedBy;
    if (over !== undefined) this.over = over;
  }
}

/** An account, as an administrator sees it. Of its credentials it says only that they are there. */
export class AccountAnswer {
  @ApiProperty(text('the identifier')) readonly userId: string;
  @ApiProperty(text('the name')) readonly name: string;
  @ApiProperty(text('where they work')) readonly organisation: string;
  @ApiProperty({ description: 'whether the identity was verified' }) readonly identityVerified: boolean;
  @ApiProperty({ description: 'other accounts that the same person has or had', type: [String] })
  readonly otherAccounts: readonly string[];
  @ApiProperty({ description: 'the accounts of those who verified it', type: [String] })
  readonly identityVerifiedBy: readonly string[];
  @ApiProperty(maybe("the person's identifier at the OpenID provider, if the account is linked"))
  readonly subject?: string;
  @ApiProperty({ type: [DelegationAnswer] }) readonly delegations: readonly DelegationAnswer[];
  @ApiProperty({ type: [DelegationRequestAnswer] }) readonly delegationRequests: readonly DelegationRequestAnswer[];
  @ApiProperty({
    ...maybe('until when nobody can sign in with it from a place where it has failed repeatedly'),
    format: 'date-time',
  })
  readonly lockedUntil?: string;
  @ApiProperty({ description: 'whether one-time codes are set up' }) readonly oneTimeCode: boolean;
  @ApiProperty({ description: 'how many sessions are open' }) readonly sessions: number;
  @ApiProperty(maybe('who asked for new credentials, until somebody else approves'))
  readonly recoveryRequestedBy?: string;
  @ApiProperty({ ...maybe('when it was deactivated'), format: 'date-time' }) readonly deactivatedAt?: string;

  constructor(account: AccountState & { readonly userId: string }, { verifiedBy, accounts = [] }: Holder, now: string) {
    const { recovery, deactivatedAt, openIdentity, requests = [] } = account;
    const until = lockedUntil(account, now);
    this.userId = account.userId;
    this.name = account.name;
    this.organisation = account.organisation;
    this.identityVerified = account.identityVerified;
    this.otherAccounts = accounts.filter((other) => other !== account.userId);
    this.identityVerifiedBy = verifiedBy;
    if (openIdentity !== undefined) this.subject = openIdentity.subject;
    this.delegationRequests = requests.map((request) => new DelegationRequestAnswer(request));
    this.delegations = account.delegations.map((delegation) => new DelegationAnswer(delegation));
    if (until !== undefined) this.lockedUntil = until;
    this.oneTimeCode = account.oneTimeCode !== undefined;
    this.sessions = account.sessions.length;
    if (recovery !== undefined && recovery.approvedBy === undefined) this.recoveryRequestedBy = recovery.requestedBy;
    if (deactivatedAt !== undefined) this.deactivatedAt = deactivatedAt;
  }
}

export class AccountsAnswer {
  @ApiProperty({ type: [AccountAnswer] }) readonly items: readonly AccountAnswer[];

  constructor(items: readonly AccountAnswer[]) {
    this.items = items;
  }
}

export class DelegationLogOfDay {
  @ApiProperty({ ...text('the day'), format: 'date' }) readonly on: string;
  @ApiProperty({ type: [DelegationLogAnswer] }) readonly items: readonly DelegationLogAnswer[];

  constructor(on: string, items: readonly DelegationLogAnswer[]) {
    this.on = on;
    this.items = items;
  }
}
