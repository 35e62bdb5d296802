import { describe, expect, it } from 'vitest';
import { bytes, cpu, duration, exactBytes, percent } from '../src/data/format';
import { read, write } from '../src/data/route';
import { isInstant, shifted } from '../src/data/time';

describe('numbers with units', () => {
  it.each([
    [0, '0'], [0.3, '0'], [1, '1 B'], [999, '999 B'], [999.7, '1.0 kB'], [1024, '1.0 kB'], [1_851_392, '1.9 MB'], [500_000_000, '500 MB'],
    [999_499_999, '999 MB'], [999_500_000, '1.0 GB'], [1e9, '1.0 GB'], [1_181_116_006, '1.2 GB'], [4e9, '4.0 GB'], [9.2e18, '9.2 EB'],
  ])('bytes count by 1000: %d is %s', (value, text) => expect(bytes(value)).toBe(text));

  it('says the exact bytes', () => expect(exactBytes(1_181_116_006)).toBe('1,181,116,006 bytes'));

  it('never shows the unknown as zero', () => {
    expect([bytes(null), cpu(null), percent(null), duration(null)]).toEqual(Array(4).fill('–'));
    expect(exactBytes(null)).toBe('not known');
  });

  it.each([
    [0, '< 1 s'], [0.9, '< 1 s'], [1, '1 s'], [59.9, '59 s'], [65, '1 min 5 s'], [3_600, '1 h'], [241_925, '2 d 19 h'], [6_420, '1 h 47 min'], [-3, '< 1 s'],
  ])('%d seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));
});

describe('instants', () => {
  it('are shifted without losing microseconds', () =>
    expect(shifted('2026-11-23T03:12:05.000123Z', -60)).toBe('2026-11-23T03:11:05.000123Z'));
  it('need no fraction', () => expect(shifted('2026-11-23T00:00:30Z', -60)).toBe('2026-11-22T23:59:30Z'));
  it('are told from what people type', () => {
    expect(['2026-11-23T03:12:05Z', '-15m', '03:12', '1700000000'].map(isInstant)).toEqual([true, false, false, false]);
  });
});

describe('the address', () => {
  it('gives the same view again', () => {
    const route = { at: '2026-11-23T03:12:05.000123Z', q: "user:app !x & 'ä", sort: 'name', order: 'asc', pid: 812, start: '2026-11-20T08:00:00.120000Z' } as const;
    expect(read(write(route))).toEqual(route);
  });
  it('needs no start beside a pid', () => expect(read('?pid=812')).toMatchObject({ pid: 812, start: null }));
  it('is empty for the plain page', () => expect(write(read(''))).toBe(''));
  it('survives nonsense', () => expect(read('?pid=-1&order=up&sort=').pid).toBeNull());
});
