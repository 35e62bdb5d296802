import type { ComponentChildren } from 'preact';
import { bytes, count, duration, exactBytes, percent, UNKNOWN, UNKNOWN_TITLE } from '../data/format';
import { full, secondsBetween } from '../data/time';
import type { Forecast, StorageHealth, TypeHealth } from '../data/types';
import { visible } from '../data/visible';
import { gapsShown, health, healthFailure, now, recorderNow, type Failure } from '../state';

type Tone = 'good' | 'warn' | 'bad' | 'idle';

/** Is it still recording, and how far back: one line on every page. */
export function HealthLine() {
  const told = health.value;
  return (
    <section class="health" aria-label="Recording and storage">
      <State told={told} failed={healthFailure.value} />
      {told !== null && !told.bundle && <Figures told={told} stale={healthFailure.value !== null} />}
    </section>
  );
}

function State({ told, failed }: { readonly told: StorageHealth | null; readonly failed: Failure | null }) {
  const [tone, word, more] = stateOf(told, failed);
  return (
    <span class={`lamp ${tone}`} title={more}>
      <span class="bulb" aria-hidden="true" />
      <b>{word}</b>
      {more !== '' && tone !== 'good' && <span class="why">{more}</span>}
    </span>
  );
}

function stateOf(told: StorageHealth | null, failed: Failure | null): [tone: Tone, word: string, more: string] {
  if (failed?.kind === 'silent') {
    return ['bad', 'no answer', `since ${duration((now.value - failed.since) / 1000)}; trying again`];
  }
  if (failed?.kind === 'denied') {
    return ['warn', 'not permitted', 'the recorder wants to know who asks'];
  }
  if (failed?.kind === 'refused') {
    return ['bad', 'refused', visible(failed.problem.detail)];
  }
  if (told === null) {
    return ['idle', 'asking', ''];
  }
  if (told.bundle) {
    return ['idle', 'bundle', 'nothing is recorded here'];
  }
  const { status, problems, last_error: error } = told.recording;
  if (status === 'ok') {
    return ['good', 'recording', `version ${told.recorder?.version ?? UNKNOWN}, ${told.data_directory ?? ''}`];
  }
  return ['bad', visible(status), visible(problems.join('; ') || (error ?? ''))];
}

function Figures({ told, stale }: { readonly told: StorageHealth; readonly stale: boolean }) {
  const { recording, recorder } = told;
  const lag = told.last_commit === null ? null : secondsBetween(told.last_commit.timestamp, recorderNow());
  const oldest = oldestOf(told);
  const missed = recording.ticks_missed;
  const dropped = recording.ticks_dropped;
  return (
    <dl class={stale ? 'figures stale' : 'figures'}>
      <Store told={told} />
      <Oldest oldest={oldest} forecast={told.forecast ?? null} />
      <Figure
        label="last commit"
        title={told.last_commit === null ? UNKNOWN_TITLE : full(told.last_commit.timestamp)}
        warn={lag !== null && lag > Math.max(3 * recording.interval_seconds, 15)}
      >
        {lag === null ? UNKNOWN : `${duration(lag)} ago`}
      </Figure>
      <Figure label="missed" title="ticks that were not taken" warn={(missed ?? 0) > 0}>
        {count(missed)}
      </Figure>
      <Figure label="dropped" title="ticks taken, but not stored" warn={(dropped ?? 0) > 0}>
        {count(dropped)}
      </Figure>
      <Figure label="gaps" title="stretches of time without data" warn={(recording.gap_count ?? 0) > 0}>
        <GapCount gaps={recording.gap_count} />
      </Figure>
      <Figure label="self" title={`the recorder's own cost: CPU of one core, ${exactBytes(recorder?.rss_bytes ?? null)}`}>
        {percent(recorder?.cpu_percent ?? null)} % · {bytes(recorder?.rss_bytes ?? null)}
      </Figure>
    </dl>
  );
}

