/** The one state of the page. Parts read signals; only the functions here and in feed.ts write them. */
import { computed, signal } from '@preact/signals';
import { firstOrder, sorted, type Column } from './data/columns';
import { matches, parse } from './data/filter';
import { read, START, write, type Route } from './data/route';
import { shifted } from './data/time';
import { identity, type Problem, type Process, type ProcessTable, type StorageHealth } from './data/types';

/** Why the last question got no good answer. */
export type Failure =
  | { readonly kind: 'silent'; readonly since: number }
  | { readonly kind: 'denied'; readonly problem: Problem }
  | { readonly kind: 'refused'; readonly problem: Problem };

export const route = signal<Route>(START);
export const table = signal<ProcessTable | null>(null);
/** The recorder's clock less the browser's, in milliseconds. */
export const clockDifference = signal(0);
export const failure = signal<Failure | null>(null);
/** Why the recorder did not understand the last instant that was typed. */
export const atProblem = signal<string | null>(null);
export const health = signal<StorageHealth | null>(null);
export const healthFailure = signal<Failure | null>(null);
/** Milliseconds since the epoch, once a second, for ages. */
export const now = signal(Date.now());
/** The row the keyboard is at, by identity: rows move from tick to tick. */
export const active = signal<string | null>(null);
export const keysShown = signal(false);
export const gapsShown = signal(false);

export const live = computed(() => route.value.at === null);
export const words = computed(() => parse(route.value.q));
const order = computed(() => `${route.value.sort} ${route.value.order}`);

/** What the table shows: filtered, then sorted. */
export const rows = computed<readonly Process[]>(() => {
  const [sort = START.sort, direction] = order.value.split(' ');
  const kept = (table.value?.processes ?? []).filter((each) => matches(words.value, each));
  return sorted(kept, sort, direction === 'asc' ? 'asc' : 'desc');
});

/** The process of the address, while its pid is still or already its own. */
export const selected = computed<Process | null>(() => {
  const { pid, start } = route.value;
  const found = find(pid);
  return start === null || found?.start_time === start ? found : null;
});

export function find(pid: number | null): Process | null {
  return pid === null ? null : (table.value?.processes.find((each) => each.pid === pid) ?? null);
}

/** The recorder's time now. */
export function recorderNow(): number {
  return now.value + clockDifference.value;
}

/** `push` makes a step the back button undoes; `replace` is for typing and for stepping on. */
export function go(change: Partial<Route>, how: 'push' | 'replace' = 'push'): void {
  const next = { ...route.peek(), ...change };
  const address = location.pathname + write(next);
  if (how === 'push' && address !== location.pathname + location.search) {
    history.pushState(null, '', address);
  } else {
    history.replaceState(null, '', address);
  }
  route.value = next;
}

export function openFromAddress(): void {
  route.value = read(location.search);
}

export function sortBy(column: Column): void {
  const { sort, order: direction } = route.peek();
  go(
    sort === column.key
      ? { order: direction === 'asc' ? 'desc' : 'asc' }
      : { sort: column.key, order: firstOrder(column) },
  );
}

export function select(process: Process | null): void {
  if (process !== null) {
    active.value = identity(process);
  }
  const opened = { pid: process?.pid ?? null, start: process?.start_time ?? null };
  go(opened, route.peek().pid === null || process === null ? 'push' : 'replace');
}

export function goLive(): void {
  atProblem.value = null;
  if (!live.peek()) {
    go({ at: null });
  }
}

/** Holds the table at the tick it shows, or lets it run again. */
export function pauseOrResume(): void {
  const shown = table.peek()?.timestamp;
  if (!live.peek()) {
    goLive();
  } else if (shown) {
    go({ at: shown });
  }
}

/** To the neighbouring tick; after the newest one comes live. */
export function step(direction: 'previous' | 'next'): void {
  const shown = table.peek();
  const target = shown?.[direction] ?? null;
  if (target !== null) {
    visit(target);
  } else if (direction === 'next' && shown !== null) {
    goLive();
  }
}

export function stepMinute(direction: 'previous' | 'next'): void {
  const shown = table.peek();
  const from = shown?.timestamp ?? shown?.at ?? null;
  if (from === null || (direction === 'next' && live.peek())) {
    return;
  }
  const target = shifted(from, direction === 'previous' ? -60 : 60);
  if (direction === 'next' && shown !== null && comesBeforeNext(target, shown)) {
    step('next');
  } else if (Date.parse(target) > Date.now() + clockDifference.peek()) {
    goLive();
  } else {
    visit(target);
  }
}

/** With ticks further apart than the step it would show the same tick again, for ever. */
function comesBeforeNext(target: string, shown: ProcessTable): boolean {
  if (shown.timestamp === null) {
    return false;
  }
  return shown.next === null ? (shown.interval_seconds ?? 0) >= 60 : Date.parse(target) <= Date.parse(shown.next);
}

function visit(instant: string): void {
  atProblem.value = null;
  go({ at: instant }, live.peek() ? 'push' : 'replace');
}
