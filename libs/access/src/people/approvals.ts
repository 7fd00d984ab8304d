import type { Instant } from '@bali/protocol';
import type { AccountContext, AccountDecision } from '../accounts/account-commands.js';
import { refuse } from '../accounts/decided.js';
import { isSecondPerson } from './second-person.js';

/** How long something that was asked for can be approved: whoever approves it later would no longer know why it was. */
const GOOD_FOR_DAYS = 14;
const DAY_MS = 86_400_000;

export function isTooOld(askedAt: Instant | undefined, now: Instant): boolean {
  return askedAt === undefined || Date.parse(now) - Date.parse(askedAt) > GOOD_FOR_DAYS * DAY_MS;
}

/** Why an approval does not count; `undefined`: it does. It is decided when it is recorded, whatever was so before. */
export function approvalRefused(asked: string, context: AccountContext): AccountDecision | undefined {
  const { by, people, isAdministrator } = context;
  if (!isAdministrator(by)) {
    return refuse('approver-not-administrator', 'Only somebody who is an administrator now can approve this.');
  }
  if (!isAdministrator(asked)) {
    const sentence = 'Whoever asked for this is no longer an administrator: another administrator asks for it anew.';
    return refuse('asker-not-administrator', sentence);
  }
  return isSecondPerson(people, asked, by) ? undefined : refuse('approver-not-independent', NOT_INDEPENDENT);
}

const NOT_INDEPENDENT =
  'One administrator could have made up both of you, since that one alone has verified who you are. Another administrator ' +
  'approves this or verifies your identity first, or an operator who has the keys of the installation does so with `bali ' +
  'accounts verify`.';
