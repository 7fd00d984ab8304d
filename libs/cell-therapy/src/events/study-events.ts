import { describeEvent, eventFields } from '@bali/schema';
import { Type } from 'typebox';
import { measuredDecimal, patient } from './cell-fields.js';

const { calendarDate, oneOf, record, whole } = eventFields;

export const PROTEINS = ['VEGF-A', 'FGF-2', 'HGF', 'ANGPT-1', 'SDF-1', 'IL-8'] as const;
export const MESSENGER_RNAS = ['VEGFA', 'FGF2', 'HGF', 'ANGPT1', 'CXCL12', 'CXCR4', 'KDR', 'NOS3'] as const;
export const ANIMAL_MODELS = ['hindlimb-ischemia-in-the-mouse', 'matrigel-plug-in-the-mouse'] as const;

const part = (marker: string) => Type.Optional(measuredDecimal('progenitorPercent', `${marker}, of the cells`));

/** The biological studies of the protocol on the mononuclear cells of every patient, in either arm. */
export const BIOLOGICAL_STUDY_EVENTS = {
  ProgenitorsMeasured: describeEvent(
    'ProgenitorsMeasured',
    'the progenitor cells were measured by flow cytometry',
    record({
      patient,
      measuredOn: calendarDate('when they were measured'),
      cd34Percent: measuredDecimal('progenitorPercent', 'CD34+, of the cells'),
      cd133Percent: part('CD133+'),
      cd34KdrPercent: part('CD34+ KDR+'),
      cd14Percent: part('CD14+'),
    }),
  ),
  ProteinMeasured: describeEvent(
    'ProteinMeasured',
    'a protein that the cells express was measured',
    record({
      patient,
      measuredOn: calendarDate('when it was measured'),
      protein: oneOf('which', PROTEINS),
      concentration: measuredDecimal('proteinPgPerMl', 'concentration in the supernatant'),
    }),
  ),
  MessengerRnaMeasured: describeEvent(
    'MessengerRnaMeasured',
    'an mRNA that the cells express was measured',
    record({
      patient,
      measuredOn: calendarDate('when it was measured'),
      gene: oneOf('of which gene', MESSENGER_RNAS),
      foldChange: measuredDecimal('foldChange'),
    }),
  ),
  AngiogenesisMeasured: describeEvent(
    'AngiogenesisMeasured',
    'the angiogenesis that the cells induce in an animal model was measured',
    record({
      patient,
      measuredOn: calendarDate('when it was measured'),
      model: oneOf('the animal model', ANIMAL_MODELS),
      animals: whole('animals that got the cells', 1, 500),
      daysAfter: whole('days after the cells were given', 1, 365),
      capillariesPerMm2: measuredDecimal('capillariesPerMm2'),
      perfusionRatio: Type.Optional(measuredDecimal('perfusionRatio')),
    }),
  ),
} as const;
