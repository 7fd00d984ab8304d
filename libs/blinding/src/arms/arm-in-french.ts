import type { Arm } from '@bali/protocol';
import { type ArmInWords, type ArmOfPatient, knownArm } from './arm-in-words.js';

const IN_FRENCH: Readonly<Record<Arm['code'], { readonly implanted: string; readonly afterwards: string }>> = {
  A: {
    implanted: 'produit placebo : 30 mL de sérum physiologique avec 4 mL de sang périphérique',
    afterwards:
      'les cellules mononucléées du patient sont cryoconservées et peuvent être utilisées après ses 6 mois de suivi',
  },
  B: {
    implanted: 'cellules mononucléées de moelle osseuse, concentrées à 30 mL',
    afterwards: "rien n'est conservé : les cellules sont implantées",
  },
};

/** An arm as a person is told it in French, with what to do next. */
export interface ArmInFrench extends ArmInWords {
  readonly next: readonly string[];
}

/** @throws Error for an arm that the protocol does not have. */
export function armInFrench(told: ArmOfPatient): ArmInFrench {
  const words = armInFrenchWords(told);
  return { ...words, next: nextInFrench(told.patient, words.product) };
}

/** The same for whoever treats nobody, without what to do next. @throws as {@link armInFrench} */
export function armInFrenchWords(told: ArmOfPatient): ArmInWords {
  const { patient, implantedAt } = told;
  const { implanted: product, afterwards } = IN_FRENCH[knownArm(told).code];
  const sentence =
    implantedAt === undefined
      ? `Aucune implantation n'est enregistrée pour le patient ${patient}. Ce que prescrit la liste de randomisation : ${product}.`
      : `Le ${frenchMoment(implantedAt)}, le patient ${patient} a reçu ce que prescrit la liste de randomisation : ${product}.`;
  return {
    product,
    sentence,
    cells: `Ce que dit le protocole des cellules : ${afterwards}.`,
  };
}

function nextInFrench(patient: string, product: string): readonly string[] {
  return [
    `Traitez le patient ${patient} comme une personne à qui ceci est prescrit : ${product}.`,
    'Dites-le seulement à ceux qui en ont besoin pour traiter ce patient ; ne l’écrivez dans aucun dossier, question ou courrier que d’autres lisent.',
    'Laissez toute évaluation ultérieure de ce patient à une personne qui ne connaît pas le bras.',
    "Le site, le promoteur et les administrateurs savent que ce code a été levé, et non ce qu'il dit : vous n'avez personne à prévenir.",
    'Quand vous en aurez le temps, enregistrez les conséquences de la levée de l’insu : ' +
      `POST /v1/patients/${patient}/unblinding-impact-assessments.`,
  ];
}

/** A moment as it was entered, offset included. */
function frenchMoment(instant: string): string {
  const [date = '', time = ''] = instant.split('T');
  const [year, month, day] = date.split('-');
  const clock = time.replace(/:00(?=Z|[+-])/, '').replace(/Z$/, ' UTC');
  return `${day ?? ''}/${month ?? ''}/${year ?? ''} à ${clock.replace(/(?=[+-]\d\d:\d\d$)/, ' ')}`;
}
