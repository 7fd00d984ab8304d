import { type Person, worksAt } from '@bali/access';
import { armInFrenchWords, type ArmOfPatient, armInWords, SEALED_STREAM } from '@bali/blinding';
import {
  actualTreatment,
  accountabilityOf,
  accountabilityOverAll,
  type CellEntry,
  cellsOf,
  everythingOf,
  type CellTherapyState,
  chainOfIdentity,
  type CellCorrection,
  correctionsOf,
  foundDeviations,
  isArmShown,
  LABEL_BYTES,
  randomLabel,
} from '@bali/cell-therapy';
import { PatientFactsReader, SealedReadings, SealedTexts, type Streams } from '@bali/commands';
import { Action, CurrentPerson, Origin, Padded, type RequestOrigin, Unobserved } from '@bali/http';
import { type Ambient, AMBIENT } from '@bali/installation';
import { TrialStateQueries } from '@bali/projections';
import { siteOfPatient } from '@bali/protocol';
import { requireOwnPatient } from '@bali/queries';
import { PatientParameter } from '@bali/recording';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, ARM_BLOCK_BYTES } from '@bali/shared-routes';
import { STREAMS } from '../ledgers/tokens.js';
import {
  ACCOUNTABILITY_ANSWER,
  type AccountabilityView,
  CELLS_ANSWER,
  type CellsView,
  LABEL_ANSWER,
  type LabelView,
} from './cell-therapy-answers.js';

/** What the unit reads, and inspectors who may. That they read is in the access ledger before it is shown, and what, in the sealed one. */
@ApiTags('Cell therapy')
@Controller('cell-therapy')
@Action('read-cells')
@Unobserved()
export class CellTherapyQueriesController {
  constructor(
    @Inject(STREAMS) private readonly streams: Streams,
    @Inject(SealedReadings) private readonly readings: SealedReadings,
    @Inject(PatientFactsReader) private readonly facts: PatientFactsReader,
    @Inject(AMBIENT) private readonly ambient: Ambient,
    @Inject(TrialStateQueries) private readonly whereabouts: TrialStateQueries,
    @Inject(SealedTexts) private readonly texts: SealedTexts,
  ) {}

  @ApiOperation({
    summary:
      'The arm of a patient, what was recorded of the cells and corrected in it, the chain of identity and the accountability',
  })
  @Get('patients/:patient')
  @Padded(ARM_BLOCK_BYTES.records)
  @Answers(CELLS_ANSWER)
  async readCells(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
    @Param() { patient }: PatientParameter,
  ): Promise<CellsView> {
    requireOwnPatient(person, patient, this.whereabouts);
    const state = await this.disclosed(person, origin, 'cells-of-a-patient', patient);
    const facts = await this.facts.of(patient);
    const { arm, implantedAt } = facts;
    const cells = cellsOf(state, patient);
    // The unit's work is the same for every patient until the verdict on the cells is stored.
    const isShown = person.role !== 'cell-therapy-unit' || isArmShown(cells);
    const given = actualTreatment(cells, facts);
    return {
      patient,
      ...(arm === undefined || !isShown ? {} : armShown({ arm, patient, implantedAt })),
      ...(given === undefined || !isShown ? {} : { given }),
      deviations: foundDeviations(cells, facts),
      entries: cells,
      struck: struckOf(state, patient),
      corrections: await this.withReasons(correctionsOf(state, patient)),
      chainOfIdentity: chainOfIdentity(state, patient),
      accountability: accountabilityOf(state, patient),
    };
  }

  @ApiOperation({
    summary: 'A label for a container of a patient: the code and random characters, so that nothing can be read off it',
  })
  @Get('patients/:patient/new-label')
  @Action('record-cells')
  @Answers(LABEL_ANSWER)
  offerLabel(@CurrentPerson() person: Person, @Param() { patient }: PatientParameter): LabelView {
    requireOwnPatient(person, patient, this.whereabouts);
    const { now, randomBytes } = this.ambient;
    return { label: randomLabel(patient, randomBytes(LABEL_BYTES, `label for ${patient} at ${now().toISOString()}`)) };
  }

  @ApiOperation({ summary: 'Product accountability: what came in and what went out, over all and for each patient' })
  @Get('accountability')
  @Padded(ARM_BLOCK_BYTES.records)
  @Answers(ACCOUNTABILITY_ANSWER)
  async readAccountability(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
  ): Promise<AccountabilityView> {
    const state = await this.disclosed(person, origin, 'product-accountability');
    const own = new Map([...state.patients].filter(([patient]) => this.isOwn(person, patient)));
    const patients = [...own.keys()].toSorted();
    return {
      overAll: accountabilityOverAll(own.values()),
      patients: patients.map((patient) => ({ patient, ...accountabilityOf(state, patient) })),
    };
  }

  /** Whoever reads the cells may know what the unit wrote: the reason stands here as it was written, or why it does not. */
  private async withReasons(corrections: readonly CellCorrection[]): Promise<readonly CellCorrection[]> {
    if (corrections.every(({ reason }) => reason === undefined)) return corrections;
    const { redacted } = (await this.streams.blinding.load(SEALED_STREAM)).state;
    const shown: CellCorrection[] = [];
    for (const { reason, ...correction } of corrections) {
      const text = reason === undefined ? {} : { reason: await this.texts.opened(reason, redacted) };
      shown.push({ ...correction, ...text });
    }
    return shown;
  }

  /** Whether the patient is at a site for which the role is held: the unit's may be held for some. */
  private isOwn(person: Person, patient: string): boolean {
    return worksAt(person, this.whereabouts.siteOf(patient) ?? siteOfPatient(patient));
  }

  /** What the unit recorded, once it is recorded that somebody is about to see it. */
  private async disclosed(
    person: Person,
    { requestId, source }: RequestOrigin,
    what: string,
    patient?: string,
  ): Promise<CellTherapyState> {
    const reading = { what, ...(patient === undefined ? {} : { patient }) };
    await this.readings.record({ person, requestId, source }, reading);
    return (await this.streams.cells.load(SEALED_STREAM)).state;
  }
}

/** What was annulled: it counts no more, and is shown all the same. */
function struckOf(state: CellTherapyState, patient: string): readonly CellEntry[] {
  return everythingOf(state, patient).filter(({ annulledBy }) => annulledBy !== undefined);
}

function armShown(
  told: ArmOfPatient & Pick<Required<CellsView>, 'arm'>,
): Pick<CellsView, 'arm' | 'inWords' | 'inFrench'> {
  return { arm: told.arm, inWords: armInWords(told), inFrench: armInFrenchWords(told) };
}
