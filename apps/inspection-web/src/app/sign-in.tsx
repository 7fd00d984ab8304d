import { words } from '../words/words.js';
import { offer, signInToDemo } from './session.js';
import { Choices } from './choices.js';
import { SignInForm } from './sign-in-form.js';
import { DemoPeople } from './demo-people.js';

/** The way in. Whoever came by a link is at that address still, and sees its page once signed in. */
export function SignInPage() {
  const { signIn, app } = words.value;
  const { passwords = true, demo = false } = offer.value ?? {};
  return (
    <main class="alone sign-in">
      <header class="brand">
        <img src="/pages/icon.svg" alt="" width="40" height="40" />
        <h1>{app.name}</h1>
      </header>
      {demo && <DemoPeople enter={signInToDemo} />}
      <section class="card" aria-labelledby="sign-in">
        <h2 id="sign-in">{demo ? signIn.or : signIn.title}</h2>
        {passwords ? (
          <>
            <p class="help">{signIn.intro}</p>
            <SignInForm />
          </>
        ) : (
          <p>{signIn.elsewhere}</p>
        )}
      </section>
      <Choices />
    </main>
  );
}
