import type { Problem } from './types';

const PATIENCE_MS = 15_000;

/** The recorder answered, and refused. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** An answer and the recorder's clock when it gave it: the browser may run on a host whose clock differs. */
export interface Answer<T> {
  readonly body: T;
  readonly recorderTime: number;
}

/**
 * Asks the recorder. Throws a {@link Refusal} when it answers with a problem, and whatever `fetch` throws when it does
 * not answer in time or at all.
 */
export async function ask<T>(path: string, parameters: Record<string, string>, signal?: AbortSignal): Promise<Answer<T>> {
  const query = new URLSearchParams(parameters).toString();
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(query === '' ? path : `${path}?${query}`, {
    headers: { Accept: 'application/json' },
    cache: 'no-store',
    signal: signal ? AbortSignal.any([signal, patience]) : patience,
  });
  if (!response.ok) {
    throw new Refusal(await problemOf(response));
  }
  const date = Date.parse(response.headers.get('Date') ?? '');
  return { body: (await response.json()) as T, recorderTime: Number.isNaN(date) ? Date.now() : date };
}

/** Where one logs in, and from where one comes back to what is shown now. */
export function loginAddress(): string {
  return `/login?to=${encodeURIComponent(location.pathname + location.search)}`;
}

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const told = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
  return {
    title: told.title ?? response.statusText,
    status: response.status,
    detail: told.detail ?? `${response.status} ${response.statusText}`,
    parameter: told.parameter ?? null,
  };
}
