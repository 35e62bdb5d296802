import { signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

const STORED = 'tachograph.theme';
const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

export const theme = signal<Theme>('system');

export function useStoredTheme(): void {
  try {
    const stored = localStorage.getItem(STORED);
    apply(stored === 'light' || stored === 'dark' ? stored : 'system');
  } catch {
    apply('system'); // storage is switched off
  }
}

export function switchTheme(): void {
  apply(NEXT[theme.peek()]);
  try {
    localStorage.setItem(STORED, theme.peek());
  } catch {
    // It lasts until the page is closed.
  }
}

function apply(chosen: Theme): void {
  theme.value = chosen;
  if (chosen === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = chosen;
  }
}
