import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '../src/app';
import { ask, Refusal } from '../src/data/api';
import { COLUMNS, sorted } from '../src/data/columns';
import type { Process, ProcessTable, StorageHealth } from '../src/data/types';
import { HostText } from '../src/parts/host-text';
import * as state from '../src/state';
import { keepTitle } from '../src/title';

const SHOWN = '2026-11-23T03:12:05.000123Z';

function process(change: Partial<Process>): Process {
  return {
    timestamp: SHOWN, pid: 1, start_time: SHOWN, parent_pid: 0, name: 'init', cmdline: '/sbin/init', user: 'root',
    user_id: 0, status: 'sleeping', cpu_usage: 0, cpu_time: 0, mem_usage: 0, virtual_memory: 0, runtime: 0, threads: 1,
    read_bytes: null, write_bytes: null, read_rate: null, write_rate: null, open_files: null, unit: null,
    container: null, cgroup: null, kernel_thread: false, ...change,
  };
}

function table(change: Partial<ProcessTable>): ProcessTable {
  const processes = change.processes ?? [];
  return {
    timestamp: SHOWN, tick: 7, interval_seconds: 5, at: null, total: processes.length, truncated: false,
    elapsed_ms: 1, gap: null, previous: '2026-11-23T03:12:00.000101Z', next: null, ...change, processes,
  };
}

function health(change: Partial<StorageHealth>): StorageHealth {
  return {
    database_size_bytes: 2_100_000, types: {}, last_commit: null, data_directory: null, recorder: null,
    recording: {
      status: 'ok', problems: [], interval_seconds: 5, ticks_missed: 0, ticks_dropped: 0, gap_count: 2, last_error: null,
    },
    ...change,
  };
}

let root: HTMLElement;

beforeEach(() => {
  document.body.innerHTML = '<div id="app"></div>';
  root = document.getElementById('app')!;
  history.replaceState(null, '', '/processes');
  state.openFromAddress();
  state.table.value = null;
  state.health.value = null;
  state.gapsShown.value = false;
  state.failure.value = null;
  state.healthFailure.value = null;
  act(() => render(<App />, root));
});

afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
});

describe('a bundle', () => {
  const origin = {
    host: 'web\u202e1<b>', from: '2026-11-23T03:05:00Z', to: '2026-11-23T03:25:00Z', created: '2026-11-24T09:00:00Z',
    redacted: true, version: '0.1.0',
  };

  it('is said to be the past of another host', () => {
    act(() => {
      state.health.value = health({
        bundle: origin,
        recording: { ...health({}).recording, status: 'degraded', problems: ['no recorder is running'] },
      });
    });
    const note = root.querySelector('[role="note"]');
    expect(note?.textContent).toContain('A recording of ');
    expect(note?.querySelector('b')?.textContent).not.toContain('\u202e');
    expect(note?.querySelector('b')?.textContent).toContain('<b>');
    expect(note?.textContent).toContain('23 Nov 2026');
    expect(root.querySelector('.lamp')?.className).toContain('idle');
    expect(root.querySelector('.lamp')?.textContent).toContain('bundle');
    expect(root.querySelector('#live')?.textContent).toBe('END');
  });

  it('is not spoken of where a recorder answers', () => {
    act(() => {
      state.health.value = health({});
    });
    expect(root.querySelector('[role="note"]')).toBeNull();
  });
});

describe('text from the host', () => {
  it('stays text', () => {
    render(<HostText text={'<img src=x onerror=alert(1)>\u202e'} marks={[[1, 4]]} />, root);
    expect(root.querySelector('img')).toBeNull();
    expect(root.textContent).toBe('<img src=x onerror=alert(1)>⟨U+202E⟩');
    expect(root.querySelector('mark')?.textContent).toBe('img');
  });

  it('stays text in the drawer', () => {
    act(() => {
      state.table.value = table({ processes: [process({ pid: 9, name: '<b>x</b>', cmdline: '<img src=x onerror=alert(1)>' })] });
      state.go({ pid: 9 });
    });
    const drawer = root.querySelector('#drawer')!;
    expect(drawer.querySelector('img, b > b')).toBeNull();
    expect(drawer.textContent).toContain('<img src=x onerror=alert(1)>');
  });
});

