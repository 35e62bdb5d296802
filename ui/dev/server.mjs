// Serves the bundle and a made-up host while one works on the page:
//   node dev/server.mjs [--port 7171] [--interval 5] [--directory dist] [--mode normal]
// The mode can be changed while it runs: GET /dev/mode/NAME, NAME one of MODES.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Host } from './host.mjs';

const MODES = ['normal', 'many', 'empty', 'gap', 'denied', 'problem', 'degraded', 'silent', 'slow'];
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7171' },
    interval: { type: 'string', default: '5' },
    directory: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
    mode: { type: 'string', default: 'normal' },
  },
});
const interval = Number(values.interval);
const small = new Host(400, interval);
const large = new Host(5_000, interval);
let mode = values.mode;

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8' };
const SECURITY = {
  'Content-Security-Policy': "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname.startsWith('/dev/mode/')) {
    mode = MODES.includes(url.pathname.slice(10)) ? url.pathname.slice(10) : mode;
    return send(response, 200, 'text/plain', `${mode}\n`);
  }
  if (url.pathname.startsWith('/api/')) {
    return api(request, response, url);
  }
  const name = ['/', '/processes'].includes(url.pathname) ? 'index.html' : url.pathname.slice(1);
  try {
    const body = name.includes('..') ? null : await readFile(join(values.directory, name));
    send(response, body ? 200 : 404, TYPES[extname(name)] ?? 'application/octet-stream', body ?? '');
  } catch {
    send(response, 404, 'text/plain', 'not found\n');
  }
});

function api(request, response, url) {
  if (mode === 'silent') {
    return request.socket.destroy();
  }
  if (mode === 'denied') {
    return problem(response, 401, 'Unauthorized', 'uid 1002 may not read this recorder');
  }
  if (mode === 'problem') {
    return problem(response, 503, 'Service Unavailable', 'the store is being opened; try again in a moment');
  }
  const answer = { '/api/processes': processes, '/api/storage/health': health, '/api/gaps': gaps }[url.pathname];
  if (!answer) {
    return problem(response, 404, 'Not Found', `${url.pathname}: there is no such resource`);
  }
  return setTimeout(() => answer(response, url.searchParams), mode === 'slow' ? 4_000 : 0);
}

function processes(response, parameters) {
  const host = mode === 'many' ? large : small;
  const newest = host.tickAt(Date.now());
  const asked = parameters.get('at');
  const at = asked === null ? Date.now() : instant(asked);
  if (Number.isNaN(at)) {
    return problem(response, 400, 'Bad Request', `at: '${asked}' is not a time; allowed are now, -15m, RFC 3339, HH:MM[:SS], yesterday 03:12, epoch seconds or milliseconds`, 'at');
  }
  const tick = Math.min(newest, host.tickAt(at));
  const answer = {
    timestamp: host.stamp(tick),
    tick: tick - host.first + 1,
    interval_seconds: interval,
    at: asked === null ? null : new Date(at).toISOString(),
    q: '', sort: 'cpu_usage', order: 'desc', limit: null, offset: 0,
    total: 0, truncated: false, elapsed_ms: 1.4, gap: null,
    previous: tick > host.first ? host.stamp(tick - 1) : null,
    next: tick < newest ? host.stamp(tick + 1) : null,
    processes: [],
  };
  if (mode === 'empty') {
    Object.assign(answer, { timestamp: null, tick: null, previous: null, next: null });
  } else if (mode === 'gap' || tick < host.first) {
    Object.assign(answer, { timestamp: null, tick: null, ...hole(host, tick) });
  } else {
    answer.processes = host.processes(tick);
    answer.total = answer.processes.length;
  }
  return json(response, answer);
}

function hole(host, tick) {
  if (tick < host.first) {
    const gap = { stream: 'processes', from: null, to: host.stamp(host.first), cause: 'before-recording', count: null, detail: null };
    return { gap, previous: null, next: host.stamp(host.first) };
  }
  const gap = { stream: 'processes', from: host.stamp(tick - 7), to: host.stamp(tick + 5), cause: 'killed', count: 12, detail: 'the recorder ended without closing the store; 12 ticks were not taken' };
  return { gap, previous: host.stamp(tick - 7), next: host.stamp(tick + 5) };
}

function gaps(response) {
  const host = mode === 'many' ? large : small;
  const tick = host.tickAt(Date.now());
  const list = [hole(host, tick - 60).gap, { ...hole(host, tick - 400).gap, cause: 'missed', count: 1, detail: null }];
  return json(response, { total: 2, truncated: false, from: null, to: null, limit: 50, elapsed_ms: 0.3, gaps: list });
}

function health(response) {
  const host = mode === 'many' ? large : small;
  const newest = host.stamp(host.tickAt(Date.now()));
  const oldest = mode === 'empty' ? null : '2026-11-10T22:00:00.000000Z';
  const bad = mode === 'degraded';
  const size = { empty: 12_000, normal: 187_300_000 }[mode] ?? 187_300_000;
  return json(response, {
    hostname: 'web1', database_size_bytes: size, journal_log_count: null, process_metric_count: 151_200,
    oldest_log_timestamp: null, newest_log_timestamp: null,
    retention_policy: { process_retention_days: 30, process_max_size_gb: 0.5 },
    schema_version: 1, data_directory: '/var/lib/tachograph',
    recording: {
      status: bad ? 'degraded' : 'ok',
      problems: bad ? ['/var/lib/tachograph has 0.8 GB free; min_free_disk_gb is 1.0', 'last commit 42 s ago'] : [],
      interval_seconds: interval, ticks_planned: 500, ticks_committed: 500,
      ticks_missed: bad ? 3 : 0, ticks_dropped: bad ? 8 : 0, gap_count: bad ? 2 : 0, last_error: null,
    },
    types: {
      processes: { oldest, newest, hot_bytes: size, sealed_bytes: 0, rows: 12_345, rows_per_day: 500_000, limit_bytes: null, bytes_per_day: 200_000_000, limit_days: null },
      logs: null, metrics: null,
    },
    hot: null, last_commit: mode === 'empty' ? null : { timestamp: newest, duration_ms: 2.1 },
    last_checkpoint: null, last_seal: null, last_cleanup: null,
    recorder: { pid: 4711, version: '0.1.0', started: oldest, cpu_percent: 0.31, rss_bytes: 101_711_872, written_bytes: 8_123_456, queue_depth: 0 },
    elapsed_ms: 0.8,
  });
}

/** Enough of the grammar of times to try the page. */
function instant(text) {
  const before = /^-(\d+)([smhdw])$/.exec(text);
  if (before) {
    return Date.now() - Number(before[1]) * { s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 }[before[2]];
  }
  if (/^\d\d:\d\d(:\d\d)?$/.test(text)) {
    const today = Date.parse(`${new Date().toISOString().slice(0, 10)}T${text.length === 5 ? `${text}:00` : text}Z`);
    return today > Date.now() ? today - 864e5 : today;
  }
  return text === 'now' ? Date.now() : Date.parse(text);
}

function problem(response, status, title, detail, parameter) {
  const body = JSON.stringify({ type: 'about:blank', title, status, detail, parameter });
  send(response, status, 'application/problem+json', body);
}

function json(response, body) {
  send(response, 200, 'application/json', JSON.stringify(body));
}

function send(response, status, type, body) {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', ...SECURITY });
  response.end(body);
}

server.listen(Number(values.port), '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port} (modes: ${MODES.join(' ')})\n`);
});
