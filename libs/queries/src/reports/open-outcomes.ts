import { permits, type Person } from '@bali/access';
import { QueryRefused } from '../query-refused.js';

/**
 * Who watches outcomes while the trial runs could be led by them in what is done next: until the lock they are shown to
 * statisticians, the board and inspectors alone, pooled too (ICH E9, 4.5).
 * @throws QueryRefused `outcomes-not-open`
 */
export function requireOpenOutcomes(person: Person, locked: boolean): void {
  if (locked || permits(person.role, 'read-outcomes')) return;
  throw new QueryRefused('outcomes-not-open', {
    detail:
      'Until the database is locked, outcomes are shown to statisticians and inspectors only, also for all patients together. ' +
      'The flow of patients is open to you.',
  });
}