function GapCount({ gaps }: { readonly gaps: number | null }) {
  if (gaps === null || gaps === 0) {
    return <>{count(gaps)}</>;
  }
  return (
    <button class="link" aria-label={`${count(gaps)} gaps: list them`} onClick={() => (gapsShown.value = true)}>
      {count(gaps)}
    </button>
  );
}

const DAY = 86_400;

/** How far back it reaches, how far back it will, and when the oldest begins to go. */
function Oldest({ oldest, forecast }: { readonly oldest: string | null; readonly forecast: Forecast | null }) {
  const reaches = forecast?.reaches_days ?? null;
  const next = forecast?.next_eviction ?? null;
  const left = next === null ? null : (Date.parse(next.timestamp) - recorderNow()) / 1000;
  const rolls = next === null ? '' : `; the oldest data goes ${full(next.timestamp)}, by ${visible(next.by)}`;
  return (
    <Figure label="oldest" title={oldest === null ? UNKNOWN_TITLE : `${full(oldest)}${rolls}`}>
      {duration(oldest === null ? null : secondsBetween(oldest, recorderNow()))}
      {oldest !== null && reaches !== null && ` of ${days(reaches)}`}
      {oldest !== null && left !== null && (
        <span class="share">{left > 0 ? `rolls over in ${left < DAY ? duration(left) : days(left / DAY)}` : 'rolling over'}</span>
      )}
    </Figure>
  );
}

/** Whole days once there are some. */
function days(count: number): string {
  return count < 10 ? duration(count * DAY) : `${Math.floor(count)} d`;
}

/** With a limit, how much of it is used; without one, how fast the store grows. */
function Store({ told }: { readonly told: StorageHealth }) {
  const used = told.database_size_bytes;
  const limit = sum(told, (type) => type.limit_bytes);
  const perDay = sum(told, (type) => type.bytes_per_day ?? null);
  if (limit === null || limit === 0) {
    return (
      <Figure label="store" title={`${exactBytes(used)}; no limit`}>
        {bytes(used)}
        {perDay !== null && <span class="share">≈ {bytes(perDay)} a day</span>}
      </Figure>
    );
  }
  return (
    <Figure label="store" title={`${exactBytes(used)} of ${exactBytes(limit)}${rate(told)}`}>
      {bytes(used)} of {bytes(limit)}
      <Meter share={(used ?? 0) / limit} />
    </Figure>
  );
}

function rate(told: StorageHealth): string {
  const perDay = told.forecast?.bytes_per_day ?? null;
  const holds = told.forecast?.holds_days ?? null;
  return perDay === null || holds === null ? '' : `; at ${bytes(perDay)} a day there is room for ${days(holds)}`;
}

function Meter({ share }: { readonly share: number }) {
  return (
    <>
      <span class={share > 1 ? 'meter over' : 'meter'} aria-hidden="true">
        <span style={{ transform: `scaleX(${Math.min(1, share)})` }} />
      </span>
      <span class="share">{share > 0 && share < 0.01 ? '<1' : Math.round(share * 100)} %</span>
    </>
  );
}

/** Over the types for which it is known; null when it is known for none. */
function sum(told: StorageHealth, figure: (type: TypeHealth) => number | null): number | null {
  const known = Object.values(told.types)
    .map((type) => (type === null ? null : figure(type)))
    .filter((each) => each !== null);
  return known.length === 0 ? null : known.reduce((total, each) => total + each, 0);
}

function oldestOf(told: StorageHealth): string | null {
  const all = Object.values(told.types).map((each) => each?.oldest ?? null);
  return all.filter((each) => each !== null).sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

interface FigureProps {
  readonly label: string;
  readonly title: string;
  readonly warn?: boolean;
  readonly children: ComponentChildren;
}

function Figure({ label, title, warn = false, children }: FigureProps) {
  return (
    <div class={warn ? 'figure attention' : 'figure'} title={title}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