describe('the drawer', () => {
  const again = process({ pid: 9, name: 'stranger', start_time: '2026-11-23T03:00:00.000000Z' });

  it('does not show a stranger that has the pid now', () => {
    act(() => {
      state.table.value = table({ processes: [process({ pid: 9, name: 'known' })] });
      state.select(state.find(9));
    });
    expect(location.search).toBe(`?pid=9&start=${SHOWN}`);
    expect(root.querySelector('#drawer')!.textContent).toContain('started');
    act(() => void (state.table.value = table({ processes: [again] })));
    const drawer = root.querySelector('#drawer')!;
    expect(drawer.textContent).toContain('pid 9 belongs to another process, stranger');
    expect(drawer.textContent).not.toContain('started');
    act(() => drawer.querySelector<HTMLButtonElement>('.absent button')!.click());
    expect(root.querySelector('#drawer')!.textContent).toContain('started');
  });
  it('opens by the pid alone where the link has no start', () => {
    act(() => {
      state.table.value = table({ processes: [again] });
      state.go({ pid: 9, start: null });
    });
    expect(root.querySelector('#drawer')!.textContent).toContain('started');
  });
});

describe('sorting', () => {
  const rows = [process({ pid: 3, cpu_usage: null }), process({ pid: 2, cpu_usage: 5 }), process({ pid: 1, cpu_usage: 9 })];
  const pids = (sort: string, order: 'asc' | 'desc') => sorted(rows, sort, order).map((each) => each.pid);

  it('puts the unknown last either way', () => {
    expect(pids('cpu_usage', 'desc')).toEqual([1, 2, 3]);
    expect(pids('cpu_usage', 'asc')).toEqual([2, 1, 3]);
  });
  it('keeps equal rows by pid', () => expect(pids('user', 'desc')).toEqual([1, 2, 3]));
  it('counts no unknown side of io as zero', () => {
    const io = [
      process({ pid: 1, read_rate: 9, write_rate: null }), process({ pid: 2, read_rate: 0, write_rate: 1 }),
      process({ pid: 3, read_rate: 2, write_rate: 3 }),
    ];
    expect(sorted(io, 'io', 'desc').map((each) => each.pid)).toEqual([3, 2, 1]);
    expect(sorted(io, 'io', 'asc').map((each) => each.pid)).toEqual([2, 3, 1]);
  });
  it('lets case settle only what is equal without it', () => {
    const named = ['b', 'a', 'B', 'A'].map((name, pid) => process({ pid, name }));
    expect(sorted(named, 'name', 'asc').map((each) => each.name)).toEqual(['A', 'a', 'B', 'b']);
    expect(sorted(named, 'name', 'desc').map((each) => each.name)).toEqual(['b', 'B', 'a', 'A']);
  });
  it('turns round at the second press of a heading', () => {
    const name = COLUMNS.find((each) => each.key === 'name')!;
    state.sortBy(name);
    expect(location.search).toBe('?sort=name&order=asc');
    state.sortBy(name);
    expect(location.search).toBe('?sort=name&order=desc');
  });
});

describe('the host', () => {
  it('is the recorder\'s own name, and the address until that is known', () => {
    const shown = () => root.querySelector('.host')!;
    expect(shown().textContent).toBe(location.host);
    act(() => void (state.health.value = health({ hostname: 'web1\u202e' })));
    expect(shown().textContent).toBe('web1⟨U+202E⟩');
    expect(shown().getAttribute('title')).toBe(location.host);
  });
  it('is in the title, with a past instant', () => {
    const stop = keepTitle();
    expect(document.title).toBe('Processes · Tachograph');
    state.health.value = health({ hostname: 'web1' });
    expect(document.title).toBe('web1 · Processes · Tachograph');
    state.table.value = table({});
    state.go({ at: SHOWN });
    expect(document.title).toMatch(/^web1 · Processes · .*\d\d:\d\d:05 · Tachograph$/);
    stop();
  });
});

