export { append, LogFixture, ORIGIN } from './log-fixture.js';
