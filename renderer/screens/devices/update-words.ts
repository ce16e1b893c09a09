import { resultWords, stateWords, type UpdateKind } from '../../../core/updates/result-words.ts';
import type { UpdateNote, UpdatePhase } from '../../../core/updates/update.ts';
import { texts } from '../../texts.ts';

const words = texts.deviceUpdates;

/** What happened in an attempt, as a sentence. */
export function lineWords(kind: UpdateKind, line: UpdateNote): string {
  const { lines, steps, purposes } = words;
  switch (line.kind) {
    case 'asked':
      return line.step === 'begin' ? lines.begin(steps[line.operation]) : lines[line.step];
    case 'leftOut':
      return lines.leftOut(purposes[line.purpose], line.status);
    case 'accepted':
      return lines.accepted(steps[line.operation]);
    case 'version':
      return lines.version(line.version);
    case 'state':
      return lines.state(line.state, stateWords(kind, line.state));
    case 'result':
      return lines.result(line.code, resultWords(kind, line.code));
    case 'late':
      return lines.late(line.code, resultWords(kind, line.code));
    case 'serving':
    case 'served':
    case 'abortAsked':
    case 'abortTooLate':
    case 'resumed':
      return lines[line.kind];
  }
}

/** How a phase is to be looked at. */
export function outcomeOfPhase(phase: UpdatePhase): 'ok' | 'failed' | 'pending' | 'awaited' | 'none' {
  switch (phase) {
    case 'done':
      return 'ok';
    case 'failed':
      return 'failed';
    case 'aborted':
      return 'none';
    case 'asked':
      return 'awaited';
    case 'downloading':
    case 'downloaded':
    case 'updating':
    case 'verifying':
    case 'aborting':
      return 'pending';
  }
}

/** The version that an image's name tells, as a first proposal; empty where it tells none. */
export function versionIn(image: string): string {
  return /\d+(?:\.\d+)+/.exec(image)?.[0] ?? '';
}
