export { EventIdTaken, NotThisLedger, StoreOverloaded, StoreUnavailable, WrongExpectedRevision } from './errors.js';
export {
  type Append,
  type Appended,
  type EventStore,
  type EventToAppend,
  NO_STREAM,
  type StoredEvent,
} from './event-store.js';
