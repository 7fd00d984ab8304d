export { testAmbient, TestClock } from '@bali/identity/testing';
