import type { ENGLISH_ENTRY } from './english-entry.js';

/** The same in French. */
export const FRENCH_ENTRY: typeof ENGLISH_ENTRY = {
  signing: {
    title: 'Votre signature',
    shown: 'Vous signez cette phrase par voie électronique. Cela vaut votre signature manuscrite.',
    signer: 'Signataire',
    password: 'Votre mot de passe, pour signer',
    passwordHelp:
      'La première signature d’une session demande le mot de passe et, s’il est en place, un code à usage unique ; chaque suivante, l’un des deux.',
    sign: 'Signer',
    passkey: 'Signer avec une clé d’accès',
    passkeyRefused: 'Rien n’a été signé avec une clé d’accès. Réessayez, ou signez autrement.',
    elsewhere:
      'Vous vous connectez auprès du fournisseur de votre organisation : identifiez-vous-y à nouveau, puis signez dans les cinq minutes.',
    cancel: 'Annuler',
  },
  enter: {
    toDo: 'Suite',
    record: 'Enregistrer',
    noNames: 'Texte libre : n’y mettez aucun nom.',
    textNotShown: 'Ce texte ne vous est pas montré.',
    reason: 'Motif',
    ask: 'Poser une question',
    askMissing: 'Demander une saisie qui manque',
    missing: 'Ce qui manque',
    value: 'Valeur',
    wholeEntry: 'La saisie entière',
    question: 'Question',
    topic: 'Quoi de la réception',
    topics: { label: 'Étiquette', volume: 'Volume', time: 'Heure', 'blood-tube': 'Tube de sang' },
    answerQuery: 'Répondre',
    answer: 'Réponse en toutes lettres',
    outcome: 'Ce qui a été constaté',
    outcomes: {
      confirmed: 'C’est juste tel quel',
      corrected: 'C’était faux, et c’est corrigé',
      entered: 'Cela manquait, et c’est saisi',
      'not-available': 'La source ne l’a pas',
      explained: 'C’est expliqué',
    },
    closeQuery: 'Clore',
    closureHelp: 'Une demande sans réponse est close avec un motif.',
    reopenQuery: 'Rouvrir',
    assess: 'Évaluer',
    severity: 'Gravité',
    perProtocol: 'Population per protocole',
    rationale: 'Justification',
    verification: 'Vérification des données source',
    verificationHelp:
      'Quelles valeurs ont été comparées à leur source. Une correction ultérieure la rompt, et se voit ici.',
    nothingToVerify: 'Rien n’est enregistré qui ait une source.',
    verifiedOf: (verified, all) => `${verified} sur ${all} vérifiées`,
    allOf: (entry) => `Tout de : ${entry}`,
    statuses: { verified: 'vérifiée', broken: 'changée depuis', 'not-verified': 'non vérifiée' },
    verdict: 'Ce qui est enregistré',
    verdicts: {
      agrees: 'Elles concordent avec leur source',
      'taken-back': 'Une vérification antérieure est retirée',
    },
    verify: (n) => `L’enregistrer pour les valeurs choisies : ${n}`,
    signOff: 'Signer le dossier',
    signOffHelp:
      'Signe le dossier tel qu’il est montré ici. La signature vaut tant que rien du patient n’est saisi ou corrigé.',
    signedOff: 'Le dossier est signé.',
  },
};
