import type { Grant } from './grants/grant.js';
import { OVERSIGHT_GRANTS } from './grants/oversight-grants.js';
import { READING_GRANTS } from './grants/reading-grants.js';
import { RECORD_GRANTS } from './grants/record-grants.js';
import { type Role, ROLES } from './roles.js';

/**
 * Who may do what: the one table, role × action. What is not in it is refused.
 *
 * Site roles have every grant at their own sites only. An arm is seen only by the person to whom it was disclosed (`read-own-unblinding`),
 * and by those who may read what is sealed (`read-cells`).
 */
export const GRANTS = {
  ...RECORD_GRANTS,
  ...OVERSIGHT_GRANTS,
  ...READING_GRANTS,
} as const satisfies Record<string, Grant>;

export type Action = keyof typeof GRANTS;

export const ACTIONS: readonly Action[] = Object.keys(GRANTS) as Action[];

const permitted: ReadonlySet<string> = new Set(
  ACTIONS.flatMap((action) => GRANTS[action].roles.map((role) => `${role} ${action}`)),
);

/** Whether a role may do something. A role or an action that the table does not know is refused (21 CFR 11.10(d), (g)). */
export function permits(role: Role, action: Action): boolean {
  return permitted.has(`${role} ${action}`);
}

/** What somebody is told whose role may not do something: whose it is, and how they get on. */
export function notOfThisRole(role: Role, action: Action): string {
  const { title, roles, instead }: Grant = GRANTS[action];
  const others = roles.map((other) => ROLES[other].title).join('; ');
  const refused =
    `You act as: ${ROLES[role].title}. “${title}” is for: ${others}. Ask somebody who holds that role, or sign in in it, if it is ` +
    'delegated to you.';
  return instead !== undefined && permits(role, instead.action as Action) ? `${refused} ${instead.sentence}` : refused;
}
