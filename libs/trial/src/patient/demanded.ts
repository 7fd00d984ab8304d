import { valueAt } from '@bali/schema';
import { refusal } from '../refusal.js';
import type { Rule } from './rule.js';

/**
 * That a field is entered which the schema leaves open, since entries of earlier versions lack it. An old entry is left as it
 * is; whoever corrects it may add the field, and takes it out no more.
 * @param field a JSON pointer. @param what it is, as the beginning of a sentence
 */
export function demanded(field: string, what: string): Rule {
  return {
    says: `\`${field}\` is entered.`,
    refuses: (data: unknown) =>
      valueAt(data, field) === undefined ? refusal('value-missing', `${what} has to be entered.`, field) : undefined,
  };
}
