import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
} from '@grpc/grpc-js';
import grpcServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { once } from 'node:events';
import { type Faults, noFaults } from './faults.js';
import {
  accessDenied,
  appendAnswer,
  confirmationAnswer,
  eventAnswer,
  expectedIn,
  nameIn,
  notFoundAnswer,
  notLeader,
  proposedIn,
  serverError,
  streamDeleted,
  tooLarge,
  unauthenticated,
  unavailable,
  wrongExpectedVersion,
} from './messages.js';
import { type KeptEvent, StoredStreams } from './stored-streams.js';

const MAX_APPEND_BYTES = 1024 * 1024;

type Append = ServerReadableStream<streams.AppendReq, streams.AppendResp>;
type Read = ServerWritableStream<streams.ReadReq, streams.ReadResp>;
type Tombstone = ServerUnaryCall<streams.TombstoneReq, streams.TombstoneResp>;
type Delete = ServerUnaryCall<streams.DeleteReq, streams.DeleteResp>;
type Requested = Pick<Append, 'metadata'>;

/**
 * Speaks the server's protocol to the real client, from memory, and does wrong what it is told to. What it cannot show is
 * in the README.
 */
export class EventStoreStandIn implements AsyncDisposable {
  readonly streams: StoredStreams;
  readonly faults: Faults = noFaults();
  /** How many requests have come. */
  readonly requests = { append: 0, read: 0, subscribe: 0 };
  readonly #subscriptions = new Set<Read>();
  #server: Server | undefined;
  #port = 0;

  private constructor(kept: StoredStreams) {
    this.streams = kept;
  }

  /** A node of its own, or another of the same cluster: both have the same streams. */
  static async start(beside?: EventStoreStandIn): Promise<EventStoreStandIn> {
    const standIn = new EventStoreStandIn(beside?.streams ?? new StoredStreams());
    await standIn.comeBack();
    return standIn;
  }

