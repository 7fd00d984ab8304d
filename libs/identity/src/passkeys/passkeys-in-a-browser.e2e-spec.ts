import { onlyWith } from '@bali/event-store/testing';
import { describe, expect, it } from '@jest/globals';
import { assertionFault } from '@bali/access';
import { BrowserPage, CHROMIUM } from '../../testing/browser.js';
import { asking, identityUnderTest, passwordOf, SOURCE } from '../../testing/identity-under-test.js';

const CHALLENGE = Buffer.alloc(32, 7).toString('base64url');

interface Credential {
  readonly id: string;
  readonly response: Readonly<
    Record<'clientDataJSON' | 'attestationObject' | 'authenticatorData' | 'signature', string>
  >;
}

const BROWSER = { what: 'there is no Chromium, so no browser makes a passkey', isHere: CHROMIUM !== undefined };

describe('a real browser', () => {
  onlyWith(it, BROWSER)('[P11-200] registers a passkey with our options, and signs with it', async () => {
    await using page = await BrowserPage.open(CHROMIUM!);
    await using under = await identityUnderTest(undefined, page.origin);
    await under.person('claire', 'investigator');
    const { person } = await under.signIn('claire');
    const { passkeys, signingPasskeys } = under.identity;
    const options = await passkeys.begin(person, { password: passwordOf('claire') }, SOURCE);
    const made = await page.evaluate<Credential>(
      `navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(${JSON.stringify(options)}) })
        .then((credential) => credential.toJSON())`,
    );
    const { clientDataJSON, attestationObject } = made.response;
    await passkeys.register(person, { credential: made.id, clientDataJSON, attestationObject }, asking());

    const request = await signingPasskeys!.requestFor(person, CHALLENGE);
    const { id, response } = await page.evaluate<Credential>(
      `navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(${JSON.stringify(request)}) })
        .then((credential) => credential.toJSON())`,
    );
    const { authenticatorData, signature } = response;
    const answer = { credential: id, authenticatorData, clientDataJSON: response.clientDataJSON, signature };
    const assertion = await signingPasskeys!.confirm(person, CHALLENGE, answer, SOURCE);
    expect(assertionFault(assertion, CHALLENGE)).toBeUndefined();
  });
});
