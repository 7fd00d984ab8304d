import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { Buffer } from 'node:buffer';
import type { Expected, KeptEvent, Outcome, Proposed } from './stored-streams.js';

/** An error as the server sends it: what it is stands in the trailers. */
export function serverError(code: status, details: string, trailers: Readonly<Record<string, string>> = {}) {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata }) satisfies ServiceError;
}

export const unavailable = () => serverError(status.UNAVAILABLE, 'the stand-in is told to be away');

export const streamDeleted = (stream: string) =>
  serverError(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

export const accessDenied = () =>
  serverError(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

/** Without an exception in the trailers: the client knows it by its status. */
export const unauthenticated = () => serverError(status.UNAUTHENTICATED, 'Unauthenticated');

export const notLeader = (port: number) =>
  serverError(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': '127.0.0.1',
    'leader-endpoint-port': String(port),
  });

export const wrongExpectedVersion = (stream: string) =>
  serverError(status.FAILED_PRECONDITION, 'Wrong expected version.', {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': '0',
  });

export const tooLarge = (bytes: number) =>
  serverError(status.INVALID_ARGUMENT, 'Maximum Append Size Exceeded.', {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(bytes),
  });

export function nameIn(identifier: shared.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}

function identifierOf(stream: string): shared.StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64'));
}

export function expectedIn(options: streams.AppendReq.Options): Expected {
  if (options.hasRevision()) return Number(options.getRevision());
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : 'any';
}

export function proposedIn(message: streams.AppendReq.ProposedMessage): Proposed {
  return {
    id: message.getId()?.getString() ?? '',
    metadata: message.getMetadataMap().toObject(),
    customMetadata: message.getCustomMetadata_asU8(),
    data: message.getData_asU8(),
  };
}

/** 64-bit integers are strings on this wire. */
export function appendAnswer(outcome: Exclude<Outcome, { kind: 'deleted' }>): streams.AppendResp {
  const answer = new streams.AppendResp();
  if (outcome.kind === 'written') {
    const position = new streams.AppendResp.Position().setCommitPosition('0').setPreparePosition('0');
    const success = new streams.AppendResp.Success().setCurrentRevision(String(outcome.revision));
    return answer.setSuccess(success.setPosition(position));
  }
  const conflict = new streams.AppendResp.WrongExpectedVersion();
  if (outcome.current === undefined) conflict.setCurrentNoStream(new shared.Empty());
  else conflict.setCurrentRevision(String(outcome.current));
  return answer.setWrongExpectedVersion(conflict);
}

export function eventAnswer(stream: string, event: KeptEvent): streams.ReadResp {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(identifierOf(stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition('0')
    .setPreparePosition('0')
    .setCustomMetadata(event.customMetadata)
    .setData(event.data);
  const metadata = recorded.getMetadataMap();
  for (const [name, value] of event.metadata) metadata.set(name, value);
  // In ticks of 100 ns; nobody here asks when.
  metadata.set('created', '0');
  return new streams.ReadResp().setEvent(new streams.ReadResp.ReadEvent().setEvent(recorded));
}

export function notFoundAnswer(stream: string): streams.ReadResp {
  const notFound = new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(stream));
  return new streams.ReadResp().setStreamNotFound(notFound);
}

export function confirmationAnswer(): streams.ReadResp {
  const confirmation = new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId('stand-in');
  return new streams.ReadResp().setConfirmation(confirmation);
}
