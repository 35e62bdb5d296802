import { full } from '../data/time';
import { visible } from '../data/visible';
import { health } from '../state';

/** Whose past this is, where the page shows an incident bundle and not the recorder of a host. */
export function BundleBanner() {
  const bundle = health.value?.bundle ?? null;
  if (bundle === null) {
    return null;
  }
  return (
    <p class="bundle" role="note">
      A recording of <b>{visible(bundle.host)}</b> from {full(bundle.from)} to {full(bundle.to)}, opened from a bundle that was
      made {full(bundle.created)}.
    </p>
  );
}
