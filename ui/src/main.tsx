import { render } from 'preact';
import { App } from './app';
import { follow } from './feed';
import { listenToKeys } from './keys';
import { openFromAddress } from './state';
import { useStoredTheme } from './theme';
import { keepTitle } from './title';
import './styles/tokens.css';
import './styles/page.css';
import './styles/table.css';
import './styles/drawer.css';

useStoredTheme();
openFromAddress();
addEventListener('popstate', openFromAddress);
listenToKeys();
keepTitle();
render(<App />, document.getElementById('app')!);
follow();
