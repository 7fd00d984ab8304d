type Signed = Readonly<Record<'credential' | 'authenticatorData' | 'clientDataJSON' | 'signature', string>>;

/** What a passkey makes of a challenge; `undefined` when its person said no, or the browser has none. */
export async function signedByPasskey(asked: PublicKeyCredentialRequestOptionsJSON): Promise<Signed | undefined> {
  try {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
    const got = await navigator.credentials.get({ publicKey });
    if (!(got instanceof PublicKeyCredential)) return undefined;
    const { id: credential, response } = got.toJSON() as AuthenticationResponseJSON;
    const { authenticatorData, clientDataJSON, signature } = response;
    return { credential, authenticatorData, clientDataJSON, signature };
  } catch {
    return undefined;
  }
}
