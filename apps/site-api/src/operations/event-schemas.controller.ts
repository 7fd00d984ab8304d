import { Action, OneOf } from '@bali/http';
import { definitionOf, EVENT_CATALOGUE, type EventType, publishedSchema } from '@bali/trial';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';

class EventTypeParameter {
  @OneOf({ description: 'type of event', of: Object.keys(EVENT_CATALOGUE), example: 'Harvested' })
  readonly type!: EventType;
}

/** What the records hold, for whoever reads them now or in 25 years. */
@ApiTags('Event schemas')
@Controller('event-schemas')
@Action('read-trial')
export class EventSchemasController {
  /** Every type of event, with what it tells and the version that is written now. */
  @Get()
  @ApiOkResponse({ description: 'The catalogue of events' })
  list(): readonly { type: string; schemaVersion: number; about: string }[] {
    return Object.values(EVENT_CATALOGUE).map(({ type, schemaVersion, about }) => ({ type, schemaVersion, about }));
  }

  /** The JSON Schema (2020-12) of an event's data. */
  @Get(':type')
  @ApiOkResponse({ description: 'A JSON Schema' })
  schema(@Param() { type }: EventTypeParameter): object {
    return publishedSchema(definitionOf(type));
  }
}
