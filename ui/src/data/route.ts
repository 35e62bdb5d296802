/** What the query string holds: all that a link needs to show the same view again. */

export type Order = 'asc' | 'desc';

export interface Route {
  /** As the API takes it; null is the live table. */
  readonly at: string | null;
  readonly q: string;
  readonly sort: string;
  readonly order: Order;
  readonly pid: number | null;
  /** When the process of `pid` began, since a pid is used again; null in a link that somebody wrote by hand. */
  readonly start: string | null;
}

export const START: Route = { at: null, q: '', sort: 'cpu_usage', order: 'desc', pid: null, start: null };

export function read(search: string): Route {
  const parameters = new URLSearchParams(search);
  const number = Number(parameters.get('pid') ?? '');
  const pid = Number.isSafeInteger(number) && number > 0 ? number : null;
  return {
    at: parameters.get('at') || null,
    q: parameters.get('q') ?? '',
    sort: parameters.get('sort') || START.sort,
    order: parameters.get('order') === 'asc' ? 'asc' : 'desc',
    pid,
    start: pid === null ? null : parameters.get('start') || null,
  };
}

/** Only what differs from the plain page, so that links stay short. */
export function write(route: Route): string {
  const parameters = new URLSearchParams();
  if (route.at !== null) {
    parameters.set('at', route.at);
  }
  if (route.q !== '') {
    parameters.set('q', route.q);
  }
  if (route.sort !== START.sort || route.order !== START.order) {
    parameters.set('sort', route.sort);
    parameters.set('order', route.order);
  }
  if (route.pid !== null) {
    parameters.set('pid', String(route.pid));
    if (route.start !== null) {
      parameters.set('start', route.start);
    }
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text.replaceAll('%3A', ':')}`;
}
