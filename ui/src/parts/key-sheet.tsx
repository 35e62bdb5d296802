import { KEYS } from '../keys';
import { keysShown } from '../state';
import { Sheet } from './sheet';

const FILTER_WORDS: readonly (readonly [word: string, matches: string])[] = [
  ['ngx', 'these letters in this order; in a command line as they stand'],
  ["'java", 'the text as it stands'],
  ['^java  java$', 'at the begin, at the end of a field'],
  ['!test', 'rows without this text'],
  ['user:app', 'only this field: pid name cmd user unit container status'],
  ['Java', 'a capital letter makes case count'],
];

export function KeySheet() {
  return (
    <Sheet id="keys" title="Keys" shown={keysShown}>
      <dl class="keys">
        {KEYS.map(([keys, does]) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h2>Filter words</h2>
      <p>Separated by spaces; all of them have to match.</p>
      <dl class="keys">
        {FILTER_WORDS.map(([word, matches]) => (
          <div key={word}>
            <dt>
              <code>{word}</code>
            </dt>
            <dd>{matches}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
