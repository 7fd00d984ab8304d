import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type SignatureGiven, verifySignature } from '@bali/access';
import { RecordWriter, type Signer } from '@bali/commands';
import { envelopeOf, CommandFixture, type Instance, NOW, openSite } from '@bali/commands/testing';
import { recordOf } from '@bali/ledger';
import { definitionOf, mustBeSigned, refusal, SIGNATURES } from '@bali/trial';
import type { DecidedEvent } from '@bali/schema';
import { trialEvent } from '@bali/trial/testing';

const LOCK = trialEvent('DatabaseLocked');
const GIVEN: SignatureGiven = { meaning: SIGNATURES['database-lock'].meaning, method: 'password' };

/** Signs the lock; counts how often it asked, and can do something meanwhile. */
class SignerUnderTest implements Signer {
  asked = 0;
  readonly #meanwhile: () => Promise<unknown>;

  constructor(meanwhile: () => Promise<unknown> = () => Promise.resolve()) {
    this.#meanwhile = meanwhile;
  }

  async ask(): Promise<boolean> {
    if (this.asked > 0) return false;
    this.asked += 1;
    await this.#meanwhile();
    return true;
  }

  signatureOf(event: DecidedEvent): SignatureGiven | undefined {
    return event.type === 'DatabaseLocked' ? GIVEN : undefined;
  }
}

let fixture: CommandFixture;
let instance: Instance;

beforeEach(async () => {
  fixture = new CommandFixture();
  instance = await fixture.instance();
});
afterEach(() => fixture[Symbol.asyncDispose]());

const lockWith = (signer: Signer) => ({ decide: () => ({ events: [LOCK] }), signer });
const records = async () => (await fixture.store.readStream('trial')).map(({ leaf }) => recordOf(leaf));

describe('a command that is signed', () => {
  it('[P11-50] [P11-70] is recorded with name, moment and meaning, bound to the record at its place', async () => {
    await openSite(instance, 'REI');
    await openSite(instance, 'lock', lockWith(new SignerUnderTest()));
    const [opened, locked] = await records();
    expect(opened?.metadata.signature).toBeUndefined();
    expect(locked?.metadata.signature).toMatchObject({ name: 'Claire Martin', signedAt: NOW, ...GIVEN });
    expect(verifySignature(locked!)).toEqual({ valid: true });
    expect(verifySignature({ ...locked!, revision: 2 })).toMatchObject({ problem: 'content-differs' });
  });

  it('[P11-70] is signed at the moment at which it is recorded, also where that is later than the clock says', async () => {
    const now = '2026-03-02T13:00:00.000Z';
    await openSite(await fixture.instance({ now: () => new Date(now) }), 'REI');
    await openSite(instance, 'lock', lockWith(new SignerUnderTest()));
    const [, locked] = await records();
    expect(locked?.metadata).toMatchObject({ recordedAt: now, signature: { signedAt: now } });
    expect(verifySignature(locked!)).toEqual({ valid: true });
  });

  it('asks once, also when somebody else is quicker meanwhile, and signs what is recorded in the end', async () => {
    const signer = new SignerUnderTest(() => openSite(instance, 'NAN'));
    expect(await openSite(instance, 'lock', lockWith(signer))).toMatchObject({ revision: 1 });
    expect(signer.asked).toBe(1);
    expect(verifySignature((await records())[1]!)).toEqual({ valid: true });
  });

  it('asks for nothing when it is refused anyway, and decides anew after it has asked', async () => {
    const signer = new SignerUnderTest();
    const refused = { refusal: refusal('database-locked', 'The database is locked already.') };
    await expect(openSite(instance, 'lock', { decide: () => refused, signer })).rejects.toThrow('locked already');
    expect(signer.asked).toBe(0);
    const decisions = [{ events: [LOCK] }, refused];
    await expect(openSite(instance, 'lock', { decide: () => decisions.shift()!, signer })).rejects.toThrow(
      'locked already',
    );
    expect([signer.asked, await fixture.store.lastPosition()]).toEqual([1, -1]);
  });

  it('asks for nothing when it is repeated', async () => {
    const first = await openSite(instance, 'lock', lockWith(new SignerUnderTest()));
    const again = new SignerUnderTest();
    expect(await openSite(instance, 'lock', lockWith(again))).toEqual(first);
    expect(again.asked).toBe(0);
  });

  it('leaves nothing when the signature is refused', async () => {
    const refusing = new SignerUnderTest(() => Promise.reject(new Error('the credentials are not right')));
    await expect(openSite(instance, 'lock', lockWith(refusing))).rejects.toThrow('not right');
    expect(await fixture.store.lastPosition()).toBe(-1);
  });

  it('is never written without its signature where that is the rule', async () => {
    const software = { version: '0.1.0', commit: '0000000' };
    const { store } = fixture;
    const writer = new RecordWriter({ store, trialId: 'NCT00904501', software, definitionOf, mustBeSigned });
    const around = {
      stream: 'trial',
      revision: -1,
      envelope: envelopeOf('lock'),
      recordedAt: new Date(NOW),
      texts: [],
    };
    await expect(writer.append({ ...around, events: [LOCK] })).rejects.toThrow('DatabaseLocked has to be signed');
    await writer.append({ ...around, events: [LOCK], signatures: [GIVEN] });
    expect(await store.lastPosition()).toBe(0);
  });
});
