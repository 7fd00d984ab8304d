import { describe, expect, it } from '@jest/globals';
import { isAuthenticText } from '@bali/ledger';
import { CommandTexts } from './command.js';

describe('the free texts of a command', () => {
  it('are kept with one kind of line end, and hashed as they are kept', () => {
    const texts = new CommandTexts('6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a', (length) => new Uint8Array(length));
    const hash = texts.keep('typed on Windows\r\nin two lines');
    const [kept] = texts.kept;
    expect(kept).toMatchObject({ hash, text: 'typed on Windows\nin two lines' });
    expect(kept !== undefined && isAuthenticText(kept)).toBe(true);
    expect(texts.keep('typed on Windows\nin two lines')).toBe(hash);
  });
});
