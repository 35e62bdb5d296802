import { Announcer } from './parts/announcer';
import { BundleBanner } from './parts/bundle-banner';
import { Drawer } from './parts/drawer';
import { Foot } from './parts/foot';
import { GapSheet } from './parts/gap-sheet';
import { Header } from './parts/header';
import { HealthLine } from './parts/health-line';
import { KeySheet } from './parts/key-sheet';
import { ProcessTable } from './parts/process-table';
import { Denied, Gapped, NoMatch, NoneRecorded, NotShown, Waiting } from './parts/states';
import { Toolbar } from './parts/toolbar';
import { failure, route, rows, table } from './state';

export function App() {
  return (
    <>
      <Header />
      <BundleBanner />
      <HealthLine />
      <Toolbar />
      <main class={route.value.pid === null ? 'main' : 'main with-drawer'}>
        <section class="view" aria-label="Processes">
          <View />
        </section>
        {route.value.pid !== null && <Drawer pid={route.value.pid} />}
      </main>
      <Foot />
      <KeySheet />
      <GapSheet />
      <Announcer />
    </>
  );
}

/** The table, or why there is none. Rows that were shown stay while the recorder is silent. */
function View() {
  const failed = failure.value;
  const shown = table.value;
  if (failed?.kind === 'denied') {
    return <Denied problem={failed.problem} />;
  }
  if (failed?.kind === 'refused') {
    return <NotShown problem={failed.problem} />;
  }
  if (shown === null) {
    return <Waiting silent={failed !== null} />;
  }
  if (shown.gap !== null && shown.processes.length === 0) {
    return <Gapped gap={shown.gap} answer={shown} />;
  }
  if (shown.processes.length === 0) {
    return <NoneRecorded />;
  }
  return (
    <>
      <ProcessTable stale={failed !== null} />
      {rows.value.length === 0 && <NoMatch />}
    </>
  );
}
