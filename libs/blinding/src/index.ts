export { type ArmInWords, armInWords, type ArmOfPatient, nextSteps } from './arms/arm-in-words.js';
export { type ArmInFrench, armInFrench, armInFrenchWords } from './arms/arm-in-french.js';
export * from './blinding-events.js';
export * from './blinding-refusals.js';
export * from './list/disclosed-allocation.js';
export * from './list/draw-list.js';
export * from './pending/pending-command.js';
export * from './sealing/index.js';
export * from './slots/blinding-state.js';
export * from './slots/decide-blinding.js';
export {
  type DeviationsJudgement,
  deviationsJudgementInForce,
  type JudgedDeviation,
} from './unit-deviations/deviation-judgements.js';
export { DEVIATIONS_IN_A_RECORD, judgedDeviation } from './unit-deviations/patient-deviations-judged.js';
