import type { PasskeyRequest, SigningRefused } from '@bali/access';

/** What has to be signed: the sentence, and what a passkey can be asked for, if the signer has one. */
export interface AskedSignature {
  readonly meaning: string;
  readonly passkey?: PasskeyRequest;
}

/** The command stands under a signature, and came without one. Nothing was written. */
export class SignatureMissing extends Error {
  readonly asked: AskedSignature;

  constructor(asked: AskedSignature) {
    super('the command has to be signed');
    this.name = 'SignatureMissing';
    this.asked = asked;
  }
}

/** The signer was shown another sentence than the one that this is signed with. Nothing was written. */
export class SignatureMeaningDiffers extends Error {
  readonly asked: AskedSignature;

  constructor(asked: AskedSignature) {
    super('the meaning is not the one that this is signed with');
    this.name = 'SignatureMeaningDiffers';
    this.asked = asked;
  }
}

/** A signature came with a command that stands under none. Nothing was written. */
export class SignatureNotAskedFor extends Error {
  constructor() {
    super('this is not signed');
    this.name = 'SignatureNotAskedFor';
  }
}

/** The signer may not sign now, or the credentials are not right. Nothing was written. */
export class SignatureRefused extends Error {
  readonly refused: SigningRefused;
  readonly asked: AskedSignature;

  constructor(refused: SigningRefused, asked: AskedSignature) {
    super(refused.message);
    this.name = 'SignatureRefused';
    this.refused = refused;
    this.asked = asked;
  }
}
