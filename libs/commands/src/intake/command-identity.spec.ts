import { describe, expect, it } from '@jest/globals';
import { commandIdentifier, type CommandMessage } from './command-identity.js';

describe('the identity of a command', () => {
  const identityOf = commandIdentifier('NCT00904501');
  const message: CommandMessage = {
    userId: 'claire.martin',
    idempotencyKey: 'key-1',
    method: 'POST',
    path: '/v1/patients/REI-001/harvest',
    body: { volume: '500', on: '2011-03-02' },
  };

  it('never changes: these values stand in ledgers', () => {
    expect(identityOf(message)).toEqual({
      commandId: 'b215a163-5d45-598d-9d1c-ce718baaf295',
      causationId: '359d9073-e63d-5890-86a3-273e6bcc662a',
    });
  });

  it('is of the person and the key; its content is of method, path and body, in any order of fields', () => {
    const { commandId, causationId } = identityOf(message);
    expect(identityOf({ ...message, body: { on: '2011-03-02', volume: '500' } })).toEqual({
      commandId,
      causationId,
    });
    for (const other of [{ body: {} }, { path: '/v1/patients/REI-002/harvest' }, { method: 'PUT' }]) {
      const identity = identityOf({ ...message, ...other });
      expect(identity.commandId).toBe(commandId);
      expect(identity.causationId).not.toBe(causationId);
    }
    for (const other of [{ userId: 'someone.else' }, { idempotencyKey: 'key-2' }]) {
      expect(identityOf({ ...message, ...other }).commandId).not.toBe(commandId);
    }
    expect(commandIdentifier('NCT00000000')(message).commandId).not.toBe(commandId);
  });
});
