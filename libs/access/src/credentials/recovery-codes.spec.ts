import { describe, expect, it } from '@jest/globals';
import { accountOf, CREATED, MORNING, VERIFIED } from '@bali/access/testing';
import fc from 'fast-check';
import type { AccountEvent } from '../accounts/account-events.js';
import { attemptSource, deviceCommitment } from '../sessions/attempt-source.js';
import { keptOut } from '../sessions/lock-out.js';
import {
  RECOVERY_CODE_BYTES,
  RECOVERY_CODE_PATTERN,
  recoveryCode,
  recoveryCodeCommitment,
  setRecoveryCodes,
  spendRecoveryCode,
  usableRecoveryCode,
} from './recovery-codes.js';

const anyBytes = fc.uint8Array({ minLength: RECOVERY_CODE_BYTES, maxLength: RECOVERY_CODE_BYTES });
const CODE = recoveryCode(Uint8Array.from({ length: RECOVERY_CODE_BYTES }, (_, place) => place * 17));
const COMMITTED = recoveryCodeCommitment('claire', CODE);
const delegated = (role: 'emergency-physician' | 'monitor'): AccountEvent => ({
  type: 'RoleDelegated',
  data: { delegation: 1, role, sites: [], from: '2026-03-02' },
});
const PHYSICIAN = [CREATED, VERIFIED, delegated('emergency-physician')];
const SET: AccountEvent = { type: 'RecoveryCodesSet', data: { codes: [COMMITTED] } };
const WITH_CODE = accountOf([...PHYSICIAN, SET]);

describe('a recovery code', () => {
  it('[P11-300] has 128 bits, and is written in one way for each', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyBytes, { minLength: 2, maxLength: 2, selector: String }), ([one, other]) => {
        const [code, another] = [recoveryCode(one!), recoveryCode(other!)];
        expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]$/);
        expect(code).toMatch(new RegExp(RECOVERY_CODE_PATTERN));
        expect(code).not.toBe(another);
      }),
    );
    expect(() => recoveryCode(new Uint8Array(15))).toThrow(RangeError);
  });

  it('is taken however it was typed, from its holder alone, and nothing else is taken', () => {
    const typed = [CODE, CODE.replaceAll('-', ''), CODE.toLowerCase(), CODE.replaceAll('0', 'o').replaceAll('1', 'l')];
    for (const code of typed) expect(usableRecoveryCode(WITH_CODE, code)).toBe(COMMITTED);
    for (const code of [undefined, '', `${CODE}X`, CODE.slice(1), 'A'.repeat(26)]) {
      expect(usableRecoveryCode(WITH_CODE, code)).toBeUndefined();
    }
    expect(recoveryCodeCommitment('dora', CODE)).not.toBe(COMMITTED);
    expect(usableRecoveryCode({}, CODE)).toBeUndefined();
  });

  it('is good once, until the codes are made anew or the account is recovered', () => {
    expect(spendRecoveryCode(COMMITTED, 'sign-in', WITH_CODE)).toEqual({
      events: [{ type: 'RecoveryCodeUsed', data: { code: COMMITTED, for: 'sign-in' } }],
    });
    const used: AccountEvent = { type: 'RecoveryCodeUsed', data: { code: COMMITTED, for: 'emergency-opening' } };
    const anew: AccountEvent = { type: 'RecoveryCodesSet', data: { codes: ['ab'.repeat(32)] } };
    const requested: AccountEvent = { type: 'RecoveryRequested', data: {} };
    const recovered: AccountEvent = { type: 'RecoveryApproved', data: {} };
    for (const after of [[used], [anew], [requested, recovered]]) {
      const account = accountOf([...PHYSICIAN, SET, ...after]);
      expect(usableRecoveryCode(account, CODE)).toBeUndefined();
      expect(spendRecoveryCode(COMMITTED, 'sign-in', account)).toMatchObject({
        refusal: { code: 'recovery-code-unknown' },
      });
    }
  });

  it('is made for emergency physicians, and for nobody else', () => {
    expect(setRecoveryCodes([COMMITTED], accountOf(PHYSICIAN), MORNING)).toEqual({ events: [SET] });
    for (const account of [accountOf([CREATED, VERIFIED, delegated('monitor')]), accountOf([CREATED])]) {
      expect(setRecoveryCodes([COMMITTED], account, MORNING)).toMatchObject({
        refusal: { code: 'recovery-codes-not-offered' },
      });
    }
  });

  it('lets its holder try from anywhere, whatever others have tried from everywhere', () => {
    const failures = Array.from({ length: 30 }, (): AccountEvent => {
      return { type: 'SignInRefused', data: { reason: 'password-wrong' } };
    });
    const lockedOut: AccountEvent = { type: 'AccountLockedOut', data: { until: '2026-03-02T09:00:00.000Z' } };
    const attacked = accountOf([...PHYSICIAN, SET, ...failures, lockedOut]);
    const from = (recoveryCode?: string) => attemptSource(attacked, '192.0.2.1', { recoveryCode });
    expect(keptOut(attacked, from(), MORNING)).toBe('locked-out');
    expect(keptOut(attacked, from('A'.repeat(26)), MORNING)).toBe('locked-out');
    expect(keptOut(attacked, from(CODE), MORNING)).toBeUndefined();
  });

  it('[P11-300] [R3-414] lets its holder in from a known device that has tried too often, which sends its token as ever', () => {
    const deviceToken = 'a'.repeat(43);
    const device = deviceCommitment('claire', deviceToken);
    const known: AccountEvent = {
      type: 'SignedIn',
      data: { session: 'e5c6', role: 'emergency-physician', sites: [], commitment: COMMITTED, device },
    };
    const lockedOut: AccountEvent = { type: 'AccountLockedOut', data: { until: '2026-03-02T09:00:00.000Z', device } };
    const attacked = accountOf([...PHYSICIAN, SET, known, lockedOut]);
    const from = (recoveryCode?: string) => attemptSource(attacked, '192.0.2.1', { deviceToken, recoveryCode });
    expect(keptOut(attacked, from(), MORNING)).toBe('locked-out');
    expect(keptOut(attacked, from(CODE), MORNING)).toBeUndefined();
  });
});
