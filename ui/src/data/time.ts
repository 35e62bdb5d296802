/** Instants as the API writes them, and as people read them: in the browser's zone, with the zone said. */

export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };
const clockFormat = new Intl.DateTimeFormat('en-GB', { ...CLOCK, timeZone: ZONE });
const dayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: ZONE });
const dateFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: ZONE });
const zoneFormat = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, timeZoneName: 'short', hour: '2-digit' });

export function clock(instant: string): string {
  return clockFormat.format(new Date(instant));
}

export function day(instant: string): string {
  return dayFormat.format(new Date(instant));
}

/** As `CET` or `GMT+1`: the offset that held at that instant. */
export function zoneAt(instant: string): string {
  const part = zoneFormat.formatToParts(new Date(instant)).find((each) => each.type === 'timeZoneName');
  return part?.value ?? ZONE;
}

export function full(instant: string): string {
  return `${dateFormat.format(new Date(instant))}, ${clock(instant)} ${zoneAt(instant)}`;
}

/** The date only where it is not the day of the other instant. */
export function brief(instant: string, beside: number): string {
  const sameDay = dateFormat.format(new Date(instant)) === dateFormat.format(new Date(beside));
  return sameDay ? clock(instant) : `${day(instant)}, ${clock(instant)}`;
}

export function secondsBetween(earlier: string, later: number): number {
  return (later - Date.parse(earlier)) / 1000;
}

/** Moves an RFC 3339 instant by whole seconds and keeps its microseconds, which a JavaScript date would lose. */
export function shifted(instant: string, seconds: number): string {
  const fraction = /\.\d+/.exec(instant)?.[0] ?? '';
  const base = Math.floor(Date.parse(instant) / 1000) + seconds;
  return new Date(base * 1000).toISOString().replace('.000Z', `${fraction}Z`);
}

export function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text));
}
