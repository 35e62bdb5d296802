import { describe, expect, it } from 'vitest';
import cases from '../../src/test/resources/filter-cases.json';
import { marks, matches, parse, type Field, type Filterable } from '../src/data/filter';

describe('the filter, as the server has it too', () => {
  it.each(cases.map((each) => [JSON.stringify(each.query), each.why, each] as const))('%s: %s', (_query, _why, each) => {
    expect(matches(parse(each.query), each.row as Filterable)).toBe(each.matches);
  });
});

describe('marks', () => {
  const marked = (query: string, value: string, field: Field = 'cmdline') =>
    marks(parse(query), field, value).map(([from, to]) => value.slice(from, to));

  it('marks the text as it stands', () => expect(marked('jar', 'java -jar app.jar')).toEqual(['jar']));
  it('marks scattered letters close together', () => expect(marked('jr', 'java -jar', 'name')).toEqual(['j', 'r']));
  it('marks no scattered letters in a command line', () => expect(marked('jr', 'java -jar')).toEqual([]));
  it('marks the begin and the end', () => expect(marked('^ja ar$', 'java -jar')).toEqual(['ja', 'ar']));
  it('joins what overlaps', () => expect(marked('abc bcd', 'xabcdx')).toEqual(['abcd']));
  it('marks nothing for what must not be there', () => expect(marked('!java', 'perl')).toEqual([]));
  it('marks nothing for another field', () => expect(marked('user:java', 'java')).toEqual([]));
  it('keeps characters of two units whole', () => expect(marked('a🚀', 'a-🚁-🚀', 'name')).toEqual(['a', '🚀']));
  it('marks nothing where small letters are longer', () => expect(marked('x', 'İx')).toEqual([]));
});