describe('the store', () => {
  const line = () => root.querySelector('.health')!.textContent;
  const processes = { oldest: null, newest: null, limit_bytes: null };

  it('has no meter without a limit, but says how fast it grows', () => {
    act(() => void (state.health.value = health({ types: { processes: { ...processes, bytes_per_day: 2e8 }, logs: null } })));
    expect(line()).toContain('store2.1 MB≈ 200 MB a day');
    expect(root.querySelector('.meter')).toBeNull();
    act(() => void (state.health.value = health({ types: { processes } })));
    expect(line()).toContain('store2.1 MBoldest');
  });
  it('has a meter with one', () => {
    act(() => void (state.health.value = health({ types: { processes: { ...processes, limit_bytes: 4_200_000 } } })));
    expect(line()).toContain('store2.1 MB of 4.2 MB50 %');
  });
  it('says how far back it reaches, how far it will, and when the oldest goes', () => {
    const ago = (days: number) => new Date(state.now.value - days * 86_400_000).toISOString();
    const forecast = { bytes_per_day: 4_700_000, holds_days: 106.4, reaches_days: 30 };
    const at = (days: number) => ({ timestamp: ago(days), type: 'processes', by: 'age' });
    const types = { processes: { ...processes, limit_bytes: 5e8, oldest: ago(2.5) } };
    act(() => void (state.health.value = health({ types, forecast: { ...forecast, next_eviction: at(-27.5) } })));
    expect(line()).toContain('oldest2 d 12 h of 30 drolls over in 27 d');
    expect(root.querySelector('[title*="room for 106 d"]')!.textContent).toContain('store');
    expect(root.querySelector('[title*="by age"]')!.textContent).toContain('oldest');
    act(() => void (state.health.value = health({ types, forecast: { ...forecast, next_eviction: at(0.1) } })));
    expect(line()).toContain('of 30 drolling over');
    const unknown = { bytes_per_day: null, holds_days: null, reaches_days: null, next_eviction: null };
    act(() => void (state.health.value = health({ types, forecast: unknown })));
    expect(line()).toContain('oldest2 d 12 hlast commit');
  });
});

describe('the gaps', () => {
  it('are listed, and each is a link to its instant', async () => {
    const gap = { stream: 'processes', from: SHOWN, to: '2026-11-23T03:13:05.000123Z', cause: 'killed', count: 12, detail: null };
    vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ total: 60, truncated: true, gaps: [gap] })));
    act(() => void (state.health.value = health({})));
    act(() => root.querySelector<HTMLButtonElement>('[aria-label="2 gaps: list them"]')!.click());
    await vi.waitFor(() => expect(root.querySelector('.gaps a')).not.toBeNull(), { timeout: 30_000 });
    const sheet = root.querySelector('[aria-labelledby="gaps-title"]')!;
    expect(sheet.textContent).toContain('The newest 1 of 60.');
    expect(sheet.textContent).toContain('The recorder was killed');
    const link = sheet.querySelector('a')!;
    expect(link.getAttribute('href')).toBe(`/processes?at=${SHOWN}`);
    act(() => link.click());
    expect(state.route.value.at).toBe(SHOWN);
    expect(state.gapsShown.value).toBe(false);
  });
});

