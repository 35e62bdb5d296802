import { visible } from '../data/visible';
import { health, keysShown } from '../state';
import { switchTheme, theme } from '../theme';
import { Icon } from './icon';

const THEME_ICON = { system: 'system', light: 'sun', dark: 'moon' } as const;

export function Header() {
  return (
    <header class="header">
      <a class="wordmark" href="/">
        <Icon name="disc" />
        <span>Tachograph</span>
      </a>
      <span class="host" title={location.host}>
        {visible(health.value?.hostname || location.host)}
      </span>
      <nav aria-label="Screens">
        <a href="/processes" aria-current="page">
          Processes
        </a>
      </nav>
      <span class="spring" />
      <button
        class="quiet"
        id="theme"
        onClick={switchTheme}
        title={`theme: ${theme.value}`}
        aria-label={`Theme: ${theme.value}. Switch`}
      >
        <Icon name={THEME_ICON[theme.value]} />
      </button>
      <button class="quiet" onClick={() => (keysShown.value = true)} title="keys" aria-label="Keyboard keys">
        <kbd>?</kbd>
      </button>
    </header>
  );
}
