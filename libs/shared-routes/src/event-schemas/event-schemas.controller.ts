import { Action, OneOf, Whole } from '@bali/http';
import { EVENT_CATALOGUE, type EventType } from '@bali/trial';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../answers/answers.js';
import {
  type CataloguedEvent,
  catalogue,
  CATALOGUE_ANSWER,
  EVENT_SCHEMA_ANSWER,
  schemaOf,
} from './event-schema-answers.js';

class EventTypeParameter {
  @OneOf({ description: 'type of event', of: Object.keys(EVENT_CATALOGUE), example: 'Harvested' })
  readonly type!: EventType;
}

class SchemaVersionParameter {
  @Whole({
    description: 'the version that a record names. Default: the version that is written now',
    ...{ min: 1, max: 1000, fromText: true, optional: true },
  })
  readonly schemaVersion?: number;
}

/** What the records hold, for whoever reads them now or in 25 years. */
@ApiTags('Event schemas')
@Controller('event-schemas')
@Action('read-trial')
export class EventSchemasController {
  @ApiOperation({ summary: 'Every type of event, with what it tells and the version that is written now' })
  @Get()
  @Answers(CATALOGUE_ANSWER)
  listEventSchemas(): readonly CataloguedEvent[] {
    return catalogue();
  }

  @ApiOperation({ summary: "The JSON Schema (2020-12) of an event's data" })
  @Get(':type')
  @Answers(EVENT_SCHEMA_ANSWER)
  readEventSchema(@Param() { type }: EventTypeParameter, @Query() { schemaVersion }: SchemaVersionParameter): object {
    return schemaOf(type, schemaVersion);
  }
}
