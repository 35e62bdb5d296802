import { count } from '../data/format';
import { full, secondsBetween } from '../data/time';
import { failure, recorderNow, rows, table, live, now } from '../state';
import { duration } from '../data/format';

/** What the table stands for: how many, of which tick, and what asking cost. */
export function Foot() {
  const shown = table.value;
  const failed = failure.value;
  return (
    <footer class="foot">
      {shown?.timestamp && (
        <>
          <span id="counts">
            {count(shown.processes.length)} processes, <b>{count(rows.value.length)} shown</b>
          </span>
          <span>
            tick {shown.tick === null ? '' : count(shown.tick)} · {full(shown.timestamp)}
            {!live.value && ` · ${duration(secondsBetween(shown.timestamp, recorderNow()))} ago`}
          </span>
          {shown.interval_seconds !== null && <span class="extra">every {Number(shown.interval_seconds.toFixed(1))} s</span>}
          <span class="extra">answered in {shown.elapsed_ms.toFixed(1)} ms</span>
        </>
      )}
      <span class="spring" />
      {failed?.kind === 'silent' && (
        <span class="lost">no answer since {duration((now.value - failed.since) / 1000)}; trying again</span>
      )}
      <span class="extra">
        <a href="/login">access</a> <kbd>/</kbd> filter <kbd>g</kbd> go to <kbd>[</kbd> <kbd>]</kbd> step <kbd>?</kbd> keys
      </span>
    </footer>
  );
}
