/** Gaps in words, for people. */
import { count, duration } from './format';
import { brief, secondsBetween, zoneAt } from './time';
import type { Gap } from './types';
import { visible } from './visible';

const CAUSES: Readonly<Record<string, string>> = {
  stopped: 'The recorder was stopped.',
  killed: 'The recorder was killed, and did not run until it was started again.',
  reboot: 'The host was down or booting.',
  suspended: 'The host was asleep.',
  missed: 'The recorder did not get to look in time.',
  dropped: 'The recorder looked, but could not keep up with storing what it saw.',
  store: 'The store could not be written.',
  damaged: 'What was recorded is damaged or gone.',
  probe: 'The host could not be read.',
  vanished: 'The source of the log had removed lines that were not read yet.',
  'position-ahead': 'The source of the log was made anew, or its clock set back.',
  suppressed: 'Whoever writes the log left lines out, since there were too many.',
  'cut-short': 'A file of the log ends before the end that it tells of.',
  overrun: 'A buffer of the kernel was overwritten before it was read.',
  'before-recording': 'Recording had not begun: the first tick is a later one.',
  deleted: 'What was recorded then is not kept any more.',
  'not-yet-recorded': 'This instant has not come yet, or its tick is not stored yet.',
};

export function causeInWords(cause: string): string {
  return CAUSES[cause] ?? visible(cause);
}

/** One gap as a list shows it. */
export interface GapWords {
  readonly from: string;
  readonly to: string;
  readonly length: string;
  readonly cause: string;
  readonly ticks: string;
  /** Where the link leads; null for a gap without any end. */
  readonly at: string | null;
}

/** `now` is the recorder's, in milliseconds: days are said where they are not today. */
export function gapWords(gap: Gap, now: number): GapWords {
  const end = gap.to === null ? now : Date.parse(gap.to);
  return {
    from: gap.from === null ? 'the beginning' : moment(gap.from, now),
    to: gap.to === null ? 'still open' : moment(gap.to, now),
    length: gap.from === null ? '' : duration(secondsBetween(gap.from, end)),
    cause: causeInWords(gap.cause),
    ticks: count(gap.count),
    at: gap.from ?? gap.to,
  };
}

function moment(instant: string, now: number): string {
  return `${brief(instant, now)} ${zoneAt(instant)}`;
}
