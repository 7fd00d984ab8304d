export { envelopeOf, HandlingFixture, type Instance, NOW, openSite, textsOf } from './handling-fixture.js';
