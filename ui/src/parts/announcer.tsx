import { full } from '../data/time';
import { failure, healthFailure, live, table, type Failure } from '../state';

/** Says what changed to those who cannot see it: the state, never the figures that change with each tick. */
export function Announcer() {
  return (
    <div class="unseen" role="status">
      {sentence(failure.value ?? healthFailure.value)}
    </div>
  );
}

function sentence(failed: Failure | null): string {
  if (failed !== null) {
    return { silent: 'The recorder does not answer', denied: 'Not permitted', refused: 'Refused' }[failed.kind];
  }
  if (live.value) {
    return 'Live';
  }
  const shown = table.value;
  if (shown?.gap) {
    return 'Nothing was recorded at this instant';
  }
  return shown?.timestamp ? `Past: ${full(shown.timestamp)}` : '';
}
