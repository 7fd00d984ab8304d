import { type Action, permits } from '@bali/access/portable';
import { person } from '../app/session.js';

/** Whether the role of the reader may do something. What is shown follows from it; what is done, the server decides. */
export function may(action: Action): boolean {
  const role = person.value?.role;
  return role !== undefined && permits(role, action);
}
