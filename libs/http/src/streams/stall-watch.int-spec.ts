import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { watchForStall } from './stall-watch.js';

const MINUTE_MS = 60_000;
/** More than the buffers of the system between two ends take. */
const MUCH = Buffer.alloc(16 * 1024 * 1024);

/** An answer that is under way to a client which has not begun to read it. */
async function answering(): Promise<AsyncDisposable & { readonly answer: ServerResponse; readonly client: Socket }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = once(server, 'request') as Promise<[unknown, ServerResponse]>;
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => undefined);
  client.pause();
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [, answer] = await asked;
  const dispose = async () => {
    client.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { answer, client, [Symbol.asyncDispose]: dispose };
}

afterEach(() => {
  jest.useRealTimers();
});

describe('an answer', () => {
  it('has stalled a minute after its client took something of it last, whatever is written meanwhile', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    await using under = await answering();
    const { answer } = under;
    const stalled = jest.fn();
    using _watch = watchForStall(answer, MINUTE_MS, stalled);
    // Nothing is ready for the client yet: it is not its fault.
    jest.advanceTimersByTime(10 * MINUTE_MS);
    answer.write(MUCH);
    jest.advanceTimersByTime(MINUTE_MS - 10_000);
    answer.write(': nothing yet\n\n');
    expect(stalled).not.toHaveBeenCalled();
    jest.advanceTimersByTime(20_000);
    expect(stalled).toHaveBeenCalledTimes(1);
  });

  it('has not stalled while its client takes something of it now and then', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    await using under = await answering();
    const { answer, client } = under;
    const stalled = jest.fn();
    using _watch = watchForStall(answer, MINUTE_MS, stalled);
    for (let count = 0; count < 4; count += 1) {
      answer.write(MUCH);
      jest.advanceTimersByTime(MINUTE_MS - 10_000);
      client.resume();
      while (answer.writableLength > 0) await new Promise(setImmediate);
      client.pause();
    }
    jest.advanceTimersByTime(10_000);
    expect(stalled).not.toHaveBeenCalled();
  });
});