  get port(): number {
    return this.#port;
  }

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.#port}?tls=false`;
  }

  /** Cuts every connection and listens no more. */
  goAway(): void {
    this.#server?.forceShutdown();
    this.#server = undefined;
    this.#subscriptions.clear();
  }

  /** Listens on the same port, with the same streams. */
  async comeBack(): Promise<void> {
    const server = new Server({ 'grpc.max_receive_message_length': 2 * MAX_APPEND_BYTES });
    server.addService(grpcServices.StreamsService, {
      append: (call: Append, answer: sendUnaryData<streams.AppendResp>) => void this.#append(call, answer),
      read: (call: Read) => this.#read(call),
      delete: (call: Delete, answer: sendUnaryData<streams.DeleteResp>) => {
        this.streams.empty(nameIn(call.request.getOptions()?.getStreamIdentifier()));
        answer(null, new streams.DeleteResp());
      },
      tombstone: (call: Tombstone, answer: sendUnaryData<streams.TombstoneResp>) => this.#tombstone(call, answer),
    });
    this.#port = await new Promise<number>((resolve, reject) =>
      server.bindAsync(`127.0.0.1:${this.#port}`, ServerCredentials.createInsecure(), (error, port) => {
        if (error) reject(error);
        else resolve(port);
      }),
    );
    this.#server = server;
  }

  /** Ends every subscription as a server does that shuts down in order: without an error. */
  endSubscriptions(): void {
    for (const call of this.#subscriptions) call.end();
    this.#subscriptions.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.goAway();
    return Promise.resolve();
  }

  /** The error to answer with, if the request is to fail before anything is done. */
  #fault({ metadata }: Requested) {
    const { isAccessDenied, isUserUnknown, leaderPort } = this.faults;
    if (isUserUnknown) return unauthenticated();
    if (isAccessDenied) return accessDenied();
    const wantsLeader = metadata.get('requires-leader').length > 0;
    return leaderPort !== undefined && wantsLeader ? notLeader(leaderPort) : undefined;
  }

  async #append(call: Append, answer: sendUnaryData<streams.AppendResp>): Promise<void> {
    this.requests.append += 1;
    const messages: streams.AppendReq[] = [];
    call.on('data', (message: streams.AppendReq) => messages.push(message));
    await once(call, 'end');
    if (this.faults.isSilent) return;
    const fault = this.#fault(call) ?? this.#appendFault();
    if (fault) {
      answer(fault);
      return;
    }
    const options = messages[0]?.getOptions() ?? new streams.AppendReq.Options();
    const stream = nameIn(options.getStreamIdentifier());
    const proposed = messages.flatMap((message) => message.getProposedMessage() ?? []).map(proposedIn);
    if (proposed.reduce((bytes, { data }) => bytes + data.byteLength, 0) > MAX_APPEND_BYTES) {
      answer(tooLarge(MAX_APPEND_BYTES));
      return;
    }
    const outcome = this.streams.append(stream, proposed, expectedIn(options));
    const lost = this.#lost();
    if (lost) answer(lost);
    else if (outcome.kind === 'deleted') answer(streamDeleted(stream));
    else answer(null, appendAnswer(outcome));
  }

  /** What was done is not told. */
  #lost() {
    if (this.faults.acknowledgementsLost === 0) return undefined;
    this.faults.acknowledgementsLost -= 1;
    return unavailable();
  }

  #appendFault() {
    if (this.faults.appendsRefused === 0) return undefined;
    this.faults.appendsRefused -= 1;
    return unavailable();
  }

  #read(call: Read): void {
    const options = call.request.getOptions();
    const stream = options?.getStream();
    if (!options || !stream) {
      call.emit('error', serverError(status.UNIMPLEMENTED, 'only streams are served'));
      return;
    }
    const isSubscription = options.hasSubscription();
    this.requests[isSubscription ? 'subscribe' : 'read'] += 1;
    if (this.faults.isSilent) return;
    const name = nameIn(stream.getStreamIdentifier());
    const fault = this.#fault(call) ?? (this.streams.isDeleted(name) ? streamDeleted(name) : undefined);
    if (fault) call.emit('error', fault);
    else if (isSubscription) this.#subscribe(call, name, stream.hasStart() ? 0 : Number(stream.getRevision()) + 1);
    else this.#readOnce(call, name, options, stream);
  }

  #readOnce(
    call: Read,
    name: string,
    options: streams.ReadReq.Options,
    stream: streams.ReadReq.Options.StreamOptions,
  ): void {
    const seen = this.#seen(name);
    if (seen === undefined) {
      call.write(notFoundAnswer(name));
    } else {
      const count = Number(options.getCount());
      const isBackwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
      const from = stream.hasRevision() ? Number(stream.getRevision()) : 0;
      const events = isBackwards
        ? seen.toReversed().slice(0, count)
        : seen.filter(({ revision }) => revision >= from).slice(0, count);
      for (const event of events) call.write(eventAnswer(name, event));
    }
    call.end();
  }

  #seen(name: string): readonly KeptEvent[] | undefined {
    const kept = this.streams.events(name);
    const { behind } = this.faults;
    if (kept === undefined || behind.reads === 0 || !name.endsWith(behind.kind)) return kept;
    behind.reads -= 1;
    return kept.length > 1 ? kept.slice(0, -1) : undefined;
  }

  #subscribe(call: Read, stream: string, from: number): void {
    call.write(confirmationAnswer());
    let next = from;
    const send = () => {
      if (this.faults.areSubscriptionsMute) return;
      for (const event of this.streams.events(stream)?.filter(({ revision }) => revision >= next) ?? []) {
        call.write(eventAnswer(stream, event));
        next = event.revision + 1;
      }
    };
    const stop = this.streams.onAppended(stream, send);
    this.#subscriptions.add(call);
    call.on('close', stop);
    call.on('cancelled', () => {
      stop();
      this.#subscriptions.delete(call);
      call.end();
    });
    send();
  }

  #tombstone(call: Tombstone, answer: sendUnaryData<streams.TombstoneResp>): void {
    if (this.faults.isSilent) return;
    const fault = this.#fault(call) ?? this.#appendFault();
    if (fault) {
      answer(fault);
      return;
    }
    const options = call.request.getOptions();
    const stream = nameIn(options?.getStreamIdentifier());
    const outcome = this.streams.tombstone(stream, Number(options?.getRevision()));
    const lost = this.#lost();
    if (lost) answer(lost);
    else if (outcome.kind === 'deleted') answer(streamDeleted(stream));
    else if (outcome.kind === 'conflict') answer(wrongExpectedVersion(stream));
    else answer(null, new streams.TombstoneResp());
  }
}
