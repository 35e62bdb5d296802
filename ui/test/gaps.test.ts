import { describe, expect, it } from 'vitest';
import { gapWords } from '../src/data/gaps';
import { brief, zoneAt } from '../src/data/time';

const FROM = '2026-11-23T03:12:05.000123Z';
const TO = '2026-11-23T03:13:05.000123Z';
const NOW = Date.parse('2026-11-23T03:20:05.000Z');
const gap = { stream: 'processes', from: FROM, to: TO, cause: 'suspended', count: 1_200, detail: null };
const moment = (instant: string) => `${brief(instant, NOW)} ${zoneAt(instant)}`;

describe('a gap in words', () => {
  it('has both ends, its length, its cause and its ticks', () =>
    expect(gapWords(gap, NOW)).toEqual({
      from: moment(FROM), to: moment(TO), length: '1 min', cause: 'The host was asleep.', ticks: '1,200', at: FROM,
    }));
  it('may be open still', () =>
    expect(gapWords({ ...gap, to: null, count: null }, NOW)).toMatchObject({ to: 'still open', length: '8 min', ticks: '–' }));
  it('may have no begin', () =>
    expect(gapWords({ ...gap, from: null }, NOW)).toMatchObject({ from: 'the beginning', length: '', at: TO }));
  it('says a cause it does not know as it came, made visible', () =>
    expect(gapWords({ ...gap, cause: 'x\u202e' }, NOW).cause).toBe('x⟨U+202E⟩'));
});