describe('why there is no table', () => {
  const text = () => root.textContent ?? '';

  it('tells a gap in words, with its stretch', () => {
    const gap = { stream: 'processes', from: SHOWN, to: null, cause: 'suspended', count: 1, detail: 'lid closed' };
    act(() => void (state.table.value = table({ timestamp: null, gap })));
    expect(text()).toContain('The host was asleep.');
    expect(text()).toContain('still open');
    expect(text()).toContain('lid closed');
  });
  it('leads to the first tick from before it', () => {
    const gap = { stream: 'processes', from: null, to: SHOWN, cause: 'before-recording', count: null, detail: null };
    act(() => void (state.table.value = table({ timestamp: null, gap, previous: null, next: SHOWN })));
    expect(text()).toContain('Recording had not begun');
    expect(text()).not.toMatch(/limit|delet/);
    act(() => [...root.querySelectorAll('button')].find((each) => each.textContent.startsWith('Go to the first tick'))!.click());
    expect(state.route.value.at).toBe(SHOWN);
  });
  it('tells that all is filtered away, and clears', () => {
    act(() => {
      state.table.value = table({ processes: [process({})] });
      state.go({ q: 'nothing-like-it' });
    });
    expect(text()).toContain('No process matches');
    act(() => root.querySelector<HTMLButtonElement>('.panel button')!.click());
    expect(state.route.value.q).toBe('');
  });
  it('tells that nothing is recorded yet', () => {
    act(() => void (state.table.value = table({ timestamp: null })));
    expect(text()).toContain('Nothing recorded yet');
  });
  it('leads to the login page, and back, where the recorder does not know the user', () => {
    const problem = { title: 'Unauthorized', status: 401, detail: 'uid 1002', parameter: null };
    act(() => void (state.failure.value = { kind: 'denied', problem }));
    expect(text()).toContain('allowed_users');
    expect(root.querySelector('.panel a')!.getAttribute('href')).toMatch(/^\/login\?to=%2F/);
  });
  it('says since when the recorder is silent', () => {
    act(() => void (state.healthFailure.value = { kind: 'silent', since: state.now.value - 12_000 }));
    expect(text()).toContain('no answer');
    expect(text()).toContain('since 12 s; trying again');
  });
});

describe('time travel', () => {
  it('steps by the neighbours of the answer, and comes live after the newest', () => {
    state.table.value = table({ previous: '2026-11-23T03:12:00.000101Z' });
    state.step('previous');
    expect(state.route.value.at).toBe('2026-11-23T03:12:00.000101Z');
    state.table.value = table({ next: null });
    state.step('next');
    expect(state.live.value).toBe(true);
  });
  it('steps to the next tick where a minute is too short to reach it', () => {
    const next = '2026-11-23T03:17:05.000123Z';
    state.go({ at: SHOWN });
    state.table.value = table({ interval_seconds: 300, next });
    state.stepMinute('next');
    expect(state.route.value.at).toBe(next);
    state.table.value = table({ timestamp: next, interval_seconds: 300, next: null });
    state.stepMinute('next');
    expect(state.live.value).toBe(true);
  });
  it('steps a whole minute where ticks are closer', () => {
    vi.setSystemTime('2026-11-23T04:00:00Z');
    state.go({ at: SHOWN });
    state.table.value = table({ next: '2026-11-23T03:12:10.000123Z' });
    state.stepMinute('next');
    vi.useRealTimers();
    expect(state.route.value.at).toBe('2026-11-23T03:13:05.000123Z');
  });
  it('holds the tick it shows', () => {
    state.table.value = table({});
    state.pauseOrResume();
    expect(location.search).toBe(`?at=${SHOWN}`);
    state.pauseOrResume();
    expect(location.search).toBe('');
  });
});

describe('asking', () => {
  it('turns a problem into a refusal that names the parameter', async () => {
    const body = { title: 'Bad Request', status: 400, detail: "at: 'x' is not a time", parameter: 'at' };
    vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body), { status: 400 }));
    const refused = await ask('/api/processes', { at: 'x' }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refusal);
    expect((refused as Refusal).problem).toEqual(body);
  });
});
