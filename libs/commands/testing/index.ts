export { envelopeOf, CommandFixture, type Instance, NOW, openSite, textsOf } from './command-fixture.js';
