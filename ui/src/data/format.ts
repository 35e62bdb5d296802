/**
 * Numbers with units, in one place.
 *
 * Bytes are counted in powers of 1000 and written `kB MB GB`, in memory as on disk: so are the limits in the settings and
 * what the commands print. The exact number of bytes is in the title. Unknown is `–`, never zero.
 */

export const UNKNOWN = '–';
export const UNKNOWN_TITLE = 'not known';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

export function bytes(value: number | null): string {
  return value === null ? UNKNOWN : scaled(value);
}

function scaled(value: number): string {
  if (Math.round(value) === 0) {
    return '0'; // most processes read and write nothing: without a unit the column stays calm
  }
  let rest = value;
  let unit = 0;
  // 999.5 would be written as 1000 of the smaller unit.
  while (Math.abs(rest) >= 999.5 && unit < UNITS.length - 1) {
    rest /= 1000;
    unit++;
  }
  const digits = unit > 0 && Math.abs(rest) < 9.95 ? 1 : 0;
  return `${rest.toFixed(digits)} ${UNITS[unit]}`;
}

export function exactBytes(value: number | null): string {
  return value === null ? UNKNOWN_TITLE : `${whole.format(value)} bytes`;
}

export function exactRate(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? UNKNOWN_TITLE : `${whole.format(bytesPerSecond)} bytes per second`;
}

export function count(value: number | null): string {
  return value === null ? UNKNOWN : whole.format(value);
}

export function percent(value: number | null): string {
  return value === null ? UNKNOWN : value.toFixed(value < 9.995 ? 2 : 1);
}

export function cpu(value: number | null): string {
  return value === null ? UNKNOWN : value.toFixed(1);
}

const STEPS: readonly (readonly [seconds: number, unit: string])[] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** The two largest units: `12 d 4 h`, `3 min 5 s`, `< 1 s`. */
export function duration(seconds: number | null): string {
  if (seconds === null) {
    return UNKNOWN;
  }
  const total = Math.max(0, Math.floor(seconds));
  const first = STEPS.findIndex(([size]) => total >= size);
  if (first < 0) {
    return '< 1 s';
  }
  const [size, unit] = STEPS[first]!;
  const next = STEPS[first + 1];
  const rest = next ? Math.floor((total % size) / next[0]) : 0;
  const begin = `${Math.floor(total / size)} ${unit}`;
  return next && rest > 0 ? `${begin} ${rest} ${next[1]}` : begin;
}
