import { describeEventStore } from '../../testing/contract/index.js';
import { sqliteUnderTest } from '../../testing/contract/store-under-test.js';

describeEventStore('SqliteEventStore', sqliteUnderTest);
