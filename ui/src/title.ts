/** The title of the tab: which host, and which instant where it is a past one. */
import { effect } from '@preact/signals';
import { brief, isInstant } from './data/time';
import { visible } from './data/visible';
import { health, live, recorderNow, table } from './state';

export function keepTitle(): () => void {
  return effect(() => {
    document.title = title();
  });
}

function title(): string {
  const shown = live.value ? null : (table.value?.timestamp ?? table.value?.at ?? null);
  const instant = shown === null || !isInstant(shown) ? '' : brief(shown, recorderNow());
  const host = visible(health.value?.hostname ?? '');
  return [host, 'Processes', instant, 'Tachograph'].filter((each) => each !== '').join(' · ');
}
