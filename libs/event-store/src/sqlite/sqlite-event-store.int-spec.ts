import { describeEventStore } from '../../testing/contract/index.js';
import { sqliteUnderTest } from '../../testing/contract/sqlite-under-test.js';

describeEventStore('SqliteEventStore', sqliteUnderTest);
