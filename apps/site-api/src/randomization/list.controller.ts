import { type Invocation, ListDrawing } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { type Recorded, Recording, Records } from '@bali/recording';
import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DrawListDto } from './list.dto.js';

@ApiTags('Blinding')
@Controller('trial')
export class ListController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(ListDrawing) private readonly drawing: ListDrawing,
  ) {}

  @ApiOperation({
    summary: 'Draws the randomization list, and commits to it before the first patient; once',
    description:
      'The list is sealed. The trial ledger gets a commitment, against which whatever is disclosed later can be checked.',
  })
  @Post('randomization-list')
  @Records('draw-randomization-list')
  drawRandomizationList(@CurrentInvocation() invocation: Invocation, @Body() body: DrawListDto): Promise<Recorded> {
    return this.recording.sealed(
      invocation,
      () => body,
      ({ command, given }) => this.drawing.draw(command, given),
    );
  }
}
