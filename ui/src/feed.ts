/** Asks the recorder, again and again while live, and puts what it says into the state. */
import { effect } from '@preact/signals';
import { ask, loginAddress, Refusal, type Answer } from './data/api';
import { isInstant, ZONE } from './data/time';
import type { ProcessTable, StorageHealth } from './data/types';
import * as state from './state';

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 5_000;
const HEALTH_MS = 5_000;
const DEFAULT_INTERVAL_SECONDS = 5;

/** One question at a time: asking again drops the answer that is still on its way. */
class Question {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pending: AbortController | null = null;

  cancel(): AbortSignal {
    clearTimeout(this.timer);
    this.pending?.abort();
    this.pending = new AbortController();
    return this.pending.signal;
  }

  /** A page nobody looks at asks nothing; it asks at once when it is looked at again. */
  again(ask: () => void, milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (document.hidden ? this.whenSeen(ask) : ask()), milliseconds);
  }

  private whenSeen(ask: () => void): void {
    document.addEventListener('visibilitychange', () => ask(), { once: true });
  }
}

const tableQuestion = new Question();
const healthQuestion = new Question();

/** Starts following. The table is asked for whenever the instant changes, and with each tick while it is live. */
export function follow(): void {
  let asked: string | null | undefined;
  effect(() => {
    const { at } = state.route.value;
    const shown = state.table.peek();
    const alreadyShown = asked !== undefined && at !== null && at === shown?.timestamp;
    if (at !== asked) {
      asked = at;
      if (alreadyShown) {
        tableQuestion.cancel();
      } else {
        void askTable();
      }
    }
  });
  void askHealth();
  setInterval(() => (state.now.value = Date.now()), 1_000);
}

/** After a token was given. */
export function askAgain(): void {
  void askTable();
  void askHealth();
}

/** Looks at an instant somebody typed. It comes into the address only when the recorder understands it. */
export async function visitTyped(typed: string): Promise<boolean> {
  const signal = tableQuestion.cancel();
  try {
    const answer = await ask<ProcessTable>('/api/processes', { at: typed, tz: ZONE }, signal);
    accept(answer);
    state.go({ at: answer.body.timestamp ?? resolved(typed, answer.body) });
    return true;
  } catch (error) {
    if (!signal.aborted) {
      refuseTyped(error);
      if (state.live.peek()) {
        tableQuestion.again(() => void askTable(), FIRST_RETRY_MS);
      }
    }
    return false;
  }
}

function refuseTyped(error: unknown): void {
  if (error instanceof Refusal && error.problem.status === 400) {
    state.atProblem.value = error.problem.detail;
  } else {
    fail(error);
  }
}

async function askTable(): Promise<void> {
  const signal = tableQuestion.cancel();
  const { at } = state.route.peek();
  try {
    const before = state.table.peek();
    const answer = await ask<ProcessTable>('/api/processes', at === null ? {} : { at, tz: ZONE }, signal);
    accept(answer);
    if (at === null) {
      const sameTick = before !== null && before.timestamp === answer.body.timestamp;
      tableQuestion.again(() => void askTable(), untilNextTick(answer.body, sameTick));
    } else if (at !== resolved(at, answer.body)) {
      state.go({ at: resolved(at, answer.body) }, 'replace');
    }
  } catch (error) {
    if (!signal.aborted) {
      fail(error);
      retry(error);
    }
  }
}

/** `-15m` in a link would mean another instant each time it is opened; the tick it led to does not. */
function resolved(asked: string, answer: ProcessTable): string {
  if (isInstant(asked)) {
    return asked;
  }
  return answer.timestamp ?? (answer.at !== null && isInstant(answer.at) ? answer.at : asked);
}

/** When the tick has not changed yet we are a little early: asking sooner brings us just behind the next one. */
function untilNextTick(answer: ProcessTable, sameTick: boolean): number {
  const interval = 1000 * (answer.interval_seconds ?? DEFAULT_INTERVAL_SECONDS);
  return sameTick ? Math.max(200, interval / 5) : interval;
}

function accept(answer: Answer<ProcessTable>): void {
  state.clockDifference.value = answer.recorderTime - Date.now();
  state.table.value = answer.body;
  state.failure.value = null;
  state.atProblem.value = null;
}

function fail(error: unknown): void {
  if (!(error instanceof Refusal)) {
    const before = state.failure.peek();
    state.failure.value = before?.kind === 'silent' ? before : { kind: 'silent', since: Date.now() };
    return;
  }
  const { problem } = error;
  if (problem.status === 401) {
    location.assign(loginAddress());
  }
  state.failure.value = { kind: problem.status === 401 ? 'denied' : 'refused', problem };
  if (problem.status === 400 && problem.parameter === 'at') {
    state.atProblem.value = problem.detail;
  }
}

function retry(error: unknown): void {
  if (error instanceof Refusal && error.problem.status < 500) {
    return; // asking the same again would give the same
  }
  const failed = state.failure.peek();
  const silentFor = failed?.kind === 'silent' ? Date.now() - failed.since : 0;
  tableQuestion.again(() => void askTable(), Math.min(LAST_RETRY_MS, FIRST_RETRY_MS + silentFor / 4));
}

async function askHealth(): Promise<void> {
  const signal = healthQuestion.cancel();
  try {
    const answer = await ask<StorageHealth>('/api/storage/health', {}, signal);
    state.clockDifference.value = answer.recorderTime - Date.now();
    state.health.value = answer.body;
    state.healthFailure.value = null;
  } catch (error) {
    if (signal.aborted) {
      return;
    }
    const before = state.healthFailure.peek();
    if (error instanceof Refusal) {
      state.healthFailure.value = { kind: error.problem.status === 401 ? 'denied' : 'refused', problem: error.problem };
    } else if (before?.kind !== 'silent') {
      state.healthFailure.value = { kind: 'silent', since: Date.now() };
    }
  }
  const interval = 1000 * (state.health.peek()?.recording.interval_seconds ?? DEFAULT_INTERVAL_SECONDS);
  healthQuestion.again(() => void askHealth(), state.healthFailure.peek() ? HEALTH_MS / 2 : Math.max(HEALTH_MS, interval));
}
