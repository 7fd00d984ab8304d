import { words } from '../words/words.js';
import { Dialog } from '../kit/dialog.js';
import { person } from './session.js';
import { SignInForm } from './sign-in-form.js';

/** Above the page of somebody whose session has ended: nothing that they typed is lost. */
export function SignInAgain() {
  const { signIn } = words.value;
  const userId = person.value?.userId;
  return (
    <Dialog title={signIn.away}>
      <p>{signIn.awayHelp}</p>
      <SignInForm {...(userId === undefined ? {} : { userId })} />
    </Dialog>
  );
}
