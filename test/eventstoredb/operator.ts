import { ConnectionString } from '@bali/event-store';
import { EventStoreDBClient, jsonEvent, type StreamMetadata } from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** Bytes of a chunk file of the server. A scavenge works on those alone that are complete. */
const CHUNK_BYTES = 256 * 2 ** 20;
/** Bytes of a filling event: an append takes 1 MiB. */
const FILLING_BYTES = 1_000_000;
const LOOK_AGAIN_MS = 200;
const ANSWER_WITHIN_MS = 30_000;

/** What an administrator of the cluster does to it, who asks no program of ours. */
export class Operator implements AsyncDisposable {
  readonly #client: EventStoreDBClient;
  readonly #nodes: readonly string[];
  readonly #credentials: ConnectionString['credentials'];

  constructor(connectionString: string) {
    const connection = ConnectionString.parse(connectionString);
    if (connection === undefined) throw new Error('no good connection string');
    this.#client = EventStoreDBClient.connectionString(connection.address);
    this.#credentials = connection.credentials;
    const scheme = /[?&]tls=false/iu.test(connection.address) ? 'http' : 'https';
    const [, hosts = ''] = /^[a-z+]+:\/\/(?<hosts>[^/?]+)/u.exec(connection.address) ?? [];
    this.#nodes = hosts.split(',').map((node) => `${scheme}://${node}`);
  }

  /** Has the server forget all but the last events of a stream. What was set before is returned, to be taken back. */
  async keepOnly(stream: string, maxCount: number): Promise<StreamMetadata> {
    const credentials = this.#credentials;
    const { metadata = {} } = await this.#client.getStreamMetadata(stream, { credentials });
    await this.setMetadata(stream, { ...metadata, maxCount });
    return metadata;
  }

  async setMetadata(stream: string, metadata: StreamMetadata): Promise<void> {
    await this.#client.setStreamMetadata(stream, metadata, { credentials: this.#credentials });
  }

  /** Deletes the stream for good. */
  async tombstone(stream: string): Promise<void> {
    await this.#client.tombstoneStream(stream, { credentials: this.#credentials });
  }

  /** What was in the stream is gone, and it can be written to again. */
  async delete(stream: string): Promise<void> {
    await this.#client.deleteStream(stream, { credentials: this.#credentials });
  }

  /** Fills a chunk, so that each one with what was written before is complete, and scavenges every node. */
  async scavenge(): Promise<void> {
    const stream = `filling-${randomUUID()}`;
    const data = 'x'.repeat(FILLING_BYTES);
    for (let written = 0; written <= CHUNK_BYTES; written += FILLING_BYTES)
      await this.#client.appendToStream(stream, jsonEvent({ type: 'Filling', data }), {
        credentials: this.#credentials,
      });
    await this.delete(stream);
    for (const node of this.#nodes) await this.#scavenge(node);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.dispose();
  }

  /** Resolves once the node has ended its scavenge. */
  async #scavenge(node: string): Promise<void> {
    const { scavengeId } = await this.#ask(`${node}/admin/scavenge`, 'POST');
    if (scavengeId === '') throw new Error(`${node} does not scavenge`);
    while ((await this.#ask(`${node}/admin/scavenge/current`, 'GET')).scavengeId !== '') await delay(LOOK_AGAIN_MS);
  }

  async #ask(url: string, method: 'GET' | 'POST'): Promise<{ readonly scavengeId: string }> {
    const { username, password } = this.#credentials;
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const headers = { authorization, accept: 'application/json' };
    const answer = await fetch(url, { method, headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    return (await answer.json()) as { readonly scavengeId: string };
  }
}
